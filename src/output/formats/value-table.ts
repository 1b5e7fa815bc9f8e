// `-o table` of a value that a query selected: no view knows its shape, so the shape makes the table.

import { formatTable } from '../table.js';
import type { View } from '../view.js';

/** Objects become rows under their keys, scalars lines, a single object lines of key and value. */
export function formatValueTable(value: unknown, view: View): string {
  const lines = linesOf(value, view);
  return lines.map((line) => `${line}\n`).join('');
}

function linesOf(value: unknown, view: View): string[] {
  if (value === null || value === undefined) {
    return [];
  }
  if (Array.isArray(value)) {
    return arrayLines(value, view);
  }
  if (!isObject(value)) {
    return [formatCell(value)];
  }
  const rows = Object.entries(value).map(([key, each]) => [key, formatCell(each)]);
  return formatTable([{ header: 'key' }, { header: 'value', shortens: true }], rows, view);
}

function arrayLines(values: readonly unknown[], view: View): string[] {
  const objects = values.filter(isObject);
  if (objects.length === 0 || objects.length < values.length) {
    return values.map((each) =>
      Array.isArray(each) ? each.map(formatCell).join('  ') : formatCell(each),
    );
  }
  const keys = [...new Set(objects.flatMap((each) => Object.keys(each)))];
  const rows = objects.map((each) => keys.map((key) => formatCell(each[key])));
  return formatTable(
    keys.map((header) => ({ header, shortens: true })),
    rows,
    view,
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function formatCell(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
