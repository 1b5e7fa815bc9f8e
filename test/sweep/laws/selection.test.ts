// The law of selection in larger fleets, with many more choices of words than the unit tests make.
import { expect, it } from 'vitest';
import { buildFleetWorld } from '../../../src/sandbox/estates/fleet-world.js';
import { TEST_NOW } from '../../support/run-cli.js';
import { holdSelectionLaw } from '../../support/worlds/selection-law.js';
import { SHARE } from '../share.js';

const RUNS = 1200;

it.each([
  [300, '1'],
  [300, '2'],
  [1000, '5'],
])('words select what a plain filter finds, in fleet:%i:%s', async (virtualMachines, seed) => {
  const world = buildFleetWorld({ virtualMachines, seed, nowMilliseconds: TEST_NOW });
  const counts = await holdSelectionLaw(world, Math.ceil(RUNS / SHARE));
  expect(counts.size).toBeGreaterThan(10);
});
