// The answer to a query: one page of its rows, in the form that was asked for. Documentation: Paging guidance.

import type { Table } from './kql/rows.js';
import type { Row } from './kql/evaluate.js';
import type { KqlValue, Query } from './kql/syntax.js';

/** How much of the rows is wanted, and how. */
export interface PageOptions {
  readonly top: number;
  readonly skip: number;
  readonly asTable: boolean;
}

/** Most rows of a page, and how many there are when nobody says. */
export const PAGE_ROWS = 1000;

/** The body of an answer. */
export function answerOf(query: Query, table: Table, options: PageOptions): object {
  const { top, skip, asTable } = options;
  const rows = table.rows.slice(skip, skip + top);
  const end = skip + rows.length;
  const more = end < table.rows.length;
  const token = more && canBePaged(query, table) ? { $skipToken: writeToken(end) } : {};
  return {
    totalRecords: table.rows.length,
    count: rows.length,
    data: asTable ? tableOf(table, rows) : rows.map((row) => objectOf(table, row)),
    facets: [],
    resultTruncated: more && !('$skipToken' in token) ? 'true' : 'false',
    ...token,
  };
}

/** Rows have to be told apart by an id, and a query that limits itself is not paged. */
function canBePaged({ stages }: Query, { columns }: Table): boolean {
  return columns.includes('id') && !stages.some(({ kind }) => kind === 'take');
}

function objectOf({ columns }: Table, row: Row): Record<string, KqlValue> {
  return Object.fromEntries(columns.map((name) => [name, row.get(name) ?? null]));
}

function tableOf({ columns }: Table, rows: readonly Row[]): object {
  const valuesOf = (row: Row): KqlValue[] => columns.map((name) => row.get(name) ?? null);
  return {
    columns: columns.map((name) => ({ name, type: typeOf(rows, name) })),
    rows: rows.map((row) => valuesOf(row)),
  };
}

/** What the values of a column are; text where there are none. */
function typeOf(rows: readonly Row[], name: string): string {
  const value = rows.map((row) => row.get(name)).find((each) => (each ?? null) !== null);
  return TYPES[typeof value] ?? 'string';
}

/** The words of answers for types of values (REST API reference, ColumnDataType). */
const TYPES: Readonly<Partial<Record<string, string>>> = {
  number: 'integer',
  boolean: 'boolean',
  object: 'object',
};

function writeToken(position: number): string {
  return Buffer.from(JSON.stringify({ skip: position })).toString('base64');
}

/** Where a token goes on; undefined for a text that is none. */
export function readToken(token: string): number | undefined {
  const text = Buffer.from(token, 'base64').toString();
  const position = /^\{"skip":(?<position>\d{1,9})\}$/u.exec(text)?.groups?.['position'];
  return position === undefined ? undefined : Number(position);
}
