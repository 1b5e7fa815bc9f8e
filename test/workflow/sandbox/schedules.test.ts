// The default world follows its policies when its clock is advanced.
import { describe, expect, it } from 'vitest';
import { settleWorld } from '../../../src/sandbox/settle-world.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { promisedPoints, type PolicySpec } from '../../support/worlds/promised-points.js';
import { defaultWorld, runCli, TEST_NOW } from '../../support/run-cli.js';

const DAY = 86_400_000;

/** The policy of the production vault. */
const ninetyDays: PolicySpec = {
  enhanced: false,
  timeZone: 'UTC',
  halfHour: 36,
  schedule: { kind: 'daily' },
  instantDays: 2,
  daily: 90,
};

/** Times and expiries of a machine's points, oldest first. */
function pointsOf(world: WorldState, machine: string): { time: string; expiry: string }[] {
  const item = Object.values(world.backup)
    .flatMap((vault) => Object.values(vault.items))
    .find(({ name }) => name.endsWith(`;${machine}`));
  return (item?.recoveryPoints ?? []).map(({ timeMilliseconds, expiryMilliseconds = 0 }) => ({
    time: new Date(timeMilliseconds).toISOString(),
    expiry: new Date(expiryMilliseconds).toISOString(),
  }));
}

function promised(since: number, now: number): { time: string; expiry: string }[] {
  return promisedPoints(ninetyDays, since, now).map(({ time, expiry }) => ({ time, expiry }));
}

describe('sandbox clock advance 400d', () => {
  it('leaves the points that the policy of each machine promises', async () => {
    const world = defaultWorld();
    const advanced = await runCli(['sandbox', 'clock', 'advance', '400d'], { world });
    expect(advanced.code).toBe(0);
    settleWorld(world, world.nowMilliseconds);
    const now = TEST_NOW + 400 * DAY;
    expect(world.nowMilliseconds).toBe(now);
    expect(pointsOf(world, 'vm005')).toEqual(promised(TEST_NOW, now));
    // Their backups fail: of the points that they had, the last one is kept.
    expect(pointsOf(world, 'vm014')).toHaveLength(1);
    expect(pointsOf(world, 'vm016')).toHaveLength(1);
    // It was in soft delete.
    expect(pointsOf(world, 'vm011')).toEqual([]);
  });

  it('begins with the points that the policy has promised so far', () => {
    const oldest = TEST_NOW - 41 * DAY;
    expect(pointsOf(defaultWorld(), 'vm005')).toEqual(promised(oldest, TEST_NOW));
  });
});
