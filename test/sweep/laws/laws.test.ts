// The laws of test/workflow/laws in many more worlds.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addedRights, failedByRight } from '../../workflow/support/added-rights.js';
import { keptPointsCases, pointsLost } from '../../workflow/support/kept-points.js';
import { SHARE } from '../share.js';

const RUNS = Math.ceil(600 / SHARE);

it('no command makes recovery points go that would have stayed', async () => {
  await fc.assert(
    fc.asyncProperty(keptPointsCases, async (tried) => {
      expect(await pointsLost(tried)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

it('a right more takes no check back', async () => {
  await fc.assert(
    fc.asyncProperty(addedRights, async (tried) => {
      expect((await failedByRight(tried)) ?? []).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});
