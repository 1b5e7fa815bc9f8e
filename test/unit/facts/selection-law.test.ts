// The machines that words select are those that a plain filter of the world finds, whichever words come together.
import { expect, it } from 'vitest';
import { buildFleetWorld } from '../../../src/sandbox/estates/fleet-world.js';
import { buildTwoSubscriptionsWorld } from '../../../src/sandbox/estates/two-subscriptions-world.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { TEST_NOW } from '../../support/run-cli.js';
import { holdSelectionLaw } from '../../support/worlds/selection-law.js';

/** More of them are held in a sweep. */
const RUNS = 40;

it.each<[string, () => WorldState]>([
  ['two subscriptions', () => buildTwoSubscriptionsWorld(TEST_NOW)],
  [
    'a fleet',
    () => buildFleetWorld({ virtualMachines: 100, seed: '3', nowMilliseconds: TEST_NOW }),
  ],
])('words select what a plain filter finds, in %s', async (_, build) => {
  const counts = await holdSelectionLaw(build(), RUNS);
  expect(counts.size).toBeGreaterThan(5);
});
