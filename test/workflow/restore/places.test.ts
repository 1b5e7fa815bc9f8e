// Where a restore stages, who opens that place, who approves it, and how an archived point is brought back.
import { describe, expect, it } from 'vitest';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { assignRole } from '../../../src/sandbox/estates/build/role-assignments.js';
import { resourceId } from '../../../src/sandbox/estates/build/contoso.js';
import { findBackupVault } from '../../../src/sandbox/providers/backup/backup-vault.js';
import type { BackupVault } from '../../../src/sandbox/providers/backup/state.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld } from '../../support/run-cli.js';
import { jobsOf } from '../backups/backups.js';
import { addVaultIdentity, allowStaging, archivePoints, setStaging } from './place-worlds.js';
import { errorOf, itemOfRestore, restore } from './restores.js';

const GUARD =
  '/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/rg-security/providers/Microsoft.DataProtection/resourceGuards/guard';

/** The vault of production. */
function production(world: WorldState): BackupVault {
  const vault = findBackupVault(
    world,
    resourceId('rg-prod', 'Microsoft.RecoveryServices/vaults', 'rsv-prod'),
  );
  if (vault === undefined) {
    throw new Error('the world has no rsv-prod');
  }
  return vault;
}

/** All staging accounts as told. */
function staging(properties: Readonly<Record<string, unknown>>): WorldState {
  const world = defaultWorld();
  setStaging(world, properties);
  return world;
}

function restores(world: WorldState): number {
  return jobsOf(world).filter(({ operation }) => operation === 'Restore').length;
}

describe('a staging account', () => {
  it('with a hierarchical namespace is refused before anything is sent', async () => {
    const world = staging({ isHnsEnabled: true });
    const run = await restore('--vm VM005 --staging-account stprodrestore', world);
    expect(run.code).toBe(5);
    expect(errorOf(run)).toMatchObject({ code: 'AZB_STAGING_ACCOUNT_UNFIT' });
    expect(run.stderr).toContain('hierarchical namespace');
    expect(run.writes).toEqual([]);
  });
});

describe('a staging account without access by key', () => {
  const keyless = (): WorldState => staging({ allowSharedKeyAccess: false });
  it('is refused with the option that makes it do', async () => {
    const world = keyless();
    const run = await restore('--vm VM005 --staging-account stprodrestore', world);
    expect(run.code).toBe(5);
    expect(run.stderr).toContain('--staging-identity system');
    expect(run.writes).toEqual([]);
  });

  it.each([
    ['system', 'has no system-assigned identity', '--system-assigned'],
    ['/subscriptions/s/x/identities/mine', 'does not have the identity', '--user-assigned'],
  ])('needs the identity %s of the vault', async (identity, cause, fix) => {
    const world = keyless();
    const run = await restore(`--vm VM005 --staging-identity ${identity}`, world);
    expect(run.code).toBe(5);
    expect(errorOf(run)).toMatchObject({
      code: 'AZB_STAGING_IDENTITY_UNFIT',
      cause: expect.stringContaining(cause),
      fix: [expect.stringMatching(`^az backup vault identity assign .*${fix}`)],
    });
    expect(run.writes).toEqual([]);
  });

  it('is refused by Azure where the identity may not write to it', async () => {
    const world = keyless();
    addVaultIdentity(world);
    const run = await restore('--vm VM005 --staging-identity system', world);
    expect(run.code).toBe(5);
    expect(run.stderr).toContain('Storage Blob Data Contributor');
    expect(restores(world)).toBe(0);
  });

  it('stages a restore by the identity of the vault', async () => {
    const world = keyless();
    addVaultIdentity(world);
    allowStaging(world);
    const run = await restore('--vm VM005 --staging-identity system', world);
    expect(run.stderr).not.toContain('error');
    expect(run.code).toBe(0);
    expect(itemOfRestore(run).outcome).toBe('restored');
    const again = await restore('--vm VM005 --staging-identity system', world);
    expect(again.writes).toEqual([]);
  });

  it('needs a word that is an identity', async () => {
    const run = await restore('--vm VM005 --staging-identity mine', keyless());
    expect(run.code).toBe(2);
  });
});

describe('a vault whose Resource Guard watches over restores', () => {
  const guarded = (): WorldState => {
    const world = defaultWorld();
    production(world).resourceGuard = {
      proxyName: 'VaultProxy',
      resourceGuardId: GUARD,
      updatedMilliseconds: 0,
      unlocked: {},
    };
    return world;
  };

  it('refuses a restore without an approval, with the request to name', async () => {
    const world = guarded();
    const run = await restore('--vm VM005', world);
    expect(run.code).toBe(4);
    const error = errorOf(run);
    expect(error.code).toBe('AZB_RESOURCE_GUARD');
    expect(error.fix[0]).toMatch(/--resource-guard-request \/subscriptions\/.*\/default$/u);
    expect(run.writes).toEqual([]);
  });

  it('takes it with an approval of the guard', async () => {
    const world = guarded();
    const [fix = ''] = errorOf(await restore('--vm VM005', world)).fix;
    const request = fix.split(' ').at(-1);
    const argv = `--vm VM005 --resource-guard-request ${request ?? ''}`;
    const refused = await restore(argv, world);
    expect(refused.code).toBe(4);
    expect(restores(world)).toBe(0);
    assignRole(world, { principalId: objectIds.operator, role: 'contributor', scope: GUARD });
    const run = await restore(argv, world);
    expect(run.code).toBe(0);
    expect(itemOfRestore(run).outcome).toBe('restored');
  });

  it('sends no approval to a vault without a guard’s say', async () => {
    const world = defaultWorld();
    const run = await restore('--vm VM005', world);
    expect(run.code).toBe(0);
    const started = run.writes.find(({ url }) => url.includes('/restore?'));
    expect(started?.url).toContain('api-version=2023-06-01');
  });
});

describe('a point in the archive', () => {
  const archived = (): WorldState => {
    const world = defaultWorld();
    archivePoints(world);
    return world;
  };
  const nameOfPoint = (world: WorldState): string => {
    const item = Object.values(production(world).items).find(({ vmId }) => /vm005$/iu.test(vmId));
    return item?.recoveryPoints[0]?.name ?? '';
  };

  it('is refused with hours, cost and option', async () => {
    const world = archived();
    const run = await restore(`--vm VM005 --recovery-point ${nameOfPoint(world)}`, world);
    expect(run.code).toBe(5);
    const error = errorOf(run);
    expect(error).toMatchObject({
      code: 'AZB_POINT_ARCHIVED',
      cause: expect.stringMatching(/15 hours .*charges/u),
      fix: [expect.stringContaining('--rehydrate standard')],
    });
    expect(run.writes).toEqual([]);
  });

  it.each([
    ['standard', '', 15, 15 * 3600],
    ['high', '--rehydrate-for 30d', 30, 3600],
  ])('is brought back (%s %s) and restored', async (priority, more, days, seconds) => {
    const world = archived();
    const started = world.nowMilliseconds;
    const run = await restore(`--vm VM005 --rehydrate ${priority} ${more}`, world);
    expect(run.stderr).not.toContain('error');
    expect(run.code).toBe(0);
    const item = itemOfRestore(run);
    expect(item).toMatchObject({ outcome: 'restored', recoveryPoint: { tier: 'archive' } });
    expect(item.notes.join(' ')).toContain(`${days} days`);
    expect((world.nowMilliseconds - started) / 1000).toBeGreaterThan(seconds);
    const again = await restore('--vm VM005 --again', world);
    expect(itemOfRestore(again).recoveryPoint).toMatchObject({ tier: 'vault' });
  });

  it('costs nothing where the point can be read anyway', async () => {
    const run = await restore('--vm VM005 --rehydrate high --dry-run', defaultWorld());
    expect(run.code).toBe(0);
    expect(itemOfRestore(run).notes.join(' ')).toContain('--rehydrate is not needed');
  });

  it.each(['--rehydrate-for 15d', '--rehydrate high --rehydrate-for 7d', '--rehydrate low'])(
    'needs its options together, and in Azure’s range: %s',
    async (more) => {
      const run = await restore(`--vm VM005 ${more}`, archived());
      expect(run.code).toBe(2);
      expect(run.writes).toEqual([]);
    },
  );
});
