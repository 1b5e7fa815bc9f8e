// Lists of machines in files and on standard input.
import { describe, expect, it } from 'vitest';
import { namesIn, readNames } from '../../../src/facts/selection/read-names.js';

const ID = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/VM001';

describe('the names in a text', () => {
  it.each([
    ['lines', 'VM001\r\n\n# a comment\n  VM002  \n', ['VM001', 'VM002']],
    ['a byte order mark', '\uFEFFVM001', ['VM001']],
    ['a JSON list', JSON.stringify(['VM001', ID]), ['VM001', ID]],
    ['a list of az', JSON.stringify([{ id: ID, name: 'VM001' }]), [ID]],
    ['a result', JSON.stringify({ kind: 'x', items: [{ vm: { id: ID, name: 'VM001' } }] }), [ID]],
    [
      'a stream',
      `${JSON.stringify({ type: 'item', vm: { id: ID } })}\n${JSON.stringify({ type: 'summary' })}\n`,
      [ID],
    ],
  ])('%s', (_, text, expected) => {
    expect(namesIn(text, 'list.txt')).toEqual(expected);
  });

  it.each([
    ['nothing', ''],
    ['comments only', '# none\n'],
    ['JSON of something else', '{"items":[{"vault":1}]}'],
    ['a stream without machines', '{"type":"summary"}'],
    ['broken JSON', '[{"id":'],
  ])('%s is refused by the name of the file', (_, text) => {
    expect(() => namesIn(text, 'list.txt')).toThrow('list.txt names no VMs');
  });
});

it('reads files among names, in order', async () => {
  const readInput = (file: string): Promise<string> => Promise.resolve(file === '-' ? 'A' : 'B\nC');
  expect(await readNames({ readInput }, ['X', '-', '@list', 'Y'])).toEqual([
    'X',
    'A',
    'B',
    'C',
    'Y',
  ]);
});
