// The view of `azbackup report`: the headline, the numbers, where the page is, and what to do next.

import { outcomeCounts } from '../gate/words.js';
import { counted } from '../../output/counts.js';
import { oneLine, wrapIndented } from '../../output/text-width.js';
import type { View } from '../../output/view.js';
import { formatFields } from '../../output/views/fields.js';
import { formatFixes } from '../../output/views/fix-lines.js';
import type { ReportDocument } from './result.js';

/** So many entries are shown; the others are on the page. */
const ENTRIES = 8;

/** The lines. */
export function formatReport(document: ReportDocument, view: View): string[] {
  const { headline, complete, unread } = document;
  const { theme } = view;
  const style =
    document.summary.safe === document.summary.total && complete ? theme.ok : theme.warn;
  return [
    wrapIndented(style(oneLine(headline)), view.width, 0),
    '',
    ...formatFields(numbers(document), view),
    ...(unread.length === 0 ? [] : ['', 'Not everything could be read:']),
    ...unread.map((sentence) => wrapIndented(`- ${oneLine(sentence)}`, view.width, 0, 2)),
    ...nextLines(document, view),
    ...pageLines(document),
  ];
}

function numbers({
  summary,
  gate,
  jobs,
  calendar,
  points,
  keys,
}: ReportDocument): readonly (readonly [string, string])[] {
  const { total, safe, unknown, missedDays, pointsAfterDeadline } = summary;
  const unsafe = total - safe - unknown;
  const mayGo = keys.items.filter(({ deleteFrom }) => deleteFrom !== null).length;
  return [
    ['VMs', `${safe} safe, ${unsafe} not safe, ${unknown} unknown`],
    ['missed days', `${missedDays} from ${calendar.from} to ${calendar.to}`],
    ['failed jobs', String(jobs.items.length)],
    ['gate', gate === null ? 'none' : `${oneLine(gate.file)}: ${outcomeCounts(gate)}`],
    ['ADE points', `${pointsAfterDeadline} after ${points.deadline.slice(0, 10)}`],
    ['keys', `${counted(keys.items.length, 'version')}, ${mayGo} with a day for deletion`],
  ];
}

function nextLines({ next }: ReportDocument, view: View): string[] {
  if (next.length === 0) {
    return [];
  }
  const shown = view.verbose ? next : next.slice(0, ENTRIES);
  const more = next.length - shown.length;
  return [
    '',
    'Next:',
    ...shown.flatMap(({ problem, commands }) => [
      wrapIndented(`- ${oneLine(problem)}`, view.width, 0, 2),
      ...formatFixes(commands, 4, view),
    ]),
    ...(more === 0 ? [] : [`${counted(more, 'more entry', 'more entries')}: add -v.`]),
  ];
}

function pageLines({ file }: ReportDocument): string[] {
  return file === null ? [] : ['', `Wrote ${oneLine(file)}.`];
}
