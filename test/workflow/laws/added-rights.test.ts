// A right more, of the caller or of the backup service, never makes a check fail that passed without it.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addedRights, failedByRight } from '../support/added-rights.js';

/** Six hundred in the sweep. */
const RUNS = 4;

it('a right more takes no check back', async () => {
  let judged = 0;
  await fc.assert(
    fc.asyncProperty(addedRights, async (tried) => {
      const failed = await failedByRight(tried);
      judged += failed === undefined ? 0 : 1;
      expect(failed ?? []).toEqual([]);
    }),
    { numRuns: RUNS },
  );
  expect(judged).toBeGreaterThan(RUNS / 2);
});
