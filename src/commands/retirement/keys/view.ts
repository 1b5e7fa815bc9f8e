// The view of `azbackup retirement keys`.

import { counted, countLabels } from '../../../output/counts.js';
import { formatInstant } from '../../../output/instants.js';
import { formatTable } from '../../../output/table.js';
import { wrapIndented } from '../../../output/text-width.js';
import type { View } from '../../../output/view.js';
import type { RetirementKeysDocument, RetirementKeysItem } from './result.js';

const COLUMNS = [
  { header: 'key vault' },
  { header: 'object', drops: 1 },
  { header: 'name', shortens: true },
  { header: 'version', shortens: true },
  { header: 'points', drops: 2 },
  { header: 'last point of', drops: 3 },
  { header: 'not before' },
  { header: 'delete' },
];

/** The words for whether there is a day of deletion. */
export const KEY_OUTCOME_WORDS: Readonly<Record<RetirementKeysItem['outcome'], string>> = {
  from: 'has a day',
  'in-use': 'in use',
  never: 'never',
  unknown: 'unknown',
};

/** A version a line, why days are missing, and a closing line. */
export function formatRetirementKeys(document: RetirementKeysDocument, view: View): string[] {
  const { items } = document;
  if (items.length === 0) {
    return ['No keys or secrets of ADE found.', ...formatReasons(document, view)];
  }
  const rows = items.map((item) => [
    item.keyVault,
    item.object,
    item.name,
    item.version ?? 'any',
    String(item.points),
    item.lastPoint?.vm.name ?? '-',
    item.notBefore === null ? '-' : formatInstant(item.notBefore, view),
    item.deleteFrom === null ? KEY_OUTCOME_WORDS[item.outcome] : `from ${item.deleteFrom}`,
  ]);
  return [
    ...formatTable(COLUMNS, rows, view),
    '',
    ...formatReasons(document, view),
    wrapIndented(closing(document), view.width, 0),
  ];
}

function formatReasons({ items, gaps, failed }: RetirementKeysDocument, view: View): string[] {
  const reasons = new Set([...gaps, ...items.flatMap((item) => item.reasons)]);
  const errors = failed.map(({ vm, error }) => `${vm.name}: ${error.message}`);
  return [...reasons, ...errors].map((reason) => wrapIndented(`- ${reason}.`, view.width, 0, 2));
}

function closing({ items, summary }: RetirementKeysDocument): string {
  const counts = countLabels(items.map(({ outcome }) => KEY_OUTCOME_WORDS[outcome]));
  return `${counts}. ${counted(summary.points, 'recovery point')} with ADE looked at. Delete nothing that is unknown or in use.`;
}
