// `-o tsv`: which columns a result has, and what a cell may hold.
import { describe, expect, it } from 'vitest';
import { tsvColumns } from '../../../src/output/formats/tsv-columns.js';
import { formatTsv, formatTsvItems } from '../../../src/output/formats/tsv.js';
import { schemaOf } from '../../support/result-view.js';
import { documentSchemas, type DocumentKind } from '../../../tools/docs/document-schemas.js';

function columnsOf(kind: DocumentKind): readonly string[] {
  return tsvColumns(schemaOf(kind));
}

describe('columns', () => {
  it.each([
    [
      'status',
      'vm.name outcome machineGone vault.name policy protectionState tooOld keyAccess keyHealth',
    ],
    [
      'jobs-list',
      'jobId vault.name vm.name operation status startTime endTime seconds percent remainingSeconds outcome',
    ],
    ['policy-diff', 'field before after'],
  ] as const)('of %s are its scalars and the names of what has one', (kind, columns) => {
    expect(columnsOf(kind)).toEqual(columns.split(' '));
  });

  it('there are some in every document', async () => {
    const without = [...(await documentSchemas()).keys()].filter(
      (kind) => columnsOf(kind).length === 0,
    );
    // An error is one object on stderr, not rows.
    expect(without).toEqual(['error']);
  });
});

describe('cells', () => {
  it('have their place whatever is missing', () => {
    const columns = ['vm.name', 'vault.name', 'seconds', 'gone'];
    const items = [
      { vm: { name: 'VM001' }, vault: { name: 'rsv-prod' }, seconds: 4, gone: false },
      { vm: null, vault: null, seconds: null, gone: true },
    ];
    expect(formatTsvItems(items, columns)).toBe('VM001\trsv-prod\t4\tfalse\n\t\t\ttrue\n');
  });

  it('never hold JSON: a list is its length, an object nothing', () => {
    expect(formatTsv([['VM001', ['a', { b: 1 }], { c: 2 }, []]])).toBe('VM001\t2\t\t0\n');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+cmd', "'+cmd"],
    ['-1+cmd', "'-1+cmd"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "' =1"],
    ['＝1+1', "'＝1+1"],
    ['-5', '-5'],
    ['+0.25', '+0.25'],
    [-5, '-5'],
    ['a=b', 'a=b'],
  ])('%j is %j beside others, which no spreadsheet calculates', (cell, expected) => {
    expect(formatTsv([['VM001', cell]])).toBe(`VM001\t${expected}\n`);
    expect(formatTsvItems([{ vm: 'VM001', cell }], ['vm', 'cell'])).toBe(`VM001\t${expected}\n`);
  });

  it('that stand by themselves are for a script, as they are', () => {
    expect(formatTsv(['-o', '=x'])).toBe('-o\n=x\n');
  });
});
