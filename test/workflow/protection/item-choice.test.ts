// Which protected item `--vm` means, through a command that finds items in vaults.
import { describe, expect, it } from 'vitest';
import type { ErrorEnvelope } from '../../../src/errors/error-envelope.js';
import type { RecoveryPointsDocument } from '../../../src/commands/recovery-points/list.result.js';
import { removeResource } from '../../../src/sandbox/kernel/resource.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { seedRecoveryVault } from '../../../src/sandbox/providers/recovery-services/vaults/seed.js';
import { addProtection } from '../../../src/sandbox/estates/build/protection.js';
import { addVirtualMachine } from '../../../src/sandbox/estates/build/virtual-machine.js';
import { defaultWorld, runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { addSubscription, knownItem, recoveryVaultId, vmId } from '../support/contoso.js';
import { words } from './only-item.js';

const LEGACY = recoveryVaultId('rsv-legacy', 'rg-legacy');

/** A machine of a name that production has too, protected by the other vault. */
function withNamesake(name: string): WorldState {
  const world = defaultWorld();
  addVirtualMachine(world, { name, resourceGroup: 'rg-legacy', osType: 'Linux' });
  protectInLegacy(world, vmId(name, 'rg-legacy'));
  return world;
}

function protectInLegacy(world: WorldState, id: string): void {
  addProtection(world, {
    vaultId: LEGACY,
    vmId: id,
    policyName: 'DefaultPolicy',
    firstDay: 2,
  });
}

async function list(argv: string, options?: RunOptions): Promise<CliRun> {
  return await runCli(words('recovery-points list', argv), options);
}

function found(run: CliRun): [vm: string, vault: string][] {
  const { machines } = run.json<RecoveryPointsDocument>();
  return machines.map(({ vm, vault }) => [vm.id, vault.name]);
}

function refusal(run: CliRun): ErrorEnvelope {
  return JSON.parse(run.stderr.trim().split('\n').at(-1) ?? '');
}

describe('an item', () => {
  it.each([
    ['by name, in whatever vault it is', '--vm VM010', 'VM010', 'rsv-legacy'],
    ['by name in any casing', '--vm vm005', 'VM005', 'rsv-prod'],
    ['by the id of its machine', `--vm ${vmId('VM005').toLowerCase()}`, 'VM005', 'rsv-prod'],
    ['by name, in a vault by name', '--vm VM005 --vault RSV-PROD', 'VM005', 'rsv-prod'],
    ['by name, in a vault by id', `--vm VM010 --vault ${LEGACY}`, 'VM010', 'rsv-legacy'],
    ['by name, in a group', '--vm VM005 -g RG-PROD', 'VM005', 'rsv-prod'],
  ])('is found %s', async (_how, argv, vm, vault) => {
    const run = await list(argv);
    expect(run.code).toBe(0);
    expect(found(run)).toEqual([[vmId(vm), vault]]);
  });

  it('is found when its machine is gone', async () => {
    const world = defaultWorld();
    removeResource(world, vmId('VM005'));
    expect(found(await list('--vm VM005', { world }))).toEqual([[vmId('VM005'), 'rsv-prod']]);
  });

  it('is found when it lies in soft delete', async () => {
    expect(found(await list('--vm VM011'))).toEqual([[vmId('VM011'), 'rsv-prod']]);
  });

  it('is the living one, when another vault has it in soft delete', async () => {
    const world = defaultWorld();
    protectInLegacy(world, vmId('VM011'));
    expect(found(await list('--vm VM011', { world }))).toEqual([[vmId('VM011'), 'rsv-legacy']]);
    expect(found(await list('--vm VM011 --vault rsv-prod', { world }))).toEqual([
      [vmId('VM011'), 'rsv-prod'],
    ]);
  });

  it('named twice is one; several come in the order in which they were named', async () => {
    const run = await list(`--vm VM016 --vm VM005 --vm vm016 --vm ${vmId('VM005')}`);
    expect(found(run).map(([id]) => id)).toEqual([vmId('VM016'), vmId('VM005')]);
  });

  it('by id needs no subscription to be named', async () => {
    const world = defaultWorld();
    addSubscription(world);
    expect((await list(`--vm ${vmId('VM005')}`, { world })).code).toBe(0);
    expect(refusal(await list('--vm VM005', { world }))).toMatchObject({
      code: 'AZB_SUBSCRIPTION_AMBIGUOUS',
    });
  });
});

describe('a name that two items have', () => {
  it('is refused: both are named, with their vaults', async () => {
    const run = await list('--vm VM005', { world: withNamesake('VM005') });
    expect(run.code).toBe(2);
    const error = refusal(run);
    expect(error).toMatchObject({
      code: 'AZB_ITEM_AMBIGUOUS',
      message: '2 protected items are named VM005',
    });
    expect(error.cause).toContain(`${vmId('VM005')} in rsv-prod`);
    expect(error.cause).toContain(`${vmId('VM005', 'rg-legacy')} in rsv-legacy`);
    expect(error.fix.join(' ')).toMatch(/--vault or --resource-group/u);
  });

  it.each([
    ['its vault', '--vault rsv-legacy'],
    ['its group', '-g rg-legacy'],
  ])('is narrowed by %s', async (_what, argv) => {
    const run = await list(`--vm VM005 ${argv}`, { world: withNamesake('VM005') });
    expect(found(run)).toEqual([[vmId('VM005', 'rg-legacy'), 'rsv-legacy']]);
  });

  it('is narrowed by the id', async () => {
    const run = await list(`--vm ${vmId('VM005', 'rg-legacy')}`, {
      world: withNamesake('VM005'),
    });
    expect(found(run)).toEqual([[vmId('VM005', 'rg-legacy'), 'rsv-legacy']]);
  });

  it('is refused too when both lie in soft delete', async () => {
    const world = defaultWorld();
    protectInLegacy(world, vmId('VM011'));
    const item = knownItem(world, 'VM011', LEGACY);
    item.deletion = { deletedMilliseconds: world.nowMilliseconds, retentionDays: 14 };
    const run = await list('--vm VM011', { world });
    expect(refusal(run)).toMatchObject({ code: 'AZB_ITEM_AMBIGUOUS', exitCode: 2 });
  });
});

describe('an item that there is not', () => {
  it('exits 3 with near names, where there is no such machine either', async () => {
    const run = await list('--vm VM01');
    expect(run.code).toBe(3);
    const error = refusal(run);
    expect(error).toMatchObject({
      code: 'AZB_ITEM_NOT_FOUND',
      message: 'VM01 is not a protected item in any vault, and there is no such VM',
    });
    expect(error.cause).toContain('similar names: VM010, VM011');
    expect(error.fix).toEqual(['did you mean: --vm VM010']);
  });

  it('of a machine that exists leads to its protection, and to no other machine', async () => {
    const error = refusal(await list('--vm VM001'));
    expect(error).toMatchObject({ cause: null, fix: ['azbackup enable --vm VM001'] });
    expect(error.message).toBe('VM001 exists, but is not a protected item in any vault');
  });

  it.each([
    ['in this vault', '--vm VM005 --vault rsv-legacy', /not a protected item in rsv-legacy$/u],
    ['in this group', '--vm VM005 -g rg-legacy', /from resource group rg-legacy in any vault, /u],
    ['though another group has the name', `--vm ${vmId('VM005', 'rg-legacy')}`, /VM005 is not/u],
  ])('%s', async (_where, argv, message) => {
    const run = await list(argv);
    expect(run.code).toBe(3);
    expect(refusal(run).message).toMatch(message);
  });

  it.each(['/subscriptions/x/VM005', recoveryVaultId('rsv-prod')])(
    'because %s is the id of no machine: nothing is asked for then',
    async (id) => {
      const run = await list(`--vm ${id}`);
      expect(refusal(run)).toMatchObject({ code: 'AZB_VM_ID_MALFORMED', exitCode: 2 });
      expect(run.exchanges).toEqual([]);
    },
  );

  it.each(['--vault rsv-prd', `--vault ${recoveryVaultId('rsv-none')}`])(
    'in a vault that there is not: %s',
    async (argv) => {
      const run = await list(`--vm VM005 ${argv}`);
      expect(refusal(run)).toMatchObject({ code: 'AZB_VAULT_NOT_FOUND', exitCode: 3 });
    },
  );
});

describe('among many vaults', () => {
  function withManyVaults(): WorldState {
    const world = defaultWorld();
    for (const name of ['rsv-a', 'rsv-b', 'rsv-c', 'rsv-d']) {
      seedRecoveryVault(world, {
        id: recoveryVaultId(name),
        location: 'japaneast',
        createdMilliseconds: world.nowMilliseconds,
      });
    }
    return world;
  }

  const asked = ({ exchanges }: CliRun): string[] =>
    exchanges.flatMap(
      ({ url }) => /vaults\/(?<vault>[^/]+)\/backupProtectedItems/u.exec(url)?.[1] ?? [],
    );

  it.each(['VM005', vmId('VM005')])('only the one that protects %s is asked', async (vm) => {
    const run = await list(`--vm ${vm}`, { world: withManyVaults() });
    expect(found(run)).toEqual([[vmId('VM005'), 'rsv-prod']]);
    expect(asked(run)).toEqual(['rsv-prod']);
  });

  it.each([
    ['whose machine is gone', 'VM005'],
    ['that is soft-deleted', 'VM011'],
  ])('an item %s is looked for in all', async (what, vm) => {
    const world = withManyVaults();
    if (what.endsWith('gone')) {
      removeResource(world, vmId(vm));
    }
    const run = await list(`--vm ${vm}`, { world });
    expect(found(run)).toEqual([[vmId(vm), 'rsv-prod']]);
    expect(new Set(asked(run)).size).toBe(6);
  });

  it('a name of two machines is still ambiguous', async () => {
    const world = withManyVaults();
    addVirtualMachine(world, { name: 'VM005', resourceGroup: 'rg-legacy', osType: 'Linux' });
    protectInLegacy(world, vmId('VM005', 'rg-legacy'));
    expect(refusal(await list('--vm VM005', { world })).code).toBe('AZB_ITEM_AMBIGUOUS');
  });
});

describe('a vault that cannot be read', () => {
  const forbidden: RunOptions = {
    faults: [
      {
        match: 'GET **rsv-legacy/backupProtectedItems',
        then: { kind: 'status', status: 403, code: 'AuthorizationFailed' },
      },
    ],
  };

  it('ends the search: the item might be there, too', async () => {
    const run = await list('--vm VM005', forbidden);
    expect(run.code).toBe(4);
    expect(refusal(run)).toMatchObject({
      code: 'AZB_NOT_ALLOWED',
      message: 'the items of rsv-legacy could not be read',
    });
  });

  it('does not matter when another one is named', async () => {
    expect((await list('--vm VM005 --vault rsv-prod', forbidden)).code).toBe(0);
  });

  it('for want of an answer is exit 10', async () => {
    const run = await list('--vm VM005', {
      faults: [{ match: 'GET **/backupProtectedItems', then: { kind: 'status', status: 503 } }],
    });
    expect(refusal(run)).toMatchObject({ code: 'AZB_UNAVAILABLE', exitCode: 10 });
  });
});
