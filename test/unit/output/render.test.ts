// Every format of every kind of document, and queries.
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { AzbackupError } from '../../../src/errors/azbackup-error.js';
import type { ResultDocument } from '../../../src/commands/catalogue.js';
import { OUTPUT_FORMATS, isJson, type OutputFormat } from '../../../src/output/output-format.js';
import { nearNames } from '../../../src/facts/choose-machines.js';
import { checkQuery } from '../../../src/output/query.js';
import { tsvColumns } from '../../../src/output/formats/tsv-columns.js';
import { jsonParts } from '../../../src/output/formats/json.js';
import { renderResult } from '../../../src/output/render.js';
import { renderableOf, schemaOf } from '../../support/result-view.js';
import { recordIo } from './recorded-io.js';
import { EVERY_KIND, NOW, SEVERAL_ENABLES } from '../commands/results/sample-documents.js';

async function render(
  document: ResultDocument,
  format: OutputFormat,
  query?: string,
): Promise<string> {
  return (
    await renderResult(renderableOf(document), { format, query, io: recordIo().io, now: NOW })
  ).text;
}

const KINDS = EVERY_KIND.map((document) => [document.kind, document] as const);

describe('the formats', () => {
  it.each(KINDS)('json of %s is the document', async (_, document) => {
    expect(JSON.parse(await render(document, 'json'))).toEqual(document);
  });

  it.each(KINDS)('json of %s in parts is the same, an item at a time', (_, document) => {
    const parts = [...jsonParts(document)];
    expect(parts.join('')).toBe(`${JSON.stringify(document, null, 2)}\n`);
    expect(parts.length).toBeGreaterThanOrEqual(document.items.length);
  });

  it.each(KINDS)('yaml of %s is the document', async (_, document) => {
    expect(parseYaml(await render(document, 'yaml'))).toEqual(document);
  });

  it.each(KINDS)('jsonl of %s is its items, then everything else', async (kind, document) => {
    const text = await render(document, 'jsonl');
    const records = text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    const { items, ...rest } = document;
    expect(records).toEqual([
      ...items.map((item) => ({ type: 'item', kind, ...item })),
      { type: 'summary', ...rest },
    ]);
  });

  it.each(KINDS)('tsv of %s has a row an item and its scalars as cells', async (kind, document) => {
    const columns = tsvColumns(schemaOf(kind));
    const rows = (await render(document, 'tsv')).slice(0, -1).split('\n');
    const cells = document.items.map((item) => columns.map((column) => expectedCell(item, column)));
    expect(rows).toEqual(cells.map((row) => row.join('\t')));
  });

  it.each(KINDS)('table of %s is text for people', async (_, document) => {
    const text = await render(document, 'table');
    expect(text).toMatch(/[^\n]\n$/u);
    expect(text).not.toMatch(/[{}]/u);
  });

  it.each(KINDS)('none of %s is nothing', async (_, document) => {
    expect(await render(document, 'none')).toBe('');
  });

  it('has no other format', () => {
    expect(OUTPUT_FORMATS).toEqual(['table', 'json', 'jsonl', 'yaml', 'tsv', 'none']);
    expect(OUTPUT_FORMATS.filter(isJson)).toEqual(['json', 'jsonl']);
  });
});

/** The schedules of a policy's differences are options, which a spreadsheet would take for formulas. */
function expectedCell(item: object, column: string): string {
  const [key = '', name] = column.split('.');
  const value = new Map(Object.entries(item)).get(key);
  const scalar = name === undefined ? value : value?.[name];
  expect(typeof (scalar ?? '')).not.toBe('object');
  return String(scalar ?? '')
    .replaceAll(/\p{Cc}+/gu, ' ')
    .replace(/^--/u, "'--");
}

describe('a query', () => {
  const names = 'items[].{vm: vm.name, outcome: outcome}';

  it.each([
    ['json', '"total": 6', 'summary'],
    ['jsonl', '{"vm":"VM001","outcome":"enabled"}\n{"vm":"VM003","outcome":"enabled"}\n', names],
    ['jsonl', '6\n', 'summary.total'],
    ['yaml', '- vm: VM001\n  outcome: enabled\n', names],
    ['tsv', 'VM001\tenabled\nVM003\tenabled\n', names],
    ['tsv', 'VM001\nVM003\n', 'items[].vm.name'],
    ['tsv', 'VM001\tenabled\n', 'items[].[vm.name, outcome]'],
    ['tsv', '6\t', 'summary'],
    ['table', 'VM     OUTCOME\nVM001  enabled\n', names],
    ['table', 'VM001\nVM003\n', 'items[].vm.name'],
    ['table', 'VM001  enabled\n', 'items[].[vm.name, outcome]'],
    ['table', 'KEY       VALUE\ntotal     6\n', 'summary'],
    ['table', '6\n', 'summary.total'],
  ] as const)('in %s gives %j for %s', async (format, expected, query) => {
    expect(await render(SEVERAL_ENABLES, format, query)).toContain(expected);
  });

  it.each([
    ['json', 'null\n'],
    ['jsonl', 'null\n'],
    ['yaml', 'null\n'],
    ['tsv', ''],
    ['table', ''],
    ['none', ''],
  ] as const)('that selects nothing is, in %s, %j', async (format, expected) => {
    expect(await render(SEVERAL_ENABLES, format, 'nothing.here')).toBe(expected);
  });

  it('leaves cells of missing keys empty, and flattens texts', async () => {
    const query = "[{a: 'x\ty', b: items[0].error}, {a: `true`, b: ['z']}]";
    expect(await render(SEVERAL_ENABLES, 'tsv', query)).toBe('x y\t\ntrue\t1\n');
    expect(await render(SEVERAL_ENABLES, 'table', query)).toBe('A     B\nx y\ntrue  ["z"]\n');
  });

  it.each([
    ['items[', 'Expected'],
    ['nope(@)', 'Unknown function: nope()'],
    ['length(`1`)', 'expected argument 1'],
  ])('%s is refused with what is wrong with it, whatever the format', async (query, problem) => {
    for (const format of OUTPUT_FORMATS) {
      const error: unknown = await render(SEVERAL_ENABLES, format, query).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(AzbackupError);
      expect(error).toMatchObject({
        fields: { code: 'AZB_QUERY_INVALID', kind: 'usage', target: '--query' },
      });
      expect(JSON.stringify(error)).toContain(problem);
    }
  });

  it('is refused before anything is done when it cannot be parsed', async () => {
    await expect(checkQuery('items[', nearNames)).rejects.toMatchObject({
      fields: { code: 'AZB_QUERY_INVALID' },
    });
    await expect(checkQuery(names, nearNames)).resolves.toBeUndefined();
  });
});
