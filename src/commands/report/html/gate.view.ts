// The section on the gate: each rule with what became of it, and what is missed, each reason once with its VMs.

import { GATE_OUTCOMES } from '../../../domain/gate/outcome.js';
import { counted } from '../../../output/counts.js';
import { formatInstant } from '../../../output/instants.js';
import type { GateDemand, GateDocument, GateItem } from '../../gate/result.js';
import { VERDICTS } from '../../gate/view.js';
import { needsAttention, OUTCOME_WORDS } from '../../gate/words.js';
import type { ReportDocument } from '../result.js';
import { stackedBar } from './charts.js';
import { markup, type Content } from './markup.js';
import {
  countedFigure,
  NEEDED_ROWS,
  figure,
  foldedTable,
  names,
  sentences,
  table,
  tag,
  withoutName,
  type Label,
  type Meaning,
  type Section,
} from './pieces.view.js';

/** The section. */
export function gateSection({ gate }: ReportDocument, label: Label): Section {
  return {
    id: 'gate',
    title: 'Posture against the gate',
    body:
      gate === null
        ? markup`<p>No gate file was given, so no rules were checked. <code>azbackup gate init</code> writes a first one.</p>
`
        : bodyOf(gate, label),
  };
}

const MEANINGS: Readonly<Record<GateDemand['outcome'], Meaning>> = {
  'not-met': 'fail',
  unknown: 'warn',
  waived: 'muted',
  met: 'ok',
  'not-applicable': 'muted',
};

function bodyOf(gate: GateDocument, label: Label): Content {
  const { text, meaning } = VERDICTS[gate.verdict];
  const { known } = gate.summary;
  const used = GATE_OUTCOMES.filter((outcome) => (gate.summary.results[outcome] ?? 0) > 0);
  return [
    markup`<p>${gate.file} ${tag(text, meaning)}: ${countedFigure('gate.summary.total', gate.summary.total, 'VM')}, ${counted(
      gate.items.reduce((sum, { results }) => sum + results.length, 0),
      'check',
    )}: ${used.map(
      (outcome, index) =>
        markup`${index === 0 ? '' : ', '}${figure(`gate.summary.results.${outcome}`, gate.summary.results[outcome] ?? 0)} ${OUTCOME_WORDS[outcome]}`,
    )}.${known === 0 ? null : markup` In the baseline already: ${figure('gate.summary.known', known)}.`}</p>
`,
    rules(gate),
    misses(gate, label),
    waivers(gate),
  ];
}

interface Rule {
  readonly block: string;
  readonly requirement: string;
  readonly counts: Map<GateDemand['outcome'], number>;
}

function rules({ items }: GateDocument): Content {
  const found = new Map<string, Rule>();
  for (const demand of items.flatMap(({ results }) => results)) {
    const { block, requirement, line, outcome } = demand;
    const key = JSON.stringify([line, block, requirement]);
    const rule = found.get(key) ?? {
      block,
      requirement,
      counts: new Map<GateDemand['outcome'], number>(),
    };
    rule.counts.set(outcome, (rule.counts.get(outcome) ?? 0) + 1);
    found.set(key, rule);
  }
  const columns = [
    { header: 'Rule' },
    { header: 'Block' },
    { header: 'Share' },
    ...GATE_OUTCOMES.map((outcome) => ({ header: OUTCOME_WORDS[outcome], isNumber: true })),
  ];
  return table(
    'Rules of the gate, VMs by result',
    columns,
    [...found.values()].map(({ block, requirement, counts }) => [
      requirement,
      block,
      stackedBar(
        GATE_OUTCOMES.map((outcome) => ({
          label: OUTCOME_WORDS[outcome],
          style: MEANINGS[outcome],
          value: counts.get(outcome) ?? 0,
        })),
      ),
      ...GATE_OUTCOMES.map((outcome) => counts.get(outcome) ?? 0),
    ]),
  );
}

interface Miss {
  readonly demand: GateDemand;
  readonly reason: string;
  readonly machines: string[];
}

function misses({ items }: GateDocument, label: Label): Content {
  const found = new Map<string, Miss>();
  for (const item of items) {
    for (const demand of item.results.filter((each) => needsAttention(each))) {
      const reason = reasonOf(item, demand);
      const key = JSON.stringify([demand.line, demand.outcome, demand.known, reason]);
      const miss = found.get(key) ?? { demand, reason, machines: [] };
      miss.machines.push(label(item.vm));
      found.set(key, miss);
    }
  }
  const ranked = [...found.values()].toSorted(
    (left, right) =>
      GATE_OUTCOMES.indexOf(left.demand.outcome) - GATE_OUTCOMES.indexOf(right.demand.outcome) ||
      left.demand.line - right.demand.line ||
      right.machines.length - left.machines.length,
  );
  return foldedTable('What is missed, and what is unknown', {
    name: 'What is missed or unknown, by rule and reason',
    columns: [
      { header: 'Rule' },
      { header: 'State' },
      { header: 'Reason', isWide: true },
      { header: 'Count', isNumber: true },
      { header: 'VMs', isWide: true },
    ],
    maxOpen: NEEDED_ROWS,
    rows: ranked.map(({ demand, reason, machines }) => [
      demand.rule,
      tag(
        `${OUTCOME_WORDS[demand.outcome]}${demand.known ? ', known' : ''}`,
        MEANINGS[demand.outcome],
      ),
      reason,
      machines.length,
      names(machines),
    ]),
  });
}

/** The reason, without the name that it begins with, so that equal ones stand once. */
function reasonOf({ vm }: GateItem, { reason, waiver }: GateDemand): string {
  const text = withoutName(reason, vm.name);
  return waiver?.expired === true ? `${text}; the waiver of line ${waiver.line} expired` : text;
}

function waivers({ waivers: all }: GateDocument): Content {
  return all.length === 0
    ? null
    : [
        markup`<h3>Waivers</h3>
`,
        sentences(
          counted(all.length, 'waiver'),
          all.map(
            ({ rule, scope, reason, expires, state }) =>
              `${rule} for ${scope}, ${WAIVER_WORDS[state]} ${formatInstant(expires, { terminal: true })}: ${reason}`,
          ),
        ),
      ];
}

const WAIVER_WORDS: Readonly<Record<GateDocument['waivers'][number]['state'], string>> = {
  'in-use': 'waived until',
  unused: 'waives nothing, until',
  expired: 'expired',
};
