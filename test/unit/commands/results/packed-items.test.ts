// Items that are kept compressed until they are looked at.
import { describe, expect, it } from 'vitest';
import { packedList, packItem } from '../../../../src/commands/results/packed-items.js';

const ITEMS = [
  { name: 'VM001', findings: [{ summary: 'größer', fix: [] }] },
  { name: 'VM002', findings: [] },
  { name: 'VM003', error: null },
];

function packed(): readonly object[] {
  return packedList(ITEMS.map((item) => packItem<object>(item)));
}

describe('a packed list', () => {
  it('is a list of the items for whoever reads it', () => {
    const list = packed();
    expect(Array.isArray(list)).toBe(true);
    expect(list).toHaveLength(3);
    expect([...list]).toEqual(ITEMS);
    expect(list.map((item) => item)).toEqual(ITEMS);
    expect(list.filter((item) => 'error' in item)).toEqual([ITEMS[2]]);
    expect([list[1], list.at(-1), list[3]]).toEqual([ITEMS[1], ITEMS[2], undefined]);
    expect(JSON.stringify({ items: list }, null, 2)).toBe(
      JSON.stringify({ items: ITEMS }, null, 2),
    );
  });

  it('holds a tenth of the text of items that repeat themselves', () => {
    const item = {
      findings: Array.from({ length: 40 }, (_, at) => ({ checkId: 'vm.agent-ready', at, fix: [] })),
    };
    expect(packItem(item).size * 8).toBeLessThan(JSON.stringify(item).length);
  });
});
