// Charts as SVG, drawn when the page is made: d3 has scales, ticks, stacks and areas; here they become markup. Shapes
// stretch with the page, text does not: it stands beside them at percentages, so that it is as large on a phone.

import { scaleBand, scaleLinear, scaleUtc } from 'd3-scale';
import { area, curveStepAfter, stack } from 'd3-shape';
import { millisecondsOf, type Instant } from '../../../domain/time/instant.js';
import { markup, type Content, type Markup } from './markup.js';

/** A part of a stack: its name, its class in the style sheet, its value. */
export interface Part {
  readonly label: string;
  readonly style: string;
  readonly value: number;
}

/** The grid that shapes are drawn in. */
const WIDTH = 1000;
const HEIGHT = 100;

/** One bar of all parts. The numbers stand in its legend, so screen readers pass over it. */
export function stackedBar(parts: readonly Part[]): Markup {
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  const x = scaleLinear([0, Math.max(1, total)], [0, WIDTH]);
  const keys = parts.map((_, index) => String(index));
  const series = stack<Readonly<Record<string, number>>>().keys(keys)([
    Object.fromEntries(parts.map(({ value }, index) => [String(index), value])),
  ]);
  const rects = series.flatMap(([range], index) => {
    const [from, to] = range ?? [0, 0];
    const width = x(to) - x(from);
    return width === 0
      ? []
      : [
          markup`<rect class="${parts[index]?.style ?? ''}" x="${round(x(from))}" width="${round(width)}" height="10"/>`,
        ];
  });
  return markup`<svg class="bar" viewBox="0 0 ${WIDTH} 10" preserveAspectRatio="none" aria-hidden="true">${rects}</svg>
`;
}

/** What the colours of a chart stand for, with their numbers. */
export function legend(parts: readonly Omit<Part, 'value'>[], values: readonly Content[]): Markup {
  return markup`<ul class="legend">${parts.map(
    ({ label, style }, index) =>
      markup`<li><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="${style}" width="10" height="10"/></svg> ${values[index] ?? null} ${label}</li>`,
  )}</ul>
`;
}

/** Several numbers on each of a row of days, on top of each other. */
export function dayBars(
  name: string,
  days: readonly string[],
  parts: readonly { readonly style: string; readonly values: readonly number[] }[],
): Markup {
  const x = scaleBand(days, [0, WIDTH]).paddingInner(0.2);
  const rows = days.map((_, day) =>
    Object.fromEntries(parts.map(({ values }, part) => [String(part), values[day] ?? 0])),
  );
  const series = stack<Readonly<Record<string, number>>>().keys(
    parts.map((_, part) => String(part)),
  )(rows);
  const top = Math.max(1, ...series.flatMap((ranges) => ranges.map(([, to]) => to)));
  const y = scaleLinear([0, top], [HEIGHT, 0]).nice(4);
  const paths = series.map((ranges, part) => {
    const d = ranges.map(([from, to], day) =>
      from === to
        ? ''
        : `M${round(x(days[day] ?? '') ?? 0)} ${round(y(to))}h${round(x.bandwidth())}V${round(y(from))}h-${round(x.bandwidth())}z`,
    );
    return markup`<path class="${parts[part]?.style ?? ''}" d="${d.join('')}"/>`;
  });
  const labels = days
    .map((day, index) => ({ day, at: (index + 0.5) / days.length }))
    .filter((_, index) => (days.length - 1 - index) % 7 === 0);
  return framed(name, {
    shapes: paths,
    rows: y.ticks(4).map((value) => ({ at: y(value) / HEIGHT, label: String(value) })),
    columns: labels.map(({ day, at }) => ({ at, label: day.slice(5) })),
    lines: [],
  });
}

/** A number that falls or rises at some times. */
export interface Steps {
  readonly style: string;
  /** Earliest first; each value holds until the next time. */
  readonly values: readonly { readonly time: Instant; readonly value: number }[];
}

/** A time that a line marks. */
export interface Mark {
  readonly time: Instant;
  readonly label: string;
  readonly style: string;
}

/** Numbers over time, on top of each other, with marks. All series have the same times. */
export function stepChart(
  name: string,
  { from, to }: { readonly from: Instant; readonly to: Instant },
  series: readonly Steps[],
  marks: readonly Mark[],
): Markup {
  const x = scaleUtc([millisecondsOf(from), millisecondsOf(to)], [0, WIDTH]);
  const times = [...(series[0]?.values.map(({ time }) => time) ?? []), to];
  const rows = times.map((_, row) =>
    Object.fromEntries(
      series.map(({ values }, part) => [
        String(part),
        values[Math.min(row, values.length - 1)]?.value ?? 0,
      ]),
    ),
  );
  const stacked = stack<Readonly<Record<string, number>>>().keys(
    series.map((_, part) => String(part)),
  )(rows);
  const top = Math.max(1, ...stacked.flatMap((ranges) => ranges.map(([, high]) => high)));
  const y = scaleLinear([0, top], [HEIGHT, 0]).nice(4);
  const shape = area<readonly [low: number, high: number]>()
    .x((_, row) => x(millisecondsOf(times[row] ?? to)))
    .y0(([low]) => y(low))
    .y1(([, high]) => y(high))
    .curve(curveStepAfter)
    .digits(1);
  const paths = stacked.map(
    (ranges, part) =>
      markup`<path class="${series[part]?.style ?? ''}" d="${shape(ranges.map(([low, high]) => [low, high] as const))}"/>`,
  );
  const ticks = x.ticks(MAX_DATES);
  const every = Math.ceil(ticks.length / MAX_DATES);
  const dated = ticks
    .filter((_, index) => index % every === 0)
    .map((tick) => ({ at: x(tick) / WIDTH, label: dateLabel(tick) }));
  return framed(name, {
    shapes: paths,
    rows: y
      .ticks(4)
      .filter((value) => Number.isInteger(value))
      .map((value) => ({ at: y(value) / HEIGHT, label: String(value) })),
    columns: dated,
    lines: marks.map(({ time, label, style }) => ({
      at: x(millisecondsOf(time)) / WIDTH,
      label,
      style,
    })),
  });
}

/** So many dates have room side by side on a phone. */
const MAX_DATES = 5;

/** `2027`, or `2027-04` within a year. */
function dateLabel(date: Date): string {
  const text = date.toISOString();
  return text.slice(5, 10) === '01-01' ? text.slice(0, 4) : text.slice(0, 7);
}

interface Tick {
  /** From 0 at the left or the top to 1. */
  readonly at: number;
  readonly label: string;
}

/** Pixels above the shapes, for what marks say, and below them, for dates. */
const ABOVE = 34;
const BELOW = 20;
const TALL = 150;
/** Between what one mark says and the next. */
const LINE = 14;

/** Shapes with their axes: grid lines and texts are placed by percentages of a width that only the reader's screen knows. */
function framed(
  name: string,
  {
    shapes,
    rows,
    columns,
    lines,
  }: {
    readonly shapes: Content;
    readonly rows: readonly Tick[];
    readonly columns: readonly Tick[];
    readonly lines: readonly (Tick & { readonly style: string })[];
  },
): Markup {
  const down = (at: number): number => round(ABOVE + at * TALL);
  const grid = rows.map(
    ({ at, label }) =>
      markup`<line class="grid" x2="100%" y1="${down(at)}" y2="${down(at)}"/><text x="-6" y="${down(at) + 4}" text-anchor="end">${label}</text>`,
  );
  const dates = columns.map(
    ({ at, label }) =>
      markup`<text x="${percent(at)}" y="${ABOVE + TALL + 14}" text-anchor="${anchor(at)}">${label}</text>`,
  );
  const marks = lines.map(
    ({ at, label, style }, index) =>
      markup`<line class="${style}" x1="${percent(at)}" x2="${percent(at)}" y1="${4 + index * LINE}" y2="${ABOVE + TALL}"/><text class="${style}" x="${percent(at)}" y="${13 + index * LINE}" dx="${at > 0.6 ? -4 : 4}" text-anchor="${at > 0.6 ? 'end' : 'start'}">${label}</text>`,
  );
  return markup`<svg class="chart" width="100%" height="${ABOVE + TALL + BELOW}" role="img" aria-label="${name}">${grid}<svg y="${ABOVE}" width="100%" height="${TALL}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">${shapes}</svg>${dates}${marks}</svg>
`;
}

function anchor(at: number): string {
  if (at < 0.04) {
    return 'start';
  }
  return at > 0.96 ? 'end' : 'middle';
}

function percent(share: number): string {
  return `${round(share * 100)}%`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
