// Differences between Azure and the sandbox that are known and meant, whatever is recorded.

import type { Difference } from './shape-difference.js';

/** A difference that somebody has looked at. */
export interface KnownDifference extends Pick<Difference, 'kind'> {
  readonly at: readonly string[];
  readonly reason: string;
}

/** Those of every operation. */
export const knownDifferences: readonly KnownDifference[] = [
  {
    kind: 'value',
    at: ['header content-type'],
    reason:
      'older stamps of the backup service leave out the character set; the newer ones, and most recordings, have it',
  },
  {
    kind: 'missing',
    at: ['header x-ms-ratelimit-remaining-resource'],
    reason:
      "Compute's own counters are not kept: they refuse nothing that was recorded, and no answer depends on them",
  },
];

/** True for a difference that is known. */
export function isKnownDifference({ kind, at }: Difference): boolean {
  return knownDifferences.some((known) => known.kind === kind && known.at.includes(at));
}
