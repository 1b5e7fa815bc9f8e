import { describe, expect, it } from 'vitest';
import { summarise } from '../../../src/sandbox/summary.js';
import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import { buildDefaultWorld } from '../../../src/sandbox/estates/default-world.js';
import { buildEmptyWorld } from '../../../src/sandbox/estates/empty-world.js';

const now = Date.UTC(2026, 10, 23, 9);

describe('summarise', () => {
  it('counts what is in a world and changes nothing', () => {
    const state = buildDefaultWorld(now);
    const before = JSON.stringify(state);
    const summary = summarise(state);
    expect(JSON.stringify(state)).toBe(before);
    expect(summary).toMatchObject({ world: 'default', now: '2026-11-23T09:00:00.000Z' });
    expect(summary.counts).toMatchObject({
      subscriptions: 1,
      resourceGroups: 3,
      virtualMachines: 16,
      recoveryServicesVaults: 2,
      protectedItems: 5,
      faults: 0,
    });
  });

  it('has one row for each machine, in order of name', () => {
    const rows = summarise(buildDefaultWorld(now)).virtualMachines;
    expect(rows.map(({ name }) => name)).toEqual(rows.map(({ name }) => name).toSorted());
    expect(rows.find(({ name }) => name === 'VM005')).toEqual({
      id: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-prod/providers/Microsoft.Compute/virtualMachines/VM005',
      name: 'VM005',
      resourceGroup: 'rg-prod',
      osType: 'Windows',
      encryption: {
        kind: 'azure-disk-encryption',
        mechanism: 'SinglePass',
        keyEncryptionKey: true,
      },
      keyVault: 'kv-prod-app',
      protectedIn: [
        {
          vault: 'rsv-prod',
          protectionState: 'Protected',
          softDeleted: false,
          lastBackupStatus: 'Completed',
          recoveryPoints: 40,
        },
      ],
      situation: 'ADE, granted and protected',
    });
  });

  it.each([
    ['VM003', 'platform-managed-key'],
    ['VM004', 'customer-managed-key'],
    ['VM015', 'encryption-at-host'],
  ])('%s has %s', (name, kind) => {
    const row = summarise(buildDefaultWorld(now)).virtualMachines.find(
      (found) => found.name === name,
    );
    expect(row).toMatchObject({ encryption: { kind }, keyVault: undefined });
  });
});

describe('worldClock', () => {
  it('moves only forwards', () => {
    const state = buildEmptyWorld(now);
    const clock = worldClock(state);
    clock.advanceTo(now + 60_000);
    clock.advanceTo(now + 30_000);
    expect(clock.now()).toBe(now + 60_000);
    expect(state.nowMilliseconds).toBe(now + 60_000);
  });
});
