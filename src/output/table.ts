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
  /** True when its cells are codes to look up: never broken, not even in the last column. */
  readonly whole?: boolean;
  /** Which goes first where a terminal has no room for all, 1 before 2; without it the column stays. */
  readonly drops?: number;
}

/**
 * Lays rows out under headers. On a terminal columns that matter less are left out, ids are shortened, and the last
 * column is wrapped so that rows fit; in a pipe all are whole.
 */
export function formatTable(
  all: readonly Column[],
  rows: readonly (readonly string[])[],
  view: View,
): string[] {
  const full = rows.map((row) => all.map((_, index) => oneLine(row[index] ?? '')));
  const wanted = all.map(({ header }, index) =>
    widest([header, ...full.map((row) => row[index] ?? '')]),
  );
  const kept = view.terminal ? keptColumns(all, wanted, view.width) : [...all.keys()];
  const pick = <T>(values: readonly T[]): readonly T[] =>
    kept.flatMap((index) => values.slice(index, index + 1));
  const [columns, natural] = [pick(all), pick(wanted)];
  const cells = full.map((row) => pick(row));
  const headers = columns.map((column) => column.header.toUpperCase());
  const widths = view.terminal ? fit(columns, natural, view.width) : natural;
  return [
    view.theme.heading(layOut(headers, widths)),
    ...cells.map((row) => layOut(row.map(shortenTo(columns, widths)), widths)),
  ];
}

/** Indexes of the columns that there is room for, each as narrow as it gets. */
function keptColumns(
  columns: readonly Column[],
  natural: readonly number[],
  width: number,
): readonly number[] {
  let kept = [...columns.keys()];
  while (narrowest(columns, natural, kept) > width) {
    const [first] = kept
      .filter((index) => columns[index]?.drops !== undefined)
      .toSorted((left, right) => (columns[left]?.drops ?? 0) - (columns[right]?.drops ?? 0));
    if (first === undefined) {
      return kept;
    }
    kept = kept.filter((index) => index !== first);
  }
  return kept;
}

function narrowest(
  columns: readonly Column[],
  natural: readonly number[],
  kept: readonly number[],
): number {
  const widths = kept.map((index) => {
    const { shortens = false, whole = false } = columns[index] ?? {};
    const wraps = index === kept.at(-1) && !whole;
    const least = shortens ? MIN_SHORTENED : wraps ? MIN_WRAPPED : Number.MAX_SAFE_INTEGER;
    return Math.min(natural[index] ?? 0, least);
  });
  return widths.reduce((sum, each) => sum + each, GUTTER.length * (widths.length - 1));
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
  const { shortens = false, whole = false } = columns.at(-1) ?? {};
  if (!shortens && !whole && excess() > 0) {
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
