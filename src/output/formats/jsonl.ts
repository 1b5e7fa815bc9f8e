// `-o jsonl`: one JSON record a line; items as they finish, the summary last.

import type { AnyDocument } from '../../commands/results/result-document.js';

/** The record of one item. */
export function formatItemRecord(kind: string, item: object): string {
  return formatRecord({ type: 'item', kind, ...item });
}

/** The last record: everything of the document but its items. */
export function formatSummaryRecord(document: AnyDocument): string {
  const rest = Object.entries(document).filter(([key]) => key !== 'items');
  return formatRecord({ type: 'summary', ...Object.fromEntries(rest) });
}

/** A whole document as the records of its stream. */
export function formatJsonl(document: AnyDocument): string {
  const items = document.items.map((item) => formatItemRecord(document.kind, item));
  return items.join('') + formatSummaryRecord(document);
}

/** A queried value: one line for each element of an array, one line for anything else. */
export function formatJsonlValue(value: unknown): string {
  return Array.isArray(value) ? value.map(formatRecord).join('') : formatRecord(value);
}

function formatRecord(value: unknown): string {
  return `${JSON.stringify(value ?? null)}\n`;
}
