// The view of `azbackup report diff`: what is worse first, then keys, and what it comes to.

import { countLabels, counted } from '../../output/counts.js';
import { formatInstant } from '../../output/instants.js';
import { machineLabels } from '../../output/machine-labels.js';
import { formatTable } from '../../output/table.js';
import { oneLine, wrapIndented } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import type { ReportDiffDocument, ReportDiffItem, ReportDiffKey } from './diff.result.js';

const COLUMNS = [
  { header: 'vm' },
  { header: 'change' },
  { header: 'what' },
  { header: 'before' },
  { header: 'after' },
];

const KEY_COLUMNS = [
  { header: 'key', shortens: true },
  { header: 'change' },
  { header: 'before', drops: 1 },
  { header: 'after' },
];

const WORDS: Readonly<Record<ReportDiffItem['outcome'], string>> = {
  worse: 'worse',
  better: 'better',
  unclear: 'unclear',
  'only-in-new': 'only in new',
  'only-in-old': 'only in old',
};

const WHAT: Readonly<Record<ReportDiffItem['changes'][number]['what'], string>> = {
  safety: 'backups',
  state: 'state',
  keys: 'keys',
  gate: 'gate',
  'missed-days': 'missed days',
  'points-after-deadline': 'points after the deadline',
};

const KEY_WORDS: Readonly<Record<ReportDiffKey['outcome'], string>> = {
  'may-go': 'may be deleted now',
  needed: 'is needed again',
  changed: 'changed',
  'only-in-new': 'only in new',
  'only-in-old': 'only in old',
};

/** A change a line. */
export function formatReportDiff(document: ReportDiffDocument, view: View): string[] {
  const { old, items, keys } = document;
  return [
    wrapIndented(
      `From ${formatInstant(old.time, view)} to ${formatInstant(document.new.time, view)}:`,
      view.width,
      0,
    ),
    ...(items.length === 0 ? [] : ['', ...formatTable(COLUMNS, rowsOf(items), view)]),
    ...(keys.length === 0 ? [] : ['', ...formatTable(KEY_COLUMNS, keys.map(keyRow), view)]),
    '',
    ...[old, document.new]
      .filter(({ complete }) => !complete)
      .map(({ file }) => wrapIndented(`${oneLine(file)} is not complete.`, view.width, 0)),
    wrapIndented(closing(document), view.width, 0),
  ];
}

function rowsOf(items: readonly ReportDiffItem[]): string[][] {
  const label = machineLabels(items.map(({ vm }) => vm));
  return items.flatMap(({ vm, outcome, changes }) =>
    changes.length === 0
      ? [[label(vm), WORDS[outcome], '-', '-', '-']]
      : changes.map(({ what, before, after, direction }) => [
          label(vm),
          WORDS[direction],
          WHAT[what],
          oneLine(before),
          oneLine(after),
        ]),
  );
}

function keyRow({ url, outcome, before, after }: ReportDiffKey): string[] {
  return [oneLine(url), KEY_WORDS[outcome], keyState(before), keyState(after)];
}

function keyState(state: ReportDiffKey['before']): string {
  if (state === null) {
    return '-';
  }
  return state.deleteFrom === null ? oneLine(state.outcome) : `from ${state.deleteFrom}`;
}

function closing({ items, keys, summary }: ReportDiffDocument): string {
  const counts = [
    countLabels(items.map(({ outcome }) => WORDS[outcome])),
    `${summary.unchanged} unchanged`,
  ].filter((text) => text !== '');
  const changed = keys.length === 0 ? '' : ` ${counted(keys.length, 'key version')} changed.`;
  return `${counted(summary.total, 'VM')}: ${counts.join(', ')}.${changed}`;
}
