// The text of metrics, read back by another reader.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exposition } from '../../../../src/domain/metrics/exposition.js';
import { isSafe } from '../../../../src/domain/unsafe-characters.js';
import { readExposition } from '../../../support/metrics/exposition-reader.js';

function textOf(labels: Record<string, string | undefined>, value = 1): string {
  return exposition([{ name: 'a', help: 'A.', samples: [{ labels, value }] }]);
}

describe('exposition', () => {
  it.each<[string, Record<string, string | undefined>, string]>([
    ['no labels', {}, 'a 1'],
    ['a label', { vm: 'VM001' }, 'a{vm="VM001"} 1'],
    ['labels without a text', { vm: 'VM001', vault: undefined, policy: '' }, 'a{vm="VM001"} 1'],
    ['a quote', { vm: 'a"b' }, String.raw`a{vm="a\"b"} 1`],
    ['a backslash', { vm: String.raw`a\b` }, String.raw`a{vm="a\\b"} 1`],
    ['a line end', { vm: 'a\nb' }, String.raw`a{vm="a\nb"} 1`],
    ['a carriage return', { vm: 'a\rb' }, 'a{vm="a\uFFFDb"} 1'],
    ['what a terminal obeys', { vm: 'a\u001B[2Jb\u202E' }, 'a{vm="a\uFFFD[2Jb\uFFFD"} 1'],
  ])('%s', (_, labels, line) => {
    expect(textOf(labels)).toBe(`# HELP a A.\n# TYPE a gauge\n${line}\n`);
  });

  it('escapes its help, and leaves out what has no value', () => {
    const help = 'one\\two\nthree';
    const samples = [{ labels: {}, value: 1.5 }];
    expect(exposition([{ name: 'a', help, samples }])).toContain(
      String.raw`# HELP a one\\two\nthree`,
    );
    expect(exposition([{ name: 'a', help, samples: [] }])).toBe('');
  });

  it('has each series once', () => {
    const samples = [1, 2].map((value) => ({ labels: { vm: 'VM001' }, value }));
    expect(exposition([{ name: 'a', help: 'A.', samples }]).match(/^a\{/gmu)).toHaveLength(1);
  });

  it('can be read back, whatever names hold', () => {
    const character = fc.constantFrom(
      ...Array.from('"\\\n\r\t{},= #a\u00E9\u0000\u001B\u202E\uD800'),
    );
    const name = fc.string({ unit: character, minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 4 }), (names) => {
        const samples = names.map((vm, value) => ({ labels: { vm }, value }));
        const text = exposition([{ name: 'a', help: 'A.', samples }]);
        const read = readExposition(text).samples.map(({ labels }) => labels['vm']);
        const plain = names.filter((each) => isSafe(each) && !each.includes('\r'));
        expect(read).toEqual(expect.arrayContaining(plain));
        expect(isSafe(text)).toBe(true);
      }),
    );
  });
});
