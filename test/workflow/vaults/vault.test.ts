// `azbackup vault list`, `vault show` and `vault create`.
import { describe, expect, it } from 'vitest';
import type {
  VaultCreateDocument,
  VaultDocument,
  VaultsDocument,
} from '../../../src/commands/vault/result.js';
import { findBackupVault } from '../../../src/sandbox/providers/backup/backup-vault.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { PRODUCTION_VAULT, recoveryVaultId, resource } from '../support/contoso.js';

const CREATE = 'vault create rsv-new -g rg-prod --redundancy zrs --soft-delete-days 30'.split(' ');

function created(run: { json<T>(): T }): VaultCreateDocument['items'][number] | undefined {
  return run.json<VaultCreateDocument>().items[0];
}

describe('vault list', () => {
  it('lists all of the subscription, or of one group', async () => {
    const all = await runCli(['vault', 'list', '-o', 'json']);
    expect(all.code).toBe(0);
    const document = all.json<VaultsDocument>();
    expect(document.items).toMatchObject([
      {
        vault: { name: 'rsv-legacy' },
        redundancy: 'LocallyRedundant',
        protectedItems: 1,
      },
      {
        vault: { name: 'rsv-prod' },
        redundancy: 'GeoRedundant',
        crossRegionRestore: true,
        softDelete: { state: 'Enabled', retentionDays: 14 },
        immutability: 'Disabled',
        protectedItems: 3,
        softDeletedItems: 1,
      },
    ]);
    const narrowed = await runCli(['vault', 'list', '-g', 'RG-LEGACY', '-o', 'json']);
    expect(narrowed.json<VaultsDocument>().items).toHaveLength(1);
  });

  it('says what could not be read, and is then partial', async () => {
    const faults = [
      { match: 'GET **/rsv-prod/backupProtectedItems', then: { kind: 'status', status: 403 } },
    ] as const;
    const run = await runCli(['vault', 'list'], { faults });
    expect(run.code).toBe(6);
    expect(run.stdout).toMatch(/rsv-prod: could not be read: items/u);
  });
});

describe('vault show', () => {
  it('tells what is in it, and what can no longer be changed and why', async () => {
    const run = await runCli(['vault', 'show', 'rsv-prod', '-o', 'json']);
    const [item] = run.json<VaultDocument>().items;
    expect(item).toMatchObject({
      itemStates: { Protected: 3, SoftDeleted: 1 },
      redundancyLocked: true,
      encryption: { kind: 'platform', keyUrl: null },
      identity: null,
      resourceGuard: null,
      softDeleted: [{ vm: { name: 'VM011' }, purgedAt: '2026-12-04T18:00:00Z' }],
      unread: [],
    });
    const settled = item?.rules.filter(({ changeable }) => !changeable);
    expect(settled?.map(({ setting }) => setting)).toEqual([
      'location',
      'redundancy',
      'cross-region-restore',
      'encryption',
    ]);
    const text = await runCli(['vault', 'show', PRODUCTION_VAULT]);
    expect(text.stdout).toMatch(/it cannot be changed after the first item is protected/u);
  });

  it('names the Resource Guard and what it guards', async () => {
    const world = defaultWorld();
    const guard =
      '/subscriptions/s/resourceGroups/g/providers/Microsoft.DataProtection/resourceGuards/mua';
    const vault = findBackupVault(world, PRODUCTION_VAULT);
    if (vault !== undefined) {
      vault.resourceGuard = {
        proxyName: 'VaultProxy',
        resourceGuardId: guard,
        updatedMilliseconds: 0,
        unlocked: {},
      };
    }
    const run = await runCli(['vault', 'show', 'rsv-prod'], { world });
    expect(run.stdout.replaceAll(/\s+/gu, ' ')).toMatch(
      /mua \(g\) must approve: deleting backups, stopping or weakening the protection/u,
    );
  });
});

describe('vault create', () => {
  it('makes a vault, and a second run has nothing to do', async () => {
    const world = defaultWorld();
    const first = await runCli([...CREATE, '-o', 'json'], { world });
    expect(first.code).toBe(0);
    expect(created(first)).toMatchObject({
      outcome: 'created',
      location: 'japaneast',
      redundancy: 'ZoneRedundant',
      softDelete: { retentionDays: 30 },
    });
    const second = await runCli([...CREATE, '-o', 'json'], { world });
    expect(second.code).toBe(0);
    expect(second.writes).toEqual([]);
    expect(created(second)).toMatchObject({ outcome: 'unchanged', differences: [] });
  });

  it('changes nothing in a dry run', async () => {
    const run = await runCli([...CREATE, '--dry-run', '-o', 'json']);
    expect(run.writes).toEqual([]);
    expect(created(run)?.changes.map(({ type }) => type)).toEqual([
      'create-vault',
      'set-soft-delete-days',
    ]);
  });

  it('changes what can still be changed, and no more is needed after', async () => {
    const world = defaultWorld();
    await runCli(CREATE, { world });
    const argv =
      'vault create rsv-new --redundancy grs --cross-region-restore --soft-delete-days 60'.split(
        ' ',
      );
    const run = await runCli([...argv, '-o', 'json'], { world });
    expect(run.code).toBe(0);
    expect(created(run)).toMatchObject({
      outcome: 'changed',
      redundancy: 'GeoRedundant',
      crossRegionRestore: true,
      softDelete: { retentionDays: 60 },
    });
    expect((await runCli(argv, { world })).writes).toEqual([]);
  });

  it.each([
    [
      'rsv-prod --redundancy lrs',
      'redundancy',
      /cannot be changed after the first item is protected/u,
    ],
    ['rsv-legacy --cross-region-restore', 'cross-region-restore', /only geo-redundant vaults/u],
    ['rsv-prod -l westeurope', 'location', /region of a vault cannot be changed/u],
  ])('refuses %s before anything is sent, with the reason', async (argv, setting, reason) => {
    const run = await runCli(['vault', 'create', ...argv.split(' '), '-o', 'json']);
    expect(run.code).toBe(5);
    expect(run.writes).toEqual([]);
    const difference = created(run)?.differences.find((each) => each.setting === setting);
    expect(difference).toMatchObject({ possible: false });
    expect(difference?.reason).toMatch(reason);
  });

  it('does not shorten the time for which deleted backups are kept', async () => {
    const world = defaultWorld();
    const vault = findBackupVault(world, PRODUCTION_VAULT);
    if (vault !== undefined) {
      vault.softDelete.retentionDays = 90;
    }
    const run = await runCli('vault create rsv-prod --soft-delete-days 14'.split(' '), { world });
    expect(run.code).toBe(5);
    expect(run.writes).toEqual([]);
  });

  it('goes on where an interrupted run stopped', async () => {
    const whole = await runCli(CREATE);
    const sent = whole.exchanges.findIndex(({ method }) => method === 'PUT') + 1;
    const world: WorldState = defaultWorld();
    const stopped = await runCli(CREATE, {
      world,
      signalAfter: { requests: sent, signal: 'SIGINT' },
    });
    expect(stopped.code).toBe(130);
    expect(stopped.stdout.replaceAll(/\s+/gu, ' ')).toMatch(/Run the command again to continue/u);
    const again = await runCli([...CREATE, '-o', 'json'], { world });
    expect(again.code).toBe(0);
    expect(created(again)).toMatchObject({ softDelete: { retentionDays: 30 } });
    expect(resource(world, recoveryVaultId('rsv-new'))).toBeDefined();
  });
});
