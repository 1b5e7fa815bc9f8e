// Access that the backup service has as a member of a group.

import { describe, expect, it } from 'vitest';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { assignRole } from '../../../src/sandbox/estates/build/role-assignments.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import {
  accessPolicies,
  backupAssignments,
  keyVaultId,
  principal,
  resource,
  substance,
} from '../support/contoso.js';
import { enable, grantAccess, preflight, status, words } from '../protection/only-item.js';

const ALL_WORDS = { keys: ['Get', 'List', 'Backup'], secrets: ['Get', 'List', 'Backup'] };

/** The service is in a group that is in the custodians' group, which holds access at the key vault. */
function worldWithGroup(grant: (world: WorldState) => void): WorldState {
  const world = defaultWorld();
  const inner = {
    ...principal(world, objectIds.custodians),
    objectId: 'aaaaaaaa-0000-4000-8000-000000000077',
    displayName: 'backup-services',
    members: [objectIds.backupService],
  };
  world.directory.principals.push(inner);
  principal(world, objectIds.custodians).members = [objectIds.custodian, inner.objectId];
  grant(world);
  return world;
}

function byPolicy(world: WorldState): void {
  const { tenantId } = principal(world, objectIds.custodians);
  const vault = resource(world, keyVaultId('kv-prod-policy'));
  vault.properties['accessPolicies'] = [
    ...accessPolicies(world, 'kv-prod-policy'),
    { tenantId, objectId: objectIds.custodians, permissions: ALL_WORDS },
  ];
}

const findingsOf = (item: { readonly findings: readonly { readonly checkId: string }[] }) =>
  item.findings.filter(({ checkId }) => /^access\..*-granted$/u.test(checkId));

describe('a role of a group', () => {
  it.each([
    ['the key vault', keyVaultId('kv-prod-rbac')],
    ['the subscription', '/subscriptions/00000000-0000-0000-0000-000000000001'],
  ])('at %s is access', async (_, scope) => {
    const principalId = objectIds.custodians;
    const world = worldWithGroup((made) =>
      assignRole(made, { principalId, role: 'keyVaultAdministrator', scope }),
    );
    const { item } = await preflight('--vm VM001', { world });
    expect(findingsOf(item)).toMatchObject([{ status: 'pass' }, { status: 'pass' }]);
    expect(JSON.stringify(findingsOf(item))).toContain('through the group');
    const granted = await grantAccess('--vm VM001', { world });
    expect(granted.item.outcome).toBe('already-granted');
    expect(granted.run.writes).toEqual([]);
    expect((await status('--vm VM001', { world })).item.keyAccess).toBe('granted');
    expect((await enable('--vm VM001', { world })).run.code).toBe(0);
  });

  it('is not taken away by --revoke, not even a role of ours', async () => {
    const world = defaultWorld();
    await grantAccess('--vm VM001', { world });
    principal(world, objectIds.custodians).members = [objectIds.backupService];
    const [ours] = backupAssignments(world, 'kv-prod-rbac');
    if (ours === undefined) {
      throw new Error('nothing was granted');
    }
    const name = 'cccccccc-0000-4000-8000-000000000001';
    world.authorization.assignments[name] = {
      ...ours,
      name,
      principalId: objectIds.custodians,
      principalType: 'Group',
    };
    const { run, item } = await grantAccess('--vm VM001 --revoke --yes', { world });
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('revoked');
    expect(Object.keys(world.authorization.assignments)).toContain(name);
    expect(backupAssignments(world, 'kv-prod-rbac')).toEqual([]);
  });
});

describe('an access policy of a group', () => {
  it('is unknown access, neither granted nor missing', async () => {
    const world = worldWithGroup(byPolicy);
    const { item } = await preflight('--vm VM002', { world });
    const [secrets] = findingsOf(item);
    expect(secrets).toMatchObject({ status: 'unknown' });
    expect(JSON.stringify(secrets)).toContain(objectIds.custodians);
    expect((await status('--vm VM002', { world })).item.keyAccess).toBe('unknown');
  });

  it('is made certain by a grant to the service itself', async () => {
    const world = worldWithGroup(byPolicy);
    const { run, item } = await grantAccess('--vm VM002', { world });
    expect(run.code).toBe(0);
    expect(item).toMatchObject({ outcome: 'granted', keyVaults: [{ missing: [] }] });
    const again = substance(world);
    expect((await grantAccess('--vm VM002', { world })).run.writes).toEqual([]);
    expect(substance(world)).toEqual(again);
    expect((await preflight('--vm VM002', { world })).item.verdict).toBe('ready');
  });

  it('does not stop enable --grant', async () => {
    const world = worldWithGroup(byPolicy);
    const { run, item } = await enable('--vm VM002 --grant', { world });
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('enabled');
  });

  it('of whom the directory tells nothing is not called missing', async () => {
    const world = defaultWorld();
    principal(world, objectIds.operator).graphPermissions = [];
    const given = `--backup-principal-id ${objectIds.backupService}`;
    const { item } = await preflight(`--vm VM002 ${given}`, { world });
    expect(findingsOf(item)[0]).toMatchObject({ status: 'unknown' });
    expect((await runCli(words('grant-access', `--vm VM002 ${given}`), { world })).code).toBe(0);
  });
});
