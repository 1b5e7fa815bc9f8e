// Drills in random worlds, one of whose requests goes wrong: whatever was there before is there afterwards, and what is left
// is said.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultWorld } from '../../support/run-cli.js';
import { DRILL_FAULTS, problemsAt } from '../../workflow/drill/faults.js';
import { POINT_KEYS, RESTORABLE_KINDS } from '../../workflow/restore/restorable-kinds.js';
import { addKind } from '../../workflow/restore/restore-kinds.js';
import { SHARE } from '../share.js';

it('say the truth, and touch nothing else', async () => {
  const random = fc.record({
    kind: fc.constantFrom(...Object.values(RESTORABLE_KINDS)),
    pointKeys: fc.constantFrom(...POINT_KEYS),
    fault: fc.constantFrom(...DRILL_FAULTS),
    at: fc.integer({ min: 1, max: 200 }),
    options: fc.constantFrom('', '--rto 1m', '--point random', '--keep-on-failure 5m'),
  });
  await fc.assert(
    fc.asyncProperty(random, async ({ kind, pointKeys, fault, at, options }) => {
      const world = defaultWorld(pointKeys);
      addKind(world, kind);
      const more = options === '' ? [] : options.split(' ');
      const argv = ['drill', 'run', '--vm', 'VM300', ...more, '-o', 'json'];
      expect(await problemsAt(fault, at, { world, argv })).toEqual([]);
    }),
    { numRuns: Math.ceil(200 / SHARE) },
  );
});
