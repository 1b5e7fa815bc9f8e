// A choice by chance is the same for the same seed, whatever the order in which things were listed.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseBySeed } from '../../../../src/domain/drill/choice.js';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const keyOf = (text: string): string => text;

it('does not depend on the order, takes no more than there are, and each once', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string(), { maxLength: 20 }),
      fc.nat(25),
      fc.string(),
      (items, count, seed) => {
        const chosen = chooseBySeed(items, count, { seed, keyOf, hash });
        expect(chooseBySeed(items.toReversed(), count, { seed, keyOf, hash })).toEqual(chosen);
        expect(chosen).toHaveLength(Math.min(count, items.length));
        expect(new Set(chosen).size).toBe(chosen.length);
        expect(chosen.every((each) => items.includes(each))).toBe(true);
      },
    ),
  );
});

it('chooses others by other seeds, each about as often', () => {
  const items = ['a', 'b', 'c', 'd'];
  const counts = new Map(items.map((item) => [item, 0]));
  for (let seed = 0; seed < 400; seed += 1) {
    const [first = ''] = chooseBySeed(items, 1, { seed: String(seed), keyOf, hash });
    counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  for (const count of counts.values()) {
    expect(count).toBeGreaterThan(60);
  }
});
