// The calendar of recovery points: how many VMs have one on each day, and a strip of days for each VM.

import { scaleBand } from 'd3-scale';
import { daysBetween } from '../../../domain/backup-policy/scheduled-runs.js';
import { addSeconds, type Instant } from '../../../domain/time/instant.js';
import { countLabels, counted } from '../../../output/counts.js';
import {
  CALENDAR_MARKS,
  CALENDAR_ORDER,
  markOf,
  type CalendarMark,
} from '../../recovery-points/calendar.view.js';
import type { ReportCalendarItem, ReportDocument } from '../result.js';
import { dayBars, legend } from './charts.js';
import { markup, type Content, type Markup } from './markup.js';
import {
  countedFigure,
  foldedTable,
  NEEDED_ROWS,
  type Label,
  type Section,
} from './pieces.view.js';

/** The section. */
export function calendarSection(document: ReportDocument, label: Label): Section {
  const { calendar, summary } = document;
  const days = daysOf(calendar);
  return {
    id: 'calendar',
    title: 'Calendar of recovery points',
    body: [
      markup`<p>${calendar.from} to ${calendar.to}, in UTC days: ${countedFigure('calendar.items.length', calendar.items.length, 'backup item')}, ${countedFigure('summary.missedDays', summary.missedDays, 'missed day')}. On a missed day a backup was due by the current policy, and left no recovery point.</p>
`,
      calendar.items.length === 0
        ? null
        : [overview(calendar.items, days), tables(calendar.items, days, label)],
    ],
  };
}

function daysOf({ from, to }: ReportDocument['calendar']): readonly string[] {
  return daysBetween(midnight(from), midnight(to)).map((day) => day.slice(0, 10));
}

const DAY_SECONDS = 86_400;

const PARTS = [
  { label: 'VMs with a point', style: 'ok' },
  { label: 'VMs that missed the day', style: 'fail' },
];

function overview(items: readonly ReportCalendarItem[], days: readonly string[]): Content {
  const tally = (each: (item: ReportCalendarItem) => readonly string[]): readonly number[] => {
    const counts = new Map<string, number>();
    for (const day of items.flatMap((item) => [...new Set(each(item))])) {
      counts.set(day, (counts.get(day) ?? 0) + 1);
    }
    return days.map((day) => counts.get(day) ?? 0);
  };
  const values = [
    tally((item) => item.days.map(({ day }) => day)),
    tally(({ missed }) => missed),
  ] as const;
  return markup`<figure>${dayBars(
    'VMs with a recovery point, and VMs that missed it, on each day; the table below has the days of each VM',
    days,
    values.map((each, index) => ({ style: PARTS[index]?.style ?? '', values: each })),
  )}<figcaption>${legend(PARTS, [])}</figcaption></figure>
`;
}

function tables(
  items: readonly ReportCalendarItem[],
  days: readonly string[],
  label: Label,
): Content {
  const unread = items.filter((item) => item.unread !== null);
  const missed = items
    .filter((item) => item.unread === null && item.missed.length > 0)
    .toSorted((left, right) => right.missed.length - left.missed.length);
  const full = items.filter((item) => item.unread === null && item.missed.length === 0);
  const columns = [
    { header: 'VM' },
    { header: `${days[0] ?? ''} to ${days.at(-1) ?? ''}` },
    { header: 'Points', isNumber: true },
    { header: 'Days by tier', isWide: true },
    { header: 'Vault' },
    { header: 'Policy' },
  ];
  const missedColumns = [
    { header: 'Missed', isNumber: true },
    { header: 'Days missed', isWide: true },
  ];
  return [
    dayLines(days),
    stripLegend(items),
    foldedTable(`${counted(missed.length, 'VM')} with missed days`, {
      name: 'VMs with missed days, most first',
      columns: [...columns, ...missedColumns],
      rows: missed.map((item) => [...rowOf(item, days, label), ...missedOf(item)]),
      maxOpen: NEEDED_ROWS,
    }),
    foldedTable(`${counted(unread.length, 'VM')} not known in full`, {
      name: 'VMs whose points or schedule are not known in full',
      columns: [...columns, ...missedColumns, { header: 'Not known', isWide: true }],
      rows: unread.map((item) => [...rowOf(item, days, label), ...missedOf(item), item.unread]),
    }),
    foldedTable(`${counted(full.length, 'VM')} without missed days`, {
      name: 'VMs without missed days',
      columns,
      rows: full.map((item) => rowOf(item, days, label)),
    }),
  ];
}

function rowOf(item: ReportCalendarItem, days: readonly string[], label: Label): Content[] {
  const points = item.days.reduce((sum, day) => sum + day.points, 0);
  const tiers = countLabels(item.days.map((day) => CALENDAR_MARKS[markOfDay(day)].means));
  return [
    label(item.vm),
    strip(item, days),
    points,
    tiers === '' ? '-' : tiers,
    item.vault.name,
    item.policy ?? '-',
  ];
}

function missedOf({ missed }: ReportCalendarItem): Content[] {
  return [missed.length, rangesOf(missed) || '-'];
}

function markOfDay({ tiers }: ReportCalendarItem['days'][number]): CalendarMark {
  return markOf({ state: 'points', tiers });
}

/** How high each mark stands, of 7, so that it can be read without colours; a missed day is a triangle. */
const HEIGHTS: Readonly<Partial<Record<CalendarMark, number>>> = {
  both: 7,
  vault: 5,
  snapshot: 3,
  archive: 2,
  mixed: 6,
  nowhere: 1,
};

/** How wide a day is, in pixels; the style sheet makes the shapes of a strip so much larger. */
const CELL = 8;
const TALL = 14;

/** The rule that makes a strip as wide as its days. */
export function stripStyle({ calendar }: ReportDocument): string {
  return `td .strip{width:${daysOf(calendar).length * CELL}px}\n`;
}

/** Days in a row, as shapes; the text beside it has the same, so screen readers pass over it. */
function strip(item: ReportCalendarItem, days: readonly string[]): Markup {
  const marks = new Map<string, CalendarMark>([
    ...item.days.map((day) => [day.day, markOfDay(day)] as const),
    ...item.missed.map((day) => [day, 'missing'] as const),
  ]);
  const x = scaleBand(days, [0, days.length]);
  const shapes = new Map<CalendarMark, string>();
  for (const [index, day] of days.entries()) {
    const mark = marks.get(day);
    // A run of equal days is one shape: a thousand machines are a file that can be mailed.
    if (mark !== undefined && (mark === 'missing' || marks.get(days[index - 1] ?? '') !== mark)) {
      const next = days.findIndex((each, at) => at > index && marks.get(each) !== mark);
      const run = mark === 'missing' ? 1 : (next === -1 ? days.length : next) - index;
      shapes.set(mark, `${shapes.get(mark) ?? ''}${shapeOf(mark, x(day) ?? 0, run)}`);
    }
  }
  const paths = [...shapes].map(([mark, d]) => markup`<path class="m-${mark}" d="${d}"/>`);
  return markup`<svg class="strip" aria-hidden="true">${paths}<use href="#days"/></svg>`;
}

function shapeOf(mark: CalendarMark, at: number, width: number): string {
  const height = HEIGHTS[mark];
  return height === undefined ? `M${at} 7l.5-7 .5 7` : `M${at} 7v-${height}h${width}v${height}`;
}

/** Lines between the days, drawn once and used in every strip. */
function dayLines(days: readonly string[]): Markup {
  const lines = days.map((_, index) => `M${(index + 1) * CELL - 0.5} 0v${TALL}`);
  return markup`<svg width="0" height="0" class="defs" aria-hidden="true"><defs><path id="days" d="${lines.join('')}"/></defs></svg>
`;
}

function stripLegend(items: readonly ReportCalendarItem[]): Markup {
  const used = new Set<CalendarMark>(
    items.flatMap(({ days }) => days.map((day) => markOfDay(day))),
  );
  if (items.some(({ missed }) => missed.length > 0)) {
    used.add('missing');
  }
  const marks = CALENDAR_ORDER.filter((mark) => used.has(mark));
  return markup`<ul class="legend">${marks.map(
    (mark) =>
      markup`<li><svg class="strip" aria-hidden="true"><path class="m-${mark}" d="${shapeOf(mark, 0, 1)}"/></svg> ${CALENDAR_MARKS[mark].means}</li>`,
  )}</ul>
`;
}

/** Days in a row as ranges: `11-03, 11-09 to 11-11`. */
function rangesOf(days: readonly string[]): string {
  const ranges: { from: string; to: string }[] = [];
  for (const day of days.toSorted()) {
    const last = ranges.at(-1);
    if (last !== undefined && addSeconds(midnight(last.to), DAY_SECONDS) === midnight(day)) {
      last.to = day;
    } else {
      ranges.push({ from: day, to: day });
    }
  }
  return ranges
    .map(({ from, to }) => (from === to ? short(from) : `${short(from)} to ${short(to)}`))
    .join(', ');
}

function midnight(day: string): Instant {
  return `${day}T00:00:00Z`;
}

/** The calendar is no longer than 90 days, so a day needs no year. */
function short(day: string): string {
  return day.slice('yyyy-'.length);
}
