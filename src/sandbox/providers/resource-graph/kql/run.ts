// Runs a query over tables.

import { requireColumns, withNames } from './columns.js';
import { holdsIn, isList, orderOf, valueIn, type Row } from './evaluate.js';
import { joinTables } from './join.js';
import { QueryError } from './query-error.js';
import { computed, extended, keyOf, rowOf, type Table } from './rows.js';
import type { Aggregate, Expression, KqlValue, NamedExpression, Query, Stage } from './syntax.js';
import { wantedTypes } from './wanted-types.js';

/** Opens a table by its name in lower case, of certain types only if they are named; undefined when there is none. */
export type OpenTable = (name: string, types: readonly string[] | undefined) => Table | undefined;

/** What a query results in. Throws QueryError for a table or column that there is not. */
export function runQuery(query: Query, open: OpenTable): Table {
  const table = open(query.table, wantedTypes(query));
  if (table === undefined) {
    throw new QueryError('InvalidQueryLanguage', query.table, undefined);
  }
  return query.stages.reduce((before, stage) => runStage(before, stage, open), table);
}

function runStage(table: Table, stage: Stage, open: OpenTable): Table {
  switch (stage.kind) {
    case 'where':
      requireColumns(table.columns, stage.condition);
      return { ...table, rows: table.rows.filter((row) => holdsIn(row, stage.condition)) };
    case 'project':
      return project(table, stage.columns);
    case 'project-away':
      requireColumns(table.columns, ...stage.names.map((name) => columnNamed(name)));
      return { ...table, columns: table.columns.filter((name) => !stage.names.includes(name)) };
    case 'extend':
      return extend(table, stage.columns);
    case 'join':
      return joinTables(table, runQuery(stage.right, open), stage);
    case 'mv-expand':
      return expand(table, stage.column);
    case 'summarize':
      return summarize(table, stage);
    case 'order':
      requireColumns(table.columns, ...stage.by.map(({ expression }) => expression));
      return { ...table, rows: table.rows.toSorted((left, right) => compare(left, right, stage)) };
    case 'take':
      return { ...table, rows: table.rows.slice(0, stage.rows) };
    case 'distinct':
      return distinct(project(table, stage.columns));
    case 'count':
      return { columns: ['Count'], rows: [rowOf(new Map([['Count', table.rows.length]]))] };
  }
}

function columnNamed(name: string): Expression {
  return { kind: 'column', name };
}

function project(table: Table, wanted: readonly NamedExpression[]): Table {
  const columns = withNames(wanted);
  requireColumns(table.columns, ...columns.map(({ expression }) => expression));
  const expressions = byName(columns);
  return {
    columns: columns.map(({ name }) => name),
    rows: table.rows.map((row) => computed(row, expressions)),
  };
}

function extend(table: Table, wanted: readonly NamedExpression[]): Table {
  const columns = withNames(wanted);
  requireColumns(table.columns, ...columns.map(({ expression }) => expression));
  const expressions = byName(columns);
  const added = columns.map(({ name }) => name).filter((name) => !table.columns.includes(name));
  return {
    columns: [...table.columns, ...added],
    rows: table.rows.map((row) => extended(row, computed(row, expressions))),
  };
}

type NamedColumns = readonly { readonly name: string; readonly expression: Expression }[];

function byName(columns: NamedColumns): Map<string, Expression> {
  return new Map(columns.map(({ name, expression }) => [name, expression]));
}

function valuesOf(row: Row, columns: NamedColumns): Map<string, KqlValue> {
  return new Map(columns.map(({ name, expression }) => [name, valueIn(row, expression)]));
}

/** One row for each element; a list without any leaves a row without a value. */
function expand(table: Table, wanted: NamedExpression): Table {
  const [column] = withNames([wanted]);
  if (column === undefined) {
    return table;
  }
  requireColumns(table.columns, column.expression);
  const { name } = column;
  return {
    columns: table.columns.includes(name) ? table.columns : [...table.columns, name],
    rows: table.rows.flatMap((row) => {
      const value = valueIn(row, column.expression);
      const elements = isList(value) && value.length > 0 ? value : [isList(value) ? null : value];
      return elements.map((element) => extended(row, rowOf(new Map([[name, element]]))));
    }),
  };
}

function summarize(table: Table, stage: Extract<Stage, { kind: 'summarize' }>): Table {
  const by = withNames(stage.by);
  const aggregates = stage.aggregates.map((aggregate) => aggregated(aggregate));
  requireColumns(
    table.columns,
    ...by.map(({ expression }) => expression),
    ...aggregates.flatMap(({ expressions }) => expressions),
  );
  const groups = new Map<string, { values: Map<string, KqlValue>; rows: Row[] }>();
  for (const row of table.rows) {
    const values = valuesOf(row, by);
    const key = keyOf([...values.values()]);
    const group = groups.get(key) ?? { values, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  if (by.length === 0 && groups.size === 0) {
    groups.set('', { values: new Map(), rows: [] });
  }
  return {
    columns: [...by.map(({ name }) => name), ...aggregates.flatMap(({ names }) => names)],
    rows: [...groups.values()].map(({ values, rows }) =>
      aggregates.reduce((row, { of }) => extended(row, rowOf(of(rows))), rowOf(values)),
    ),
  };
}

/** What an aggregate reads, and the columns that it makes of the rows of a group. */
function aggregated(aggregate: Aggregate): {
  readonly expressions: readonly Expression[];
  readonly names: readonly string[];
  readonly of: (rows: readonly Row[]) => ReadonlyMap<string, KqlValue>;
} {
  if (aggregate.kind === 'count') {
    const { name, of: condition } = aggregate;
    const count = (rows: readonly Row[]): number =>
      condition === undefined ? rows.length : rows.filter((row) => holdsIn(row, condition)).length;
    return {
      expressions: condition === undefined ? [] : [condition],
      names: [name],
      of: (rows) => new Map([[name, count(rows)]]),
    };
  }
  const columns = withNames(aggregate.columns);
  const sign = aggregate.kind === 'arg_min' ? 1 : -1;
  return {
    expressions: columns.map(({ expression }) => expression),
    names: columns.map(({ name }) => name),
    of: (rows) => {
      const [first] = rows
        .map((row) => valuesOf(row, columns))
        .toSorted((left, right) => sign * orderOf(firstOf(left), firstOf(right)));
      return first ?? new Map();
    },
  };
}

function firstOf(values: ReadonlyMap<string, KqlValue>): KqlValue {
  return values.values().next().value ?? null;
}

function distinct(table: Table): Table {
  const found = new Map<string, Row>();
  for (const row of table.rows) {
    const key = keyOf(table.columns.map((name) => row.get(name) ?? null));
    if (!found.has(key)) {
      found.set(key, row);
    }
  }
  return { ...table, rows: [...found.values()] };
}

function compare(left: Row, right: Row, { by }: Extract<Stage, { kind: 'order' }>): number {
  for (const { expression, descending } of by) {
    const order = orderOf(valueIn(left, expression), valueIn(right, expression));
    if (order !== 0) {
      return descending ? -order : order;
    }
  }
  return 0;
}
