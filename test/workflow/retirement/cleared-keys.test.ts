// Whatever becomes of items and points of a small world: `retirement keys` gives no day before the end of any point that
// needs the version, and none at all while a point does not say what it needs.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RetirementKeysDocument } from '../../../src/commands/retirement/keys/result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { runCli, TEST_NOW } from '../../support/run-cli.js';
import {
  fleetSubscription,
  onlySubscription,
  retirementFleet,
} from '../../support/worlds/retirement-fleet.js';
import { encryptedOf, isPast, machinesOf, urlsOf } from './independent-answer.js';

/** Of the first and the last subscription of a fleet less is known. */
const SUBSCRIPTION = fleetSubscription(1);
const WORLD = onlySubscription(
  retirementFleet({ nowMilliseconds: TEST_NOW, subscriptions: 3, machines: 9 }),
  SUBSCRIPTION,
);
const ARGV = ['retirement', 'keys', '--all', '--subscription', SUBSCRIPTION];
const HOUR = 3_600_000;

/** What happens to each point, in turn. */
const fateArbitrary = fc.record({
  expiryHours: fc.option(fc.integer({ min: 1, max: 20_000 }), { nil: undefined, freq: 20 }),
  saysKeys: fc.oneof({ weight: 60, arbitrary: fc.constant(true) }, fc.constant(false)),
  /** Of the machine's points, the one whose keys it needs. */
  keysOf: fc.nat({ max: 2 }),
});
type Fate = typeof fateArbitrary extends fc.Arbitrary<infer T> ? T : never;
const stateArbitrary = fc.constantFrom(
  'Protected',
  'Protected',
  'BackupsSuspended',
  'ProtectionStopped',
);

function changed(
  fates: readonly Fate[],
  states: readonly ('Protected' | 'BackupsSuspended' | 'ProtectionStopped')[],
): WorldState {
  const world = structuredClone(WORLD);
  const items = Object.values(world.backup).flatMap((vault) => Object.values(vault.items));
  let place = 0;
  for (const [number, item] of items.entries()) {
    if (item.deletion === undefined) {
      item.protectionState = states[number % states.length] ?? 'Protected';
      item.policyName = item.protectionState === 'ProtectionStopped' ? '' : 'keep-36-months';
    }
    const keys = item.recoveryPoints.map(({ keyAndSecret }) => keyAndSecret);
    for (const point of item.recoveryPoints) {
      const fate = fates[place % fates.length];
      place += 1;
      delete point.expiryMilliseconds;
      // No rule of the policy: it is there until what Azure tells of it.
      delete point.rules;
      if (fate?.expiryHours !== undefined) {
        point.expiryMilliseconds = TEST_NOW + fate.expiryHours * HOUR;
      }
      if (fate?.saysKeys === false) {
        point.pointKeys = 'none';
      }
      const needs = keys[(fate?.keysOf ?? 0) % keys.length];
      if (needs !== undefined && point.keyAndSecret !== undefined) {
        point.keyAndSecret = needs;
      }
    }
  }
  return world;
}

describe('retirement keys', () => {
  it('clears nothing that a point needs', async () => {
    let cleared = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fateArbitrary, { minLength: 5, maxLength: 30 }),
        fc.array(stateArbitrary, { minLength: 2, maxLength: 9 }),
        async (fates, states) => {
          const world = changed(fates, states);
          const points = machinesOf(world).flatMap((machine) => encryptedOf(machine));
          const run = await runCli([...ARGV, '-o', 'json'], { world });
          const days = run.json<RetirementKeysDocument>().items.filter((item) => {
            return item.deleteFrom !== null;
          });
          cleared += days.length;
          const isSilent = points.some(({ point }) => point.pointKeys === 'none');
          expect(isSilent ? days : []).toEqual([]);
          const early = days.filter(({ url, deleteFrom }) =>
            points
              .filter((each) => urlsOf(each).includes(url))
              .some(({ end }) => !end.sure || isPast(end, Date.parse(deleteFrom ?? ''))),
          );
          expect(early).toEqual([]);
        },
      ),
      { numRuns: 8 },
    );
    expect(cleared).toBeGreaterThan(0);
  });
});
