// Joins two tables where columns are equal.

import type { Row } from './evaluate.js';
import { requireColumns } from './columns.js';
import { keyOf, rowOf, type Table } from './rows.js';
import type { JoinCondition, KqlValue, Stage } from './syntax.js';

type Join = Extract<Stage, { kind: 'join' }>;

/** The joined rows; columns of the right whose name the left has, too, get a 1 behind it. Text compares with case. */
export function joinTables(left: Table, right: Table, { join, on }: Join): Table {
  requireColumns(left.columns, ...on.map((each) => columnOf(each.left)));
  requireColumns(right.columns, ...on.map((each) => columnOf(each.right)));
  const names = renamed(left.columns, right.columns);
  const columns = [...left.columns, ...names.values()];
  const merge = (one: Row | undefined, other: Row | undefined): Row =>
    rowOf(
      new Map<string, KqlValue>([
        ...left.columns.map((name) => [name, one?.get(name) ?? null] as const),
        ...[...names].map(([name, shown]) => [shown, other?.get(name) ?? null] as const),
      ]),
    );
  const groups = grouped(right, on);
  const used = new Set<string>();
  const rows = leftRows(left, join, on).flatMap((row) => {
    const key = keyOf(on.map((each) => row.get(each.left) ?? null));
    const matches = groups.get(key) ?? [];
    used.add(key);
    return matches.length === 0 && keepsLeft(join)
      ? [merge(row, undefined)]
      : matches.map((match) => merge(row, match));
  });
  const rest = join === 'fullouter' ? [...groups].filter(([key]) => !used.has(key)) : [];
  return {
    columns,
    rows: [...rows, ...rest.flatMap(([, found]) => found.map((row) => merge(undefined, row)))],
  };
}

function columnOf(name: string) {
  return { kind: 'column', name } as const;
}

function keepsLeft(join: Join['join']): boolean {
  return join === 'leftouter' || join === 'fullouter';
}

/** The default kind takes one row of the left for each key. */
function leftRows(left: Table, join: Join['join'], on: readonly JoinCondition[]): readonly Row[] {
  if (join !== 'innerunique') {
    return left.rows;
  }
  const first = new Map<string, Row>();
  for (const row of left.rows) {
    const key = keyOf(on.map((each) => row.get(each.left) ?? null));
    if (!first.has(key)) {
      first.set(key, row);
    }
  }
  return [...first.values()];
}

function grouped(right: Table, on: readonly JoinCondition[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of right.rows) {
    const key = keyOf(on.map((each) => row.get(each.right) ?? null));
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [row]);
    } else {
      group.push(row);
    }
  }
  return groups;
}

function renamed(left: readonly string[], right: readonly string[]): Map<string, string> {
  const taken = new Set(left);
  return new Map(
    right.map((name) => {
      let shown = name;
      for (let number = 1; taken.has(shown); number += 1) {
        shown = `${name}${number}`;
      }
      taken.add(shown);
      return [name, shown];
    }),
  );
}
