// Borderless tables: upper-case headers, two blanks between columns, one row per thing, greppable.

import { oneLine, padEnd, shortenMiddle, widest, wrapLines } from './text-width.js';
import type { View } from './view.js';

const GUTTER = '  ';
const MIN_SHORTENED = 12;
const MIN_WRAPPED = 20;

/** One column. */
export interface Column {
  readonly header: string;
  /** True when its cells are ids that may lose their middle on a terminal. */
  readonly shortens?: boolean;
}

/**
 * Lays rows out under headers. On a terminal ids are shortened and the last column is wrapped so that
 * rows fit; in a pipe nothing is.
 */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  view: View,
): string[] {
  const cells = rows.map((row) => columns.map((_, index) => oneLine(row[index] ?? '')));
  const headers = columns.map((column) => column.header.toUpperCase());
  const natural = headers.map((header, index) =>
    widest([header, ...cells.map((row) => row[index] ?? '')]),
  );
  const widths = view.terminal ? fit(columns, natural, view.width) : natural;
  return [
    view.theme.heading(layOut(headers, widths)),
    ...cells.map((row) => layOut(row.map(shortenTo(columns, widths)), widths)),
  ];
}

function shortenTo(
  columns: readonly Column[],
  widths: readonly number[],
): (cell: string, index: number) => string {
  return (cell, index) =>
    columns[index]?.shortens === true ? shortenMiddle(cell, widths[index] ?? 0) : cell;
}

function layOut(row: readonly string[], widths: readonly number[]): string {
  const left = row
    .slice(0, -1)
    .map((cell, index) => padEnd(cell, widths[index] ?? 0) + GUTTER)
    .join('');
  const lines = wrapLines(row.at(-1) ?? '', widths.at(-1) ?? 0);
  const indent = ' '.repeat(widest([left]));
  return lines.map((line, index) => ((index === 0 ? left : indent) + line).trimEnd()).join('\n');
}

/**
 * Takes what is too much from the last column where that wraps, then from the widest one that
 * shortens, again and again.
 */
function fit(columns: readonly Column[], natural: readonly number[], width: number): number[] {
  const widths = [...natural];
  const excess = (): number =>
    widths.reduce((sum, each) => sum + each, GUTTER.length * (widths.length - 1)) - width;
  const last = widths.at(-1) ?? 0;
  if (columns.at(-1)?.shortens !== true && excess() > 0) {
    widths[widths.length - 1] = Math.max(Math.min(last, MIN_WRAPPED), last - excess());
  }
  while (excess() > 0) {
    const index = widestShortenable(columns, widths);
    const current = widths[index];
    if (current === undefined) {
      return widths;
    }
    widths[index] = current - 1;
  }
  return widths;
}

/** Minus one when every column that shortens is as narrow as it gets. */
function widestShortenable(columns: readonly Column[], widths: readonly number[]): number {
  let best = -1;
  for (const [index, width] of widths.entries()) {
    const shrinks = columns[index]?.shortens === true && width > MIN_SHORTENED;
    if (shrinks && width > (widths[best] ?? 0)) {
      best = index;
    }
  }
  return best;
}
