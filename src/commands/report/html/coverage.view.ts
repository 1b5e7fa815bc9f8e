// The section on coverage: what is backed up with usable keys, and each machine with its state and its last point.

import { formatAge } from '../../../output/durations.js';
import { formatInstant } from '../../../output/instants.js';
import { oneLine } from '../../../output/text-width.js';
import { encryptionWords } from '../../../output/views/encryption-words.js';
import { idKey } from '../../../domain/resource-id.js';
import type { StatusItem } from '../../status/result.js';
import {
  keysInAWord,
  STATE_WORDS,
  stateInAWord,
  stateMeaning,
  worstFirst,
} from '../../status/view.js';
import type { ReportDocument, ReportItem } from '../result.js';
import { legend, stackedBar } from './charts.js';
import { markup, type Content } from './markup.js';
import {
  countedFigure,
  figure,
  fold,
  NEEDED_ROWS,
  OPEN_ROWS,
  table,
  tag,
  withoutName,
  type Label,
  type Meaning,
  type Section,
} from './pieces.view.js';

const COLUMNS = [
  { header: 'State' },
  { header: 'Keys' },
  { header: 'Last point (UTC)' },
  { header: 'Age', isNumber: true },
  { header: 'Error or reason', isWide: true },
  { header: 'Encryption', isWide: true },
  { header: 'Vault' },
  { header: 'Policy' },
];

type Outcome = ReportItem['outcome'];

const OUTCOMES: readonly Outcome[] = ['not-safe', 'unknown', 'safe'];

const OUTCOME_WORDS: Readonly<
  Record<Outcome, { readonly word: string; readonly meaning: 'fail' | 'warn' | 'ok' }>
> = {
  'not-safe': { word: 'not safe', meaning: 'fail' },
  unknown: { word: 'unknown', meaning: 'warn' },
  safe: { word: 'safe', meaning: 'ok' },
};

/** A machine of the report, and what is known of its backups. */
interface Machine {
  readonly item: ReportItem;
  readonly status: StatusItem | undefined;
}

/** The section. */
export function coverageSection(document: ReportDocument, label: Label): Section {
  const machines = machinesOf(document);
  return {
    id: 'coverage',
    title: 'Coverage',
    body: [
      markup`<p>A VM is safe where a vault backs it up, its last backup completed, it has a recovery point, and its keys can be used. ${countedFigure('summary.total', document.summary.total, 'VM')}:</p>
`,
      outcomes(document),
      markup`<p>States of the backups of ${countedFigure('status.summary.total', document.status.summary.total, 'VM')}:</p>
`,
      states(document),
      machines.length <= OPEN_ROWS
        ? table(
            'VMs, worst first',
            [{ header: 'VM' }, { header: 'Result' }, ...COLUMNS],
            machines.map((machine) => [
              label(machine.item.vm),
              resultOf(machine.item.outcome),
              ...cellsOf(machine),
            ]),
          )
        : groupsOf(machines).map((group) => foldedGroup(group, label)),
    ],
  };
}

function outcomes({ summary }: ReportDocument): Content {
  const parts = OUTCOMES.map((outcome) => ({
    label: OUTCOME_WORDS[outcome].word,
    style: OUTCOME_WORDS[outcome].meaning,
    value: summary.outcomes[outcome] ?? 0,
  }));
  const counts = OUTCOMES.map((outcome) =>
    figure(`summary.outcomes.${outcome}`, summary.outcomes[outcome] ?? 0),
  );
  return [stackedBar(parts), legend(parts, counts)];
}

function states({ status }: ReportDocument): Content {
  const used = [...new Set(worstFirst(status.items).map(({ outcome }) => outcome))];
  const parts = used.map((outcome) => ({
    label: STATE_WORDS[outcome],
    style: `s-${outcome}`,
    value: status.summary.outcomes[outcome] ?? 0,
  }));
  const counts = used.map((outcome) =>
    figure(`status.summary.outcomes.${outcome}`, status.summary.outcomes[outcome] ?? 0),
  );
  return [stackedBar(parts), legend(parts, counts)];
}

/** What is not safe first, and of that what needs a person most. */
function machinesOf({ items, status }: ReportDocument): readonly Machine[] {
  const ranked = worstFirst(status.items);
  const ranks = new Map(ranked.map((each, rank) => [idKey(each.vm.id), rank]));
  const rankOf = ({ vm }: ReportItem): number => ranks.get(idKey(vm.id)) ?? ranked.length;
  return items
    .toSorted(
      (left, right) =>
        OUTCOMES.indexOf(left.outcome) - OUTCOMES.indexOf(right.outcome) ||
        rankOf(left) - rankOf(right),
    )
    .map((item) => ({ item, status: ranked[rankOf(item)] }));
}

/** Machines of one result and one state. */
interface Group {
  readonly outcome: Outcome;
  readonly state: string;
  readonly machines: Machine[];
}

function groupsOf(machines: readonly Machine[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const machine of machines) {
    const { outcome } = machine.item;
    const state = machine.status === undefined ? 'no backups' : STATE_WORDS[machine.status.outcome];
    const key = JSON.stringify([outcome, state]);
    const group = groups.get(key) ?? { outcome, state, machines: [] };
    group.machines.push(machine);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function foldedGroup({ outcome, state, machines }: Group, label: Label): Content {
  const { word } = OUTCOME_WORDS[outcome];
  const failing = machines.some(
    ({ status }) => status !== undefined && stateMeaning(status.outcome) === 'fail',
  );
  return fold(
    markup`${resultOf(outcome)}, ${state}: ${machines.length}`,
    table(
      `VMs, ${word}, ${state}`,
      [{ header: 'VM' }, ...COLUMNS],
      machines.map((machine) => [label(machine.item.vm), ...cellsOf(machine)]),
    ),
    machines.length <= NEEDED_ROWS && failing,
  );
}

function resultOf(outcome: Outcome): Content {
  const { word, meaning } = OUTCOME_WORDS[outcome];
  return tag(word, meaning);
}

function cellsOf({ item, status }: Machine): readonly Content[] {
  const reason = reasonOf(item, status);
  return status === undefined
    ? ['-', '-', '-', '-', reason, '-', '-', '-']
    : [
        tag(stateInAWord(status), stateMeaning(status.outcome)),
        ...pointOf(status),
        reason,
        ...placeOf(status),
      ];
}

/** The code of what went wrong; the reasons only where the state and the keys beside it do not give them. */
function reasonOf({ vm, outcome, reasons }: ReportItem, status: StatusItem | undefined): string {
  const isUnexplained =
    outcome === 'unknown' || status === undefined || status.outcome === 'protected';
  const reason = isUnexplained ? reasons.map((each) => withoutName(each, vm.name)).join('; ') : '';
  const code = status?.error?.azureCode ?? status?.error?.code ?? status?.lastError?.code;
  return oneLine([code ?? '', reason].filter((text) => text !== '').join('; ')) || '-';
}

function pointOf(status: StatusItem): readonly Content[] {
  const { lastRecoveryPoint: last, tooOld } = status;
  const time = last === null ? '-' : formatInstant(last.time, { terminal: true }).slice(0, 16);
  return [
    keysOf(status),
    tooOld ? markup`${time} ${tag(last === null ? 'missing' : 'too old', 'fail')}` : time,
    last === null ? '-' : formatAge(last.ageSeconds),
  ];
}

function placeOf({ encryption, vault, policy }: StatusItem): readonly Content[] {
  return [
    encryption === null ? '-' : encryptionWords(encryption),
    vault?.name ?? '-',
    policy ?? '-',
  ];
}

const KEY_MEANINGS: Readonly<Record<string, Meaning>> = {
  granted: 'ok',
  lacking: 'fail',
  'shut out': 'fail',
  gone: 'fail',
  disabled: 'fail',
};

function keysOf(item: StatusItem): Content {
  const word = keysInAWord(item);
  return word === null ? '-' : tag(word, KEY_MEANINGS[word] ?? 'warn');
}
