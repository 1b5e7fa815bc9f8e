// Tables and rows as queries work on them.

import { valueIn, type Row } from './evaluate.js';
import type { Expression, KqlValue } from './syntax.js';

/** Rows with the columns that they have, in the order in which they are shown. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** A row of values. */
export function rowOf(values: ReadonlyMap<string, KqlValue>): Row {
  return { get: (column) => values.get(column) };
}

/** A row of expressions over another row; each has its value when it is asked for, as most rows are on another page. */
export function computed(row: Row, columns: ReadonlyMap<string, Expression>): Row {
  const known = new Map<string, KqlValue>();
  return {
    get: (column) => {
      const expression = columns.get(column);
      if (expression === undefined) {
        return undefined;
      }
      const value = known.get(column) ?? valueIn(row, expression);
      known.set(column, value);
      return value;
    },
  };
}

/** A row with more columns, or others of the same name. */
export function extended(row: Row, more: Row): Row {
  return {
    get: (column) => {
      const value = more.get(column);
      return value === undefined ? row.get(column) : value;
    },
  };
}

/** A text that is the same for equal values. */
export function keyOf(values: readonly KqlValue[]): string {
  return JSON.stringify(values);
}
