// Points that lie in vaults of other subscriptions than their machines': found where the vaults can be read, and else nothing
// is said to be all.
import { describe, expect, it } from 'vitest';
import type { GateDocument } from '../../../src/commands/gate/result.js';
import type { RetirementKeysDocument } from '../../../src/commands/retirement/keys/result.js';
import type { RetirementPointsDocument } from '../../../src/commands/retirement/points.result.js';
import { addDailyVault, protectDaily } from '../../../src/sandbox/estates/build/daily-vault.js';
import { addSubscription, resourceGroupId } from '../../../src/sandbox/estates/build/contoso.js';
import { buildCrossSubscriptionWorld } from '../../../src/sandbox/estates/cross-subscription-world.js';
import { removeResource } from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli, TEST_NOW, type RunOptions } from '../../support/run-cli.js';
import { vmId } from '../support/contoso.js';

const FIRST = '00000000-0000-0000-0000-000000000001';
const SECOND = '00000000-0000-0000-0000-000000000002';
const OTHER = '00000000-0000-0000-0000-000000000007';
const CENTRAL =
  `/subscriptions/${FIRST}/resourceGroups/rg-backup/providers/Microsoft.RecoveryServices/vaults/rsv-central`.toLowerCase();
const ADE02 = `/subscriptions/${SECOND}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/ade02`;

/** A vault of the first subscription has the points of a machine of the second that was deleted. */
function withoutMachine(): WorldState {
  const world = buildCrossSubscriptionWorld(TEST_NOW);
  removeResource(world, ADE02);
  return world;
}

/** Its protection in the first subscription was stopped, and a vault of its own one has gone on. */
function protectInOwnSubscription(world: WorldState): void {
  const item = Object.values(world.backup[CENTRAL]?.items ?? {}).find(
    ({ vmId: id }) => id === ADE02,
  );
  if (item !== undefined) {
    item.protectionState = 'ProtectionStopped';
  }
  const vaultId = addDailyVault(world, {
    name: 'rsv-data',
    resourceGroup: resourceGroupId('rg-app', SECOND),
  });
  protectDaily(world, { vaultId, vmId: ADE02 });
}

/** The default world, in which a deleted machine's secret is free from some day on, and a second subscription. */
function withSecondSubscription(): WorldState {
  const world = defaultWorld();
  removeResource(world, vmId('VM011'));
  addSubscription(world, {
    subscriptionId: OTHER,
    displayName: 'Other',
    resourceGroups: [resourceGroupId('rg-other', OTHER)],
  });
  return world;
}

/** The caller sees the subscription, and may read nothing in it. */
const closed: RunOptions = {
  around: async (request, answer) =>
    new URL(request.url).pathname.toLowerCase().startsWith(`/subscriptions/${OTHER}/`)
      ? Response.json({ error: { code: 'AuthorizationFailed', message: 'no' } }, { status: 403 })
      : answer(),
};

const keys = ['retirement', 'keys', '--all', '--subscription', FIRST, '-o', 'json'];

describe('a deleted VM with points in a vault of another subscription', () => {
  it('is among the points', async () => {
    const place = ['--all', '--subscription', SECOND, '--after', '2026-11-01'];
    const run = await runCli(['retirement', 'points', ...place, '-o', 'json'], {
      world: withoutMachine(),
    });
    expect(run.code).toBe(0);
    const { items } = run.json<RetirementPointsDocument>();
    expect(new Set(items.map(({ vm, vault }) => [vm.id, vault.name].join(' ')))).toEqual(
      new Set([`${ADE02} rsv-central`]),
    );
  });

  it('needs its secret', async () => {
    const argv = ['retirement', 'keys', '--all', '--subscription', SECOND, '-o', 'json'];
    const run = await runCli(argv, { world: withoutMachine() });
    const { items } = run.json<RetirementKeysDocument>();
    const secrets = items.filter(({ object, points }) => object === 'secret' && points > 0);
    expect(secrets.map(({ lastPoint }) => lastPoint?.vm.id)).toEqual([ADE02]);
  });

  it('is not in the way of one that is asked for by its tags', async () => {
    const place = ['--all', '--subscription', SECOND, '--location', 'japaneast'];
    const run = await runCli(['retirement', 'inventory', ...place, '-o', 'json'], {
      world: withoutMachine(),
    });
    expect(run.stdout).toContain('ade01');
    expect(run.stdout).not.toContain('ade02');
  });
});

const gateFile = (subscription: string): string =>
  `version: 1\nblocks:\n  - name: all\n    select: { all: true, subscription: ${subscription} }\n    rules: { no-points-after-retirement: true }\n`;

/** What became of the rule, for each machine. */
async function gate(
  subscription: string,
  options: RunOptions,
): Promise<{ readonly code: number; readonly outcomes: Readonly<Record<string, string>> }> {
  const stdin = gateFile(subscription);
  const run = await runCli(['gate', '-f', '-', '-o', 'json'], { stdin, ...options });
  const { items } = run.json<GateDocument>();
  const outcomes = Object.fromEntries(
    items.map(({ vm, results }) => [vm.name, results[0]?.outcome ?? '']),
  );
  return { code: run.code, outcomes };
}

describe('a gate on points after the end of ADE', () => {
  it('looks at points that a vault of another subscription has beside the own one', async () => {
    const world = buildCrossSubscriptionWorld(TEST_NOW);
    const points = Object.values(world.backup[CENTRAL]?.items ?? {})
      .filter(({ vmId: id }) => id === ADE02)
      .flatMap(({ recoveryPoints }) => recoveryPoints);
    expect(points).not.toEqual([]);
    expect((await gate(SECOND, { world })).outcomes).toMatchObject({ ade02: 'met' });
    for (const point of points) {
      point.expiryMilliseconds = Date.UTC(2029, 0, 1);
    }
    protectInOwnSubscription(world);
    const { code, outcomes } = await gate(SECOND, { world });
    expect([code, outcomes['ade02']]).toEqual([12, 'not-met']);
  });

  it('does not take what it could not look into for nothing', async () => {
    const open = await gate(FIRST, { world: withSecondSubscription() });
    expect(open.outcomes).toMatchObject({ VM001: 'not-applicable', VM005: 'met' });
    const { code, outcomes } = await gate(FIRST, { world: withSecondSubscription(), ...closed });
    expect(outcomes).toMatchObject({ VM001: 'unknown', VM005: 'unknown' });
    expect(code).toBe(6);
  });
});

describe('a subscription with vaults that nobody could look into', () => {
  it('has keys needed for who knows how long', async () => {
    const open = await runCli(keys, { world: withSecondSubscription() });
    expect(open.code).toBe(0);
    const daysOf = ({ items }: RetirementKeysDocument): readonly string[] =>
      items.flatMap(({ deleteFrom }) => deleteFrom ?? []);
    expect(daysOf(open.json())).not.toEqual([]);
    const run = await runCli(keys, { world: withSecondSubscription(), ...closed });
    const document = run.json<RetirementKeysDocument>();
    expect(daysOf(document)).toEqual([]);
    expect(document.gaps).toEqual([`not all vaults of subscriptions ${OTHER} were looked into`]);
    expect(run.code).toBe(6);
  });

  it.each([
    'retirement points --all',
    'retirement inventory --all',
    'retirement plan --vm VM005',
    'report --vm VM005',
  ])('%s says that it is not all', async (command) => {
    const argv = [...command.split(' '), '--subscription', FIRST, '-o', 'json'];
    const open = await runCli(argv, { world: withSecondSubscription() });
    expect(open.stderr).not.toContain(OTHER);
    const run = await runCli(argv, { world: withSecondSubscription(), ...closed });
    expect(run.stderr).toContain(`not looked for in all vaults of subscriptions ${OTHER}`);
    expect(run.code).toBe(6);
  });

  it('may have jobs of a machine of which no other vault knows', async () => {
    const of = (vm: string): string[] => ['jobs', 'list', '--vm', vm, '--subscription', FIRST];
    const world = withSecondSubscription();
    const unknown = await runCli(of('VM001'), { world, ...closed });
    expect(unknown.stderr).toContain('jobs of VM001 may be there');
    expect(unknown.code).toBe(6);
    expect((await runCli(of('VM001'), { world })).code).toBe(0);
    for (const vm of ['VM005', vmId('VM005')]) {
      expect((await runCli(of(vm), { world, ...closed })).code).toBe(0);
    }
  });
});
