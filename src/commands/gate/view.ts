// The view of `azbackup gate`: what is missed first, then what could not be found out; with `--verbose` everything.

import { GATE_OUTCOMES } from '../../domain/gate/outcome.js';
import { counted } from '../../output/counts.js';
import { formatInstant } from '../../output/instants.js';
import { machineLabels } from '../../output/machine-labels.js';
import { formatTable } from '../../output/table.js';
import { oneLine, wrapIndented } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import type { GateDemand, GateDocument, GateItem } from './result.js';
import { needsAttention, OUTCOME_WORDS, outcomeCounts } from './words.js';

const COLUMNS = [
  { header: 'vm' },
  { header: 'rule' },
  { header: 'state' },
  { header: 'line', drops: 1 },
  { header: 'reason', drops: 2 },
];

/** A demand a line, worst first, then the waivers that need a person, and what it comes to. */
export function formatGate(document: GateDocument, view: View): string[] {
  const rows = rowsOf(document, view);
  return [
    ...(rows.length === 0 ? [] : [...formatTable(COLUMNS, rows, view), '']),
    ...waiverLines(document, view),
    wrapIndented(closing(document), view.width, 0),
    wrapIndented(verdict(document, view), view.width, 0),
  ];
}

function rowsOf({ items, unknown }: GateDocument, view: View): string[][] {
  const label = machineLabels(items.map(({ vm }) => vm));
  const shown = items
    .flatMap((item) => item.results.map((demand) => ({ item, demand })))
    .filter(({ demand }) => view.verbose || needsAttention(demand))
    .toSorted((left, right) => rankOf(left.demand) - rankOf(right.demand));
  return shown.map(({ item, demand }) => rowOf(label, item, demand, unknown));
}

function rankOf({ outcome }: GateDemand): number {
  return GATE_OUTCOMES.indexOf(outcome);
}

function rowOf(
  label: ReturnType<typeof machineLabels>,
  { vm }: GateItem,
  demand: GateDemand,
  unknown: GateDocument['unknown'],
): string[] {
  const passes = demand.outcome === 'unknown' && unknown === 'pass' ? ', passes' : '';
  const state = `${OUTCOME_WORDS[demand.outcome]}${demand.known ? ', known' : ''}${passes}`;
  const { waiver } = demand;
  const expired = waiver?.expired === true ? `; the waiver of line ${waiver.line} expired` : '';
  return [
    label(vm),
    demand.rule,
    state,
    String(demand.line),
    oneLine(`${demand.reason}${expired}`),
  ];
}

function waiverLines({ waivers, file }: GateDocument, view: View): string[] {
  const lines = waivers
    .filter(({ state }) => state !== 'in-use')
    .map(({ rule, scope, expires, line, state }) => {
      const what = `waiver of ${rule} for ${oneLine(scope)} (${oneLine(file)}:${line})`;
      return state === 'expired'
        ? `- the ${what} expired ${formatInstant(expires, view)}.`
        : `- the ${what} waives nothing.`;
    })
    .map((text) => wrapIndented(text, view.width, 0, 2));
  return lines.length === 0 ? [] : [...lines, ''];
}

function closing(document: GateDocument): string {
  const { items, summary } = document;
  const total = items.reduce((sum, { results }) => sum + results.length, 0);
  return `${counted(summary.total, 'VM')}, ${counted(total, 'check')}: ${outcomeCounts(document)}.`;
}

function verdict({ verdict: of, file, summary }: GateDocument, view: View): string {
  const known = summary.known === 0 ? '' : ` ${knownWords(summary.known)}`;
  const { text, meaning } = VERDICTS[of];
  return `${view.theme[meaning](`${oneLine(file)} ${text}.`)}${known}`;
}

/** What is said of a gate file, and whether that is good. */
export const VERDICTS: Readonly<
  Record<
    GateDocument['verdict'],
    { readonly text: string; readonly meaning: 'ok' | 'warn' | 'fail' }
  >
> = {
  met: { text: 'is met', meaning: 'ok' },
  'not-met': { text: 'is not met', meaning: 'fail' },
  unknown: { text: 'could not be checked fully', meaning: 'warn' },
};

function knownWords(count: number): string {
  return count === 1 ? '1 known miss does not count.' : `${count} known misses do not count.`;
}
