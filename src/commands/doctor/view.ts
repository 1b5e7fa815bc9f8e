// The view of `azbackup doctor`: a line for each thing, its fix under what is wrong, the numbers at the end.

import { wrapIndented } from '../../output/text-width.js';
import type { Style, Theme } from '../../output/theme.js';
import type { View } from '../../output/view.js';
import { formatFixes } from '../../output/views/fix-lines.js';
import { formatStatusLines, textColumn, type StatusLine } from '../../output/views/status-lines.js';
import type { DoctorDocument, DoctorItem } from './result.js';

const COUNTED = ['ok', 'warn', 'fail', 'unknown', 'skipped'] as const;

/** All lines. */
export function formatDoctor({ items, summary }: DoctorDocument, view: View): string[] {
  const lines = items.map((item) => lineOf(item, view));
  const heads = formatStatusLines(lines, view);
  const indent = textColumn(lines) + 2;
  const counts = COUNTED.filter((status) => summary[status] > 0);
  return [
    ...items.flatMap((item, index) => [heads[index] ?? '', ...detailsOf(item, indent, view)]),
    '',
    `${counts.map((status) => `${summary[status]} ${status}`).join(', ')}.`,
    ...(summary.bundle === null ? [] : [`Report: ${summary.bundle}`]),
  ];
}

function lineOf({ id, status, summary }: DoctorItem, { theme }: View): StatusLine {
  const label = status === 'fail' ? 'FAIL' : status;
  // Which host or provider it is about, the text says.
  const [tag] = id.split(':');
  return {
    label,
    style: styleOf(status, theme),
    text: summary,
    ...(tag === undefined ? {} : { tag }),
  };
}

function styleOf(status: DoctorItem['status'], theme: Theme): Style {
  switch (status) {
    case 'ok':
      return theme.ok;
    case 'warn':
    case 'unknown':
      return theme.warn;
    case 'fail':
      return theme.fail;
    case 'skipped':
      return theme.muted;
  }
}

/** Evidence of what is well is for those who ask. */
function detailsOf({ status, evidence, fix }: DoctorItem, indent: number, view: View): string[] {
  const quiet = (status === 'ok' || status === 'skipped') && !view.verbose;
  return [
    ...(quiet
      ? []
      : evidence.map((line) => view.theme.muted(wrapIndented(line, view.width, indent, indent)))),
    ...(fix === null ? [] : formatFixes([fix], indent, view)),
  ];
}
