// Days with and without recovery points as a calendar: months side by side, a week a line with the date of
// its Monday before it, two columns a day. Letters and brackets say all; colours only say it again. Days are UTC.

import { weekdayOf } from '../../domain/backup-policy/scheduled-runs.js';
import type { RecoveryPointsDay } from './list.result.js';
import { flow, padEnd } from '../../output/text-width.js';
import type { Style } from '../../output/theme.js';
import type { View } from '../../output/view.js';

const WEEKDAYS = 'Mo Tu We Th Fr Sa Su';
/** The column of the weeks' dates. */
const DATE_WIDTH = 3;
const MONTH_WIDTH = DATE_WIDTH + WEEKDAYS.length;
const GAP = '   ';
const NO_DAY = '  ';
const MAX_POINTS = 9;

/** The months of the days, as many beside each other as there is room for; nothing for no days. */
export function formatCalendar(days: readonly RecoveryPointsDay[], view: View): string[] {
  const months = monthsOf(days).map((month) => monthLines(month, view));
  const abreast = Math.max(1, Math.floor((view.width + GAP.length) / (MONTH_WIDTH + GAP.length)));
  const lines: string[] = [];
  for (let first = 0; first < months.length; first += abreast) {
    const row = months.slice(first, first + abreast);
    const height = Math.max(...row.map(({ length }) => length));
    const joined = Array.from({ length: height }, (_, index) =>
      row
        .map((month) => padEnd(month[index] ?? '', MONTH_WIDTH))
        .join(GAP)
        .trimEnd(),
    );
    lines.push(...(first === 0 ? [] : ['']), ...joined);
  }
  return lines;
}

interface Month {
  /** Such as `2026-11`. */
  readonly name: string;
  readonly days: readonly RecoveryPointsDay[];
}

/** Days come in order, so months do. */
function monthsOf(days: readonly RecoveryPointsDay[]): readonly Month[] {
  const months = new Map<string, RecoveryPointsDay[]>();
  for (const day of days) {
    const name = day.date.slice(0, 7);
    months.set(name, [...(months.get(name) ?? []), day]);
  }
  return [...months].map(([name, inMonth]) => ({ name, days: inMonth }));
}

function monthLines({ name, days }: Month, view: View): string[] {
  const offset = mondayOffset(`${name}-01`);
  const cells: string[] = [];
  for (const day of days) {
    const at = offset + Number(day.date.slice(8)) - 1;
    while (cells.length < at) {
      cells.push(NO_DAY);
    }
    cells.push(cellOf(day, view));
  }
  const weeks: string[] = [];
  for (let first = 0; first < cells.length; first += 7) {
    const week = cells.slice(first, first + 7);
    const isEmpty = week.every((cell) => cell === NO_DAY);
    weeks.push(...(isEmpty ? [] : [weekLabel(first - offset + 1, view) + week.join(' ')]));
  }
  const weekdays = view.theme.muted(padEnd('', DATE_WIDTH) + WEEKDAYS);
  return [view.theme.heading(monthTitle(name)), weekdays, ...weeks];
}

/** The day of the month on which a week begins; the first one, where that was a month earlier. */
function weekLabel(day: number, view: View): string {
  return view.theme.muted(padEnd(String(Math.max(1, day)).padStart(2), DATE_WIDTH));
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function monthTitle(name: string): string {
  return `${MONTHS[Number(name.slice(5)) - 1] ?? ''} ${name.slice(0, 4)}`;
}

/** Days from Monday to a date. */
function mondayOffset(date: string): number {
  return (weekdayOf(`${date}T00:00:00Z`) + 6) % 7;
}

/** What there is of a day. */
export type CalendarMark =
  | RecoveryPointsDay['tiers'][number]
  | Exclude<RecoveryPointsDay['state'], 'points'>
  | 'both'
  | 'mixed'
  | 'nowhere';

/** The order of the legend. */
export const CALENDAR_ORDER: readonly CalendarMark[] = [
  'both',
  'vault',
  'snapshot',
  'archive',
  'mixed',
  'nowhere',
  'missing',
  'pending',
  'left-out',
  'none',
];

/** The signs for days, and what they mean. */
export const CALENDAR_MARKS: Readonly<
  Record<CalendarMark, { readonly sign: string; readonly means: string }>
> = {
  both: { sign: 'b', means: 'snapshot and vault' },
  vault: { sign: 'v', means: 'vault' },
  snapshot: { sign: 's', means: 'snapshot' },
  archive: { sign: 'a', means: 'archive' },
  mixed: { sign: 'm', means: 'archive and another tier' },
  nowhere: { sign: 'x', means: 'a point in no tier' },
  missing: { sign: '[]', means: 'missing' },
  pending: { sign: '..', means: 'not due yet' },
  'left-out': { sign: '-', means: 'points not listed' },
  none: { sign: '.', means: 'no point' },
};

/** The mark of a day. */
export function markOf({ state, tiers }: Pick<RecoveryPointsDay, 'state' | 'tiers'>): CalendarMark {
  if (state !== 'points') {
    return state;
  }
  const [first, second] = tiers;
  if (first === undefined) {
    return 'nowhere';
  }
  if (second === undefined) {
    return first;
  }
  return tiers.includes('archive') ? 'mixed' : 'both';
}

/** Two columns: how many points, if more than one, and where they lie. */
function cellOf(day: RecoveryPointsDay, view: View): string {
  const mark = markOf(day);
  const { sign } = CALENDAR_MARKS[mark];
  const text = `${countOf(day)}${sign}`.padStart(2);
  return styleOf(mark, view)(text);
}

function countOf({ points }: RecoveryPointsDay): string {
  if (points <= 1) {
    return '';
  }
  return points > MAX_POINTS ? '+' : String(points);
}

function styleOf(mark: CalendarMark, view: View): Style {
  switch (mark) {
    case 'missing':
      return view.theme.fail;
    case 'nowhere':
      return view.theme.warn;
    case 'pending':
    case 'left-out':
    case 'none':
      return view.theme.muted;
    case 'both':
    case 'vault':
    case 'snapshot':
    case 'archive':
    case 'mixed':
      return view.theme.ok;
  }
}

/** What the marks mean that these days have; nothing for no days. */
export function calendarLegend(days: readonly RecoveryPointsDay[], view: View): string[] {
  const used = new Set(days.map((day) => markOf(day)));
  const most = Math.max(0, ...days.map(({ points }) => points));
  const pieces = [
    ...CALENDAR_ORDER.filter((mark) => used.has(mark)).map(
      (mark) => `${styleOf(mark, view)(CALENDAR_MARKS[mark].sign)} ${CALENDAR_MARKS[mark].means}`,
    ),
    ...(most > 1 ? ['2… number of points'] : []),
    ...(most > MAX_POINTS ? [`+ more than ${MAX_POINTS}`] : []),
  ];
  return used.size === 0 ? [] : flow(['Days are UTC.', ...pieces], view.width);
}
