// Recovery points that are there after the end of ADE, and the policies that make them.
import { describe, expect, it } from 'vitest';
import type { RetirementPointsDocument } from '../../../src/commands/retirement/points.result.js';
import { buildFleetWorld } from '../../../src/sandbox/estates/fleet-world.js';
import { findBackupVault } from '../../../src/sandbox/providers/backup/backup-vault.js';
import { resourcesOfType } from '../../../src/sandbox/kernel/resource.js';
import { subscriptionId } from '../../../src/sandbox/estates/build/contoso.js';
import { DEFAULT_VAULT_SETTINGS } from '../../../src/sandbox/providers/recovery-services/vaults/seed.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { retirementWorld } from '../../support/worlds/retirement-world.js';
import { runCli, TEST_NOW } from '../../support/run-cli.js';
import { PRODUCTION_VAULT, resource, vmId } from '../support/contoso.js';

const DEADLINE = Date.UTC(2028, 8, 15);

async function points(world: WorldState, ...words: string[]): Promise<RetirementPointsDocument> {
  const run = await runCli(['retirement', 'points', '--all', ...words, '-o', 'json'], { world });
  expect(run.code).toBe(0);
  return run.json<RetirementPointsDocument>();
}

describe('retirement points', () => {
  it('lists the points of 36 months and 10 years, and what is kept for good', async () => {
    const { items } = await points(retirementWorld());
    expect(
      items.map(({ vm, expiry, basis, remedy }) => [
        vm.name.toUpperCase(),
        expiry?.slice(0, 10),
        basis,
        remedy,
      ]),
    ).toEqual([
      ['VM103', '2029-11-01', 'azure', 'expire'],
      ['VM104', '2036-11-01', 'azure', 'expire'],
      ['VM107', undefined, 'last-point', 'restore-and-reprotect'],
    ]);
  });

  it('says from which day on each policy makes such points, and the change that stops it', async () => {
    const { policies } = await points(retirementWorld());
    const facts = policies.map(({ policy, verdict, from, change }) => [
      policy.name,
      [verdict, from?.rule, from?.day],
      change?.command.replace(/^.* --keep /u, ''),
      change?.until?.day,
    ]);
    expect(Object.fromEntries(facts.map(([name, ...rest]) => [name, rest]))).toMatchObject({
      // 18:00 of 15 August and 30 days are 18:00 of 14 September.
      'keep-30-days': [['not-yet', 'daily', '2028-08-16'], undefined, undefined],
      'keep-12-months': [['not-yet', 'monthly', '2027-10-01'], undefined, undefined],
      'keep-36-months': [
        ['shorten', 'monthly', '2025-10-01'],
        'daily=30,monthly=21@1',
        '2027-01-01',
      ],
      'keep-10-years': [
        ['shorten', 'yearly', '2018-11-01'],
        'daily=30,yearly=1@nov:1',
        '2027-11-01',
      ],
    });
  });

  it('names a change that policy update takes, after which the points are gone by the deadline', async () => {
    const world = retirementWorld();
    const { policies } = await points(world);
    for (const { change } of policies.filter((each) => each.change !== null)) {
      const words = (change?.command ?? '').split(' ').slice(1);
      const run = await runCli([...words, '--accept-retention-loss', '--yes'], { world });
      expect(run.code).toBe(0);
    }
    const after = await points(world);
    expect(after.items.map(({ vm }) => vm.id)).toEqual([vmId('VM107')]);
    const commands = after.policies.flatMap(({ change }) => change?.command ?? []);
    expect(commands).toEqual([expect.stringContaining('--keep daily=30,yearly=none')]);
  });

  it('offers no shorter retention where the vault is immutable', async () => {
    const world = retirementWorld();
    const { properties } = resource(world, PRODUCTION_VAULT);
    properties['settings'] = { ...DEFAULT_VAULT_SETTINGS, immutabilityState: 'Unlocked' };
    const { policies, items } = await points(world);
    const judged = policies.find(({ policy }) => policy.name === 'keep-10-years');
    expect([judged?.verdict, judged?.change]).toEqual(['immutable', null]);
    expect(items.every(({ remedy }) => remedy === 'restore-and-reprotect')).toBe(true);
  });

  it('agrees with the expiry that every point of a fleet has, to the second', async () => {
    const world = buildFleetWorld({ virtualMachines: 150, seed: 'r', nowMilliseconds: TEST_NOW });
    const expected = spreadExpiry(world);
    const { items, summary } = await points(world, '--subscription', subscriptionId);
    expect(summary.machines).toBeGreaterThan(30);
    const told = items.filter(({ basis }) => basis === 'azure');
    expect(new Set(told.map(({ name, expiry }) => `${name} ${expiry}`))).toEqual(new Set(expected));
    expect(expected.length).toBeGreaterThan(10);
  });
});

/** Has the points of living items expire around the deadline; the encrypted ones that outlive it. */
function spreadExpiry(world: WorldState): readonly string[] {
  const ids = resourcesOfType(world, 'Microsoft.RecoveryServices/vaults').map(({ id }) => id);
  const items = ids
    .filter((id) => id.includes(subscriptionId))
    .flatMap((id) => Object.values(findBackupVault(world, id)?.items ?? {}))
    .filter(({ protectionState, deletion }) => {
      return protectionState !== 'ProtectionStopped' && deletion === undefined;
    });
  const all = items.flatMap(({ recoveryPoints }) => recoveryPoints);
  for (const [place, point] of all.entries()) {
    point.expiryMilliseconds = DEADLINE + ((place % 11) - 5) * 1000;
  }
  return all
    .filter(({ expiryMilliseconds = 0 }) => expiryMilliseconds > DEADLINE)
    .filter(({ keyAndSecret }) => keyAndSecret !== undefined)
    .map(({ name, expiryMilliseconds = 0 }) => {
      return `${name} ${new Date(expiryMilliseconds).toISOString().replace('.000', '')}`;
    });
}
