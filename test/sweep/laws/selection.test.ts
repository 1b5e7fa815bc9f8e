// The law of selection in larger fleets, with many more choices of words than the unit tests make.
import { expect, it } from 'vitest';
import { buildFleetWorld } from '../../../src/sandbox/estates/fleet-world.js';
import { TEST_NOW } from '../../support/run-cli.js';
import { holdSelectionLaw } from '../../support/worlds/selection-law.js';
import { SHARE } from '../share.js';

const RUNS = 1200;

const FLEETS = [
  [300, '1'],
  [300, '2'],
  [1000, '5'],
] as const;

// To build one takes longer than the share of its choices.
it.each(SHARE === 1 ? FLEETS : FLEETS.slice(0, 1))(
  'words select what a plain filter finds, in fleet:%i:%s',
  async (virtualMachines, seed) => {
    const world = buildFleetWorld({ virtualMachines, seed, nowMilliseconds: TEST_NOW });
    const counts = await holdSelectionLaw(world, Math.ceil(RUNS / SHARE));
    expect(counts.size).toBeGreaterThan(SHARE === 1 ? 10 : 5);
  },
);
