// The section on coverage: what is backed up, and each machine with its last point and its keys.

import { formatAge } from '../../../output/durations.js';
import { formatInstant } from '../../../output/instants.js';
import { oneLine } from '../../../output/text-width.js';
import { encryptionWords } from '../../../output/views/encryption-words.js';
import type { StatusItem } from '../../status/result.js';
import {
  keysInAWord,
  STATE_WORDS,
  stateInAWord,
  stateMeaning,
  worstFirst,
} from '../../status/view.js';
import type { ReportDocument } from '../result.js';
import { legend, stackedBar, type Part } from './charts.js';
import { html, type Content } from './markup.js';
import {
  figure,
  fold,
  NEEDED_ROWS,
  OPEN_ROWS,
  table,
  tag,
  type Label,
  type Meaning,
  type Section,
} from './pieces.view.js';

const COLUMNS = [
  { header: 'VM' },
  { header: 'State' },
  { header: 'Vault' },
  { header: 'Policy' },
  { header: 'Last point (UTC)' },
  { header: 'Age', isNumber: true },
  { header: 'Encryption', isWide: true },
  { header: 'Keys' },
  { header: 'Error' },
];

/** The section. */
export function coverageSection({ status }: ReportDocument, label: Label): Section {
  const states = statesOf(status.items);
  const parts = states.map(({ outcome, items }) => partOf(outcome, items.length));
  const counts = states.map(({ outcome, items }) =>
    figure(`status.summary.outcomes.${outcome}`, items.length),
  );
  return {
    id: 'coverage',
    title: 'Coverage',
    body: [
      html`<p>${figure('status.summary.total', status.summary.total)} VMs by state:</p>
`,
      stackedBar(parts),
      legend(parts, counts),
      status.items.length <= OPEN_ROWS
        ? machines('VMs, worst first', worstFirst(status.items), label)
        : states.map(({ outcome, items }) => foldedState(outcome, items, label)),
    ],
  };
}

type Outcome = StatusItem['outcome'];

interface State {
  readonly outcome: Outcome;
  readonly items: readonly StatusItem[];
}

/** By state, in the order in which they need a person. */
function statesOf(items: readonly StatusItem[]): readonly State[] {
  const states = new Map<Outcome, StatusItem[]>();
  for (const item of worstFirst(items)) {
    const known = states.get(item.outcome);
    if (known === undefined) {
      states.set(item.outcome, [item]);
    } else {
      known.push(item);
    }
  }
  return [...states].map(([outcome, each]) => ({ outcome, items: each }));
}

function partOf(outcome: Outcome, value: number): Part {
  return { label: STATE_WORDS[outcome], style: `s-${outcome}`, value };
}

function foldedState(outcome: Outcome, items: readonly StatusItem[], label: Label): Content {
  return fold(
    html`${tag(STATE_WORDS[outcome], stateMeaning(outcome))} ${items.length}`,
    machines(`VMs, ${STATE_WORDS[outcome]}`, items, label),
    items.length <= NEEDED_ROWS && stateMeaning(outcome) === 'fail',
  );
}

function machines(name: string, items: readonly StatusItem[], label: Label): Content {
  return table(
    name,
    COLUMNS,
    items.map((item) => [
      label(item.vm),
      tag(stateInAWord(item), stateMeaning(item.outcome)),
      item.vault?.name ?? '-',
      item.policy ?? '-',
      lastPoint(item),
      item.lastRecoveryPoint === null ? '-' : formatAge(item.lastRecoveryPoint.ageSeconds),
      item.encryption === null ? '-' : encryptionWords(item.encryption),
      keysOf(item),
      oneLine(item.error?.azureCode ?? item.error?.code ?? item.lastError?.code ?? '-'),
    ]),
  );
}

function lastPoint({ lastRecoveryPoint: last, tooOld }: StatusItem): Content {
  const text = last === null ? '-' : formatInstant(last.time, { terminal: true }).slice(0, 16);
  return tooOld ? html`${text} ${tag(last === null ? 'missing' : 'too old', 'fail')}` : text;
}

const KEY_MEANINGS: Readonly<Record<string, Meaning>> = {
  granted: 'ok',
  lacking: 'fail',
  gone: 'fail',
  disabled: 'fail',
};

function keysOf(item: StatusItem): Content {
  const word = keysInAWord(item);
  return word === null ? '-' : tag(word, KEY_MEANINGS[word] ?? 'warn');
}
