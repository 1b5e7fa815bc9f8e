// Chance that repeats itself: the same seed gives the same world on every machine.

/** Draws from a sequence that only its seed decides. */
export interface SeededRandom {
  /** A number from 0 up to but not including 1. */
  fraction(): number;
  /** True in about this share of the draws; `share` from 0 to 1. */
  chance(share: number): boolean;
  /** One of the entries, each as often as its weight says. Throws RangeError when there are none. */
  pick<Entry>(entries: readonly (readonly [weight: number, entry: Entry])[]): Entry;
}

/** The sequence of a seed: mulberry32 over a hash of the text. */
export function seededRandom(seed: string): SeededRandom {
  let position = hashOf(seed);
  const fraction = (): number => {
    position = (position + 0x6d2b79f5) | 0;
    let mixed = Math.imul(position ^ (position >>> 15), 1 | position);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    fraction,
    chance: (share) => fraction() < share,
    pick: (entries) => pickWeighted(entries, fraction()),
  };
}

function pickWeighted<Entry>(
  entries: readonly (readonly [weight: number, entry: Entry])[],
  fraction: number,
): Entry {
  const total = entries.reduce((sum, [weight]) => sum + weight, 0);
  let rest = fraction * total;
  for (const [weight, entry] of entries) {
    rest -= weight;
    if (rest < 0) {
      return entry;
    }
  }
  throw new RangeError('there is nothing to pick from');
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash;
}
