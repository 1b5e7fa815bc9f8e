// No command ever reduces what is kept without the flag, whatever came before and whatever Azure answers.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keptPointsCases, pointsLost } from '../support/kept-points.js';

/** Six hundred in the sweep. */
const RUNS = 3;

it('no command makes recovery points go that would have stayed', async () => {
  await fc.assert(
    fc.asyncProperty(keptPointsCases, async (tried) => {
      expect(await pointsLost(tried)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

it('and the law sees what goes where it is accepted', async () => {
  const lost = await pointsLost({
    vm: 'VM005',
    past: 'protected',
    command: 'enable --vm VM005 --policy short',
    options: ['--accept-retention-loss'],
    fault: undefined,
  });
  expect(lost.length).toBeGreaterThan(20);
});
