// The language of queries, over two small tables.
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../../../src/sandbox/providers/resource-graph/kql/parser.js';
import {
  QueryError,
  UnmodelledQuery,
} from '../../../../../src/sandbox/providers/resource-graph/kql/query-error.js';
import { rowOf, type Table } from '../../../../../src/sandbox/providers/resource-graph/kql/rows.js';
import { runQuery } from '../../../../../src/sandbox/providers/resource-graph/kql/run.js';
import type { KqlValue } from '../../../../../src/sandbox/providers/resource-graph/kql/syntax.js';
import { wantedTypes } from '../../../../../src/sandbox/providers/resource-graph/kql/wanted-types.js';

function tableOf(rows: readonly Readonly<Record<string, KqlValue>>[]): Table {
  return {
    columns: Object.keys(rows[0] ?? {}),
    rows: rows.map((row) => rowOf(new Map(Object.entries(row)))),
  };
}

const NOW = Date.UTC(2026, 10, 23, 9, 30);

const TABLES: Readonly<Record<string, Table>> = {
  resources: tableOf([
    {
      id: '/a/Web01',
      name: 'Web01',
      type: 'vm',
      size: 4,
      on: true,
      tags: { env: 'prod' },
      zones: ['1', '2'],
      made: '2026-11-21T23:59:00Z',
    },
    {
      id: '/b/web01',
      name: 'web01',
      type: 'vm',
      size: 2,
      on: false,
      tags: { Env: 'prod' },
      zones: [],
      made: '2026-11-23T08:59:00.1234567Z',
    },
    {
      id: '/b/sql-db',
      name: 'sql-db',
      type: 'disk',
      size: 8,
      on: true,
      tags: null,
      zones: null,
      made: '',
    },
  ]),
  recoveryservicesresources: tableOf([
    { item: 'i1', vm: '/A/WEB01', state: 'Protected' },
    { item: 'i2', vm: '/x/gone', state: 'Stopped' },
  ]),
};

function answer(text: string): unknown[] {
  const table = runQuery(parseQuery(text, NOW), (name) => TABLES[name]);
  return table.rows.map((row) =>
    Object.fromEntries(table.columns.map((name) => [name, row.get(name) ?? null])),
  );
}

const names = (condition: string): unknown[] =>
  answer(`resources | where ${condition}\n| project name`).map(
    (row) => Object.values(row as object)[0],
  );

describe('conditions', () => {
  it.each<[string, string[]]>([
    ["name == 'web01'", ['web01']],
    ["name =~ 'web01'", ['Web01', 'web01']],
    ["name != 'web01'", ['Web01', 'sql-db']],
    ["name !~ 'web01'", ['sql-db']],
    ["name in ('web01', 'sql-db')", ['web01', 'sql-db']],
    ["name in~ ('WEB01')", ['Web01', 'web01']],
    ["name !in~ ('WEB01')", ['sql-db']],
    ["name has 'SQL'", ['sql-db']],
    ["name has 'sq'", []],
    ["name contains 'EB0'", ['Web01', 'web01']],
    ["name !contains 'eb'", ['sql-db']],
    ["name startswith 'WEB'", ['Web01', 'web01']],
    ["name endswith '-DB'", ['sql-db']],
    ["tags.env == 'prod'", ['Web01']],
    ["tags['Env'] == 'prod'", ['web01']],
    ["tags.env != 'prod'", ['web01', 'sql-db']],
    ['isnotempty(tags.env)', ['Web01']],
    ['isempty(tags)', ['sql-db']],
    ["zones[1] == '2'", ['Web01']],
    ["zones[-1] == '2'", ['Web01']],
    ['array_length(zones) == 0', ['web01']],
    ['size > 2 and size <= 8', ['Web01', 'sql-db']],
    ['on', ['Web01', 'sql-db']],
    ['on == false', ['web01']],
    ['not(on)', ['web01']],
    ['tobool(tostring(on)) == true', ['Web01', 'sql-db']],
    ["type == 'disk' or name == 'web01' and size == 2", ['web01', 'sql-db']],
    ["(type == 'disk' or name == 'web01') and size == 8", ['sql-db']],
    ["tolower(name) == 'web01' // a comment", ['Web01', 'web01']],
    ["split(id, '/')[1] == 'b'", ['web01', 'sql-db']],
    ["substring(id, 1, 1) == 'a'", ['Web01']],
    ['strcat(toupper(type), \'-\', size) == "VM-2"', ['web01']],
    ["iff(on, 'yes', 'no') == 'no'", ['web01']],
    ["name == 'it\\'s' or name == @'web01'", ['web01']],
    ['todatetime(made) < ago(26h)', ['Web01']],
    ['todatetime(made) >= ago(26h)', ['web01']],
    ['todatetime(made) < now()', ['Web01', 'web01']],
    ['isnull(todatetime(made))', ['sql-db']],
    // An hour lies between 8:59 and 9:01, and none between 9:01 and 9:59.
    ["datetime_diff('hour', now(), todatetime(made)) == 1", ['web01']],
    ["datetime_diff('day', now(), todatetime(made)) == 2", ['Web01']],
  ])('%s', (condition, expected) => {
    expect(names(condition)).toEqual(expected);
  });
});

describe('operators', () => {
  it.each<[string, unknown]>([
    ['resources | count', [{ Count: 3 }]],
    ["where type == 'disk' | project id", [{ id: '/b/sql-db' }]],
    ['resources | limit 1 | project n = name, tags.env', [{ n: 'Web01', tags_env: 'prod' }]],
    [
      'resources | summarize count() by type | order by count_ asc',
      [
        { type: 'disk', count_: 1 },
        { type: 'vm', count_: 2 },
      ],
    ],
    ['resources | summarize n = countif(on)', [{ n: 2 }]],
    [
      'resources | summarize arg_min(size, name), n = count() by type',
      [
        { type: 'vm', size: 2, name: 'web01', n: 2 },
        { type: 'disk', size: 8, name: 'sql-db', n: 1 },
      ],
    ],
    ['resources | summarize arg_max(size, id)', [{ size: 8, id: '/b/sql-db' }]],
    [
      "resources | limit 1 | project t = strcat_array(array_slice(split('a/b/c/d', '/'), 2, -1), '/')",
      [{ t: 'c/d' }],
    ],
    [
      "resources | limit 1 | project t = strcat_array(array_slice(split('a/b/c/d', '/'), -3, 2), '-')",
      [{ t: 'b-c' }],
    ],
    ['resources | distinct type', [{ type: 'vm' }, { type: 'disk' }]],
    [
      'resources | extend low = tolower(name) | distinct low',
      [{ low: 'web01' }, { low: 'sql-db' }],
    ],
    ['resources | order by size | project size', [{ size: 8 }, { size: 4 }, { size: 2 }]],
    [
      "resources | where type == 'vm' | mv-expand zones | project name, zones",
      [
        { name: 'Web01', zones: '1' },
        { name: 'Web01', zones: '2' },
        { name: 'web01', zones: null },
      ],
    ],
    [
      "resources | where name == 'sql-db' | project-away tags, zones, on, size, type, made",
      [{ id: '/b/sql-db', name: 'sql-db' }],
    ],
  ])('%s', (query, expected) => {
    expect(answer(query)).toEqual(expected);
  });
});

describe('joins', () => {
  const LEFT = "resources | where type == 'vm' | extend vm = toupper(id)";

  it.each<[string, unknown]>([
    ['inner', [{ id: '/a/Web01', item: 'i1' }]],
    [
      'leftouter',
      [
        { id: '/a/Web01', item: 'i1' },
        { id: '/b/web01', item: null },
      ],
    ],
    [
      'fullouter',
      [
        { id: '/a/Web01', item: 'i1' },
        { id: '/b/web01', item: null },
        { id: null, item: 'i2' },
      ],
    ],
  ])('%s', (kind, expected) => {
    const query = `${LEFT} | join kind=${kind} (recoveryservicesresources) on vm | project id, item`;
    expect(answer(query)).toEqual(expected);
  });

  it('take columns of two names, and number those that both tables have', () => {
    const right = 'recoveryservicesresources | project vm, id = item';
    expect(
      answer(
        `${LEFT} | join kind=inner (${right}) on $left.vm == $right.vm | project id, id1, vm1`,
      ),
    ).toEqual([{ id: '/a/Web01', id1: 'i1', vm1: '/A/WEB01' }]);
  });

  it('are of one row of the left for each key unless a kind is named', () => {
    const query =
      'resources | join (resources | project type, other = name) on type | project name, other';
    expect(answer(query)).toEqual([
      { name: 'Web01', other: 'Web01' },
      { name: 'Web01', other: 'web01' },
      { name: 'sql-db', other: 'sql-db' },
    ]);
  });

  it('compare with case', () => {
    const query =
      'resources | extend vm = id | join kind=inner (recoveryservicesresources) on vm | count';
    expect(answer(query)).toEqual([{ Count: 0 }]);
  });
});

describe('what is refused', () => {
  it.each([
    ['resources | where name <> 1', 'ParserFailure', '>', { line: 1, column: 24 }],
    ["resources |\n where name == 'a", 'ParserFailure', "'", { line: 2, column: 15 }],
    ['resources | wher name', 'ParserFailure', 'wher', { line: 1, column: 12 }],
    ['resources | where', 'ParserFailure', '<EOF>', { line: 1, column: 17 }],
    [
      'resources | join kind=leftanti (resources) on id',
      'InvalidQueryLanguage',
      'leftanti',
      { line: 1, column: 22 },
    ],
    ['nowhere', 'InvalidQueryLanguage', 'nowhere', undefined],
    ['resources | project colour', 'InvalidQueryLanguage', 'colour', undefined],
  ])('%s', (query, code, token, place) => {
    expect(() => answer(query)).toThrow(expect.objectContaining({ code, token, place }));
  });

  it('is a fourth join', () => {
    const join = ' | join kind=inner (resources | project id) on id';
    expect(answer(`resources${join.repeat(3)} | count`)).toEqual([{ Count: 3 }]);
    expect(() => answer(`resources${join.repeat(4)}`)).toThrow(QueryError);
  });

  it.each([
    ['resources | union recoveryservicesresources', 'the operator union'],
    ['resources | parse id with * "/" x', 'the operator parse'],
    ['resources | where name matches regex "a"', 'the operator matches'],
    ['resources | extend x = bag_pack("a", 1)', 'the function bag_pack()'],
    ['resources | extend x = constructor(1)', 'the function constructor()'],
    ['resources | summarize max(size)', 'the aggregate max()'],
    ['resources | extend x = size + 1', 'the operator +'],
    ['resources | summarize arg_min(size, *)', '* in arg_min()'],
    ['resources | summarize n = arg_min(size, id)', 'a name for the columns of arg_min()'],
    ['resources | extend x = now(-1d)', 'an offset of now()'],
    ['resources | extend x = 26h', 'a timespan outside ago()'],
    ['resources | where made < ago(size)', 'ago() of anything but a timespan such as 26h'],
    [
      "resources | extend x = datetime_diff('month', now(), made)",
      'datetime_diff() of anything but day, hour, minute, second',
    ],
  ])('%s, by the name of what is not modelled', (query, what) => {
    expect(() => answer(query)).toThrow(expect.objectContaining({ name: 'UnmodelledQuery', what }));
    expect(() => answer(query)).toThrow(UnmodelledQuery);
  });
});

describe('nothing', () => {
  it.each(['<', '<=', '>', '>='])('is not %s anything', (operator) => {
    expect(names(`tags.none ${operator} 1 or 1 ${operator} tags.none`)).toEqual([]);
  });
});

describe('the types that a query can be about', () => {
  it.each([
    ["resources | where type =~ 'Microsoft.Compute/Disks'", ['microsoft.compute/disks']],
    ["resources | where name == 'a' and type in~ ('A', 'b')", ['a', 'b']],
    ["resources | where name == 'a' | where type == 'a'", ['a']],
    ["resources | where type == 'a' or name == 'b'", undefined],
    ["resources | where type != 'a'", undefined],
    ["resources | extend type = 'x' | where type == 'x'", undefined],
  ])('%s', (query, expected) => {
    expect(wantedTypes(parseQuery(query, NOW))).toEqual(expected);
  });
});
