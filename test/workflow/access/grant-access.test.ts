import { describe, expect, it } from 'vitest';
import type { ErrorEnvelope } from '../../../src/errors/error-envelope.js';
import type {
  GrantAccessDocument,
  GrantAccessItem,
} from '../../../src/commands/grant-access/result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { addKey } from '../../../src/sandbox/estates/build/key-encryption-key.js';
import { objectIds } from '../../../src/sandbox/estates/build/principals.js';
import { assignRole, builtInRoles } from '../../../src/sandbox/estates/build/role-assignments.js';
import { addVirtualMachine } from '../../../src/sandbox/estates/build/virtual-machine.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import {
  accessPolicies,
  addSubscription,
  backupAssignments,
  keepAssignments,
  keyVaultId,
  principal,
  substance,
  takeRoles,
} from '../support/contoso.js';
import { grantAccess, preflight, words } from '../protection/only-item.js';

const SECRETS = ['get', 'list', 'backup'];

function ourPolicy(world: WorldState, vault: string) {
  const [ours, ...more] = accessPolicies(world, vault).filter(
    ({ objectId }) => objectId === objectIds.backupService,
  );
  expect(more).toEqual([]);
  return ours?.permissions;
}

function details(item: GrantAccessItem, type: string) {
  return item.changes.filter((change) => change.type === type).map((change) => change.details);
}

/** A machine whose BEK lies in one key vault and whose KEK lies in another, of the other model. */
function worldWithKeysApart(): WorldState {
  const world = defaultWorld();
  const keysIn = { id: keyVaultId('kv-prod-policy'), name: 'kv-prod-policy' };
  addVirtualMachine(world, {
    name: 'VM103',
    resourceGroup: 'rg-prod',
    osType: 'Linux',
    ade: {
      keyVault: { id: keyVaultId('kv-prod-rbac'), name: 'kv-prod-rbac' },
      kek: addKey(world, keysIn, 'kek-vm103'),
    },
  });
  return world;
}

describe('grant-access gives what is lacking and nothing else', () => {
  it('RBAC key vault with BEK and KEK: one role, one assignment, then nothing is missing', async () => {
    const world = defaultWorld();
    const { run, item } = await grantAccess('--vm VM001', { world });
    expect(run.code).toBe(0);
    expect(item).toMatchObject({
      outcome: 'granted',
      keyVaults: [{ name: 'kv-prod-rbac', permissionModel: 'rbac', missing: [] }],
      principal: { objectId: objectIds.backupService },
    });
    expect(item.changes.map(({ type, status }) => [type, status])).toEqual([
      ['put-role-definition', 'done'],
      ['put-role-assignment', 'done'],
    ]);
    expect(backupAssignments(world, 'kv-prod-rbac')).toHaveLength(1);
  });

  it('key vault with access policies, BEK only: secrets alone', async () => {
    const world = defaultWorld();
    const others = structuredClone(accessPolicies(world, 'kv-prod-policy'));
    const { run, item } = await grantAccess('--vm VM002', { world });
    expect(run.code).toBe(0);
    expect(item.keyVaults).toMatchObject([{ name: 'kv-prod-policy', missing: [] }]);
    expect(ourPolicy(world, 'kv-prod-policy')?.secrets).toEqual(SECRETS);
    expect(ourPolicy(world, 'kv-prod-policy')?.keys ?? []).toEqual([]);
    const left = accessPolicies(world, 'kv-prod-policy').filter(
      ({ objectId }) => objectId !== objectIds.backupService,
    );
    expect(left).toEqual(others);
  });

  it('RBAC key vault, BEK only: the role without data actions on keys', async () => {
    const world = defaultWorld();
    addVirtualMachine(world, {
      name: 'VM104',
      resourceGroup: 'rg-prod',
      osType: 'Windows',
      ade: { keyVault: { id: keyVaultId('kv-prod-rbac'), name: 'kv-prod-rbac' } },
    });
    const { run } = await grantAccess('--vm VM104', { world });
    expect(run.code).toBe(0);
    const [role] = world.authorization.customRoles;
    expect(role?.roleName).toBe('azbackup-backup-secrets-reader');
    expect(role?.permissions.flatMap(({ dataActions }) => dataActions)).toHaveLength(3);
    expect(JSON.stringify(role)).not.toContain('/keys/');
  });

  it('BEK and KEK in two key vaults of two models: each gets its own', async () => {
    const world = worldWithKeysApart();
    const { run, item } = await grantAccess('--vm VM103', { world });
    expect(run.code).toBe(0);
    expect(item.keyVaults.map(({ name, missing }) => [name, missing])).toEqual(
      expect.arrayContaining([
        ['kv-prod-rbac', []],
        ['kv-prod-policy', []],
      ]),
    );
    expect(backupAssignments(world, 'kv-prod-rbac')).toHaveLength(1);
    expect(ourPolicy(world, 'kv-prod-policy')?.keys).toEqual(['get', 'list', 'backup']);
    world.nowMilliseconds += 60_000;
    expect((await preflight('--vm VM103', { world })).item.verdict).toBe('ready');
    expect((await runCli(words('enable', '--vm VM103'), { world })).code).toBe(0);
  });

  it('a compound access policy is not access of the service itself, and is left alone', async () => {
    const world = defaultWorld();
    const policies = accessPolicies(world, 'kv-prod-app');
    const held = policies.find(({ objectId }) => objectId === objectIds.backupService);
    Object.assign(held ?? {}, { applicationId: 'bbbbbbbb-0000-4000-8000-000000000001' });
    const compound = structuredClone(held);
    const { run, item } = await grantAccess('--vm VM005', { world });
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('granted');
    expect(accessPolicies(world, 'kv-prod-app')).toContainEqual(compound);
    const revoked = await grantAccess('--vm VM005 --revoke --yes', { world });
    expect(revoked.item.outcome).toBe('revoked');
    expect(accessPolicies(world, 'kv-prod-app')).toContainEqual(compound);
  });

  it('adds to a policy that the service holds already', async () => {
    const world = defaultWorld();
    const policies = accessPolicies(world, 'kv-prod-app');
    const held = policies.find(({ objectId }) => objectId === objectIds.backupService);
    held?.permissions.keys?.splice(0, 3, 'get', 'wrapKey');
    const { run } = await grantAccess('--vm VM005', { world });
    expect(run.code).toBe(0);
    expect(ourPolicy(world, 'kv-prod-app')?.keys?.toSorted()).toEqual([
      'backup',
      'get',
      'list',
      'wrapKey',
    ]);
  });

  it.each(['VM001', 'VM002', 'VM005', 'VM016'])('%s: a second run sends nothing', async (vm) => {
    const world = defaultWorld();
    await grantAccess(`--vm ${vm}`, { world });
    const before = substance(world);
    const { run, item } = await grantAccess(`--vm ${vm}`, { world });
    expect(run.code).toBe(0);
    expect(item).toMatchObject({ outcome: 'already-granted', changes: [] });
    expect(run.writes).toEqual([]);
    expect(substance(world)).toEqual(before);
  });

  it.each(['VM003', 'VM004', 'VM013', 'VM015'])('%s needs no grant', async (vm) => {
    const { run, item } = await grantAccess(`--vm ${vm}`);
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('not-needed');
    expect(run.writes).toEqual([]);
  });

  it('uses one custom role for several key vaults', async () => {
    const world = defaultWorld();
    const run = await runCli(words('grant-access', '--vm VM001 --vm VM016 --vm VM002'), { world });
    expect(run.code).toBe(0);
    expect(run.json<GrantAccessDocument>().summary).toMatchObject({
      outcomes: { granted: 3 },
      changes: 4,
    });
    expect(world.authorization.customRoles).toHaveLength(1);
    expect(backupAssignments(world, 'kv-prod-rbac')).toHaveLength(1);
    expect(backupAssignments(world, 'kv-prod-new')).toHaveLength(1);
  });
});

describe('grant-access --role and --scope', () => {
  it.each([
    ['administrator', ['Key Vault Administrator']],
    ['built-in', ['Key Vault Crypto User', 'Key Vault Secrets Officer']],
  ])('--role %s assigns what Azure documents, and makes no role', async (role, names) => {
    const world = defaultWorld();
    const { run, item } = await grantAccess(`--vm VM001 --role ${role}`, { world });
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('granted');
    expect(details(item, 'put-role-assignment')).toMatchObject(
      names.map((roleName) => ({ roleName })),
    );
    expect(world.authorization.customRoles).toEqual([]);
    expect(backupAssignments(world, 'kv-prod-rbac')).toHaveLength(names.length);
    const again = await grantAccess(`--vm VM001 --role ${role}`, { world });
    expect(again.run.writes).toEqual([]);
  });

  it('--scope object assigns at the one key and the one secret, and warns', async () => {
    const world = defaultWorld();
    const { run } = await grantAccess('--vm VM001 --scope object', { world });
    expect(run.stderr).toMatch(/warning: Azure does not document/u);
    expect(
      backupAssignments(world, 'kv-prod-rbac')
        .map(({ scope }) => scope.split('/').at(-2) ?? '')
        .toSorted(),
    ).toEqual(['keys', 'secrets']);
    // The one key alone carries what concerns keys.
    const secretsRole = world.authorization.customRoles.find(({ roleName }) =>
      roleName.includes('secrets'),
    );
    const atSecret = backupAssignments(world, 'kv-prod-rbac').find(({ scope }) =>
      scope.includes('/secrets/'),
    );
    expect(atSecret?.roleDefinitionName).toBe(secretsRole?.name);
  });

  it('a role that another subscription uses is extended, not overwritten', async () => {
    const world = defaultWorld();
    const other = addSubscription(world);
    await grantAccess('--vm VM001 --subscription 00000000-0000-0000-0000-000000000001', { world });
    const [role] = world.authorization.customRoles;
    const here = role?.assignableScopes[0] ?? '';
    keepAssignments(
      world,
      ({ principalId, scope }) =>
        principalId !== objectIds.backupService || !scope.endsWith('kv-prod-rbac'),
    );
    if (role !== undefined) {
      role.assignableScopes = [`/subscriptions/${other}`];
    }
    const { run, item } = await grantAccess(
      '--vm VM001 --subscription 00000000-0000-0000-0000-000000000001',
      { world },
    );
    expect(run.code).toBe(0);
    expect(details(item, 'put-role-definition')).toMatchObject([{ change: 'extend' }]);
    expect(world.authorization.customRoles).toHaveLength(1);
    expect(world.authorization.customRoles[0]?.assignableScopes.toSorted()).toEqual(
      [here, `/subscriptions/${other}`].toSorted(),
    );
  });
});

describe('grant-access --revoke', () => {
  it.each([
    ['VM001', 'kv-prod-rbac'],
    ['VM016', 'kv-prod-new'],
  ])('%s: takes back what was granted, and the role of others stays', async (vm, vault) => {
    const world = defaultWorld();
    const principalId = objectIds.custodian;
    assignRole(world, { principalId, role: 'keyVaultAdministrator', scope: keyVaultId(vault) });
    const before = structuredClone(world.authorization.assignments);
    await grantAccess(`--vm ${vm}`, { world });
    const { run, item } = await grantAccess(`--vm ${vm} --revoke --yes`, { world });
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('revoked');
    expect(run.writes.map(({ method }) => method)).toEqual(['DELETE']);
    expect(world.authorization.assignments).toEqual(before);
  });

  it('VM002: takes its access policy back, and leaves those of others', async () => {
    const world = defaultWorld();
    const before = structuredClone(accessPolicies(world, 'kv-prod-policy'));
    await grantAccess('--vm VM002', { world });
    const { run, item } = await grantAccess('--vm VM002 --revoke --yes', { world });
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('revoked');
    expect(accessPolicies(world, 'kv-prod-policy')).toEqual(before);
  });

  it('VM005: takes back words that are stored as the portal writes them', async () => {
    const world = defaultWorld();
    expect(ourPolicy(world, 'kv-prod-app')?.secrets).toEqual(['Get', 'List', 'Backup']);
    const { run, item } = await grantAccess('--vm VM005 --revoke --yes', { world });
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('revoked');
    expect(ourPolicy(world, 'kv-prod-app')).toBeUndefined();
  });

  it.each([
    [
      'VM005',
      'PUT',
      /accessPolicies\/remove/u,
      /kv-prod-app: keys Get, List, Backup; secrets Get/u,
    ],
    ['VM001', 'DELETE', /roleAssignments/u, /kv-prod-rbac: azbackup-backup-reader/u],
  ])('%s: what Azure left behind an answer of 200 is not revoked', async (vm, method, at, left) => {
    const world = defaultWorld();
    await grantAccess(`--vm ${vm}`, { world });
    const { run, item } = await grantAccess(`--vm ${vm} --revoke --yes`, {
      world,
      around: (request, answer) =>
        request.method === method && at.test(request.url)
          ? Promise.resolve(Response.json({ properties: { accessPolicies: [] } }))
          : answer(),
    });
    expect(run.code).toBe(7);
    expect(item.outcome).toBe('failed');
    expect(item.error?.code).toBe('AZB_REVOKE_NOT_EFFECTIVE');
    expect(item.error?.causes.join(' ')).toMatch(left);
  });

  it('is not done where the second look sees nothing', async () => {
    const world = defaultWorld();
    await grantAccess('--vm VM001', { world });
    let deleted = false;
    const { run, item } = await grantAccess('--vm VM001 --revoke --yes', {
      world,
      around: (request, answer) => {
        deleted ||= request.method === 'DELETE';
        return deleted && /roleAssignments\?/u.test(request.url)
          ? Promise.resolve(
              Response.json(
                { error: { code: 'AuthorizationFailed', message: 'no' } },
                { status: 403 },
              ),
            )
          : answer();
      },
    });
    expect(run.code).toBe(6);
    expect(item.error?.code).toBe('AZB_GRANT_UNKNOWN');
  });

  it('leaves an assignment of the service that somebody else made', async () => {
    const world = defaultWorld();
    expect(backupAssignments(world, 'kv-prod-retired')).toMatchObject([
      { roleDefinitionName: builtInRoles.keyVaultAdministrator },
    ]);
    const { run, item } = await grantAccess('--vm VM011 --revoke --yes', { world });
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('nothing-to-revoke');
    expect(run.writes).toEqual([]);
    expect(backupAssignments(world, 'kv-prod-retired')).toHaveLength(1);
  });

  it.each([
    ['--role administrator', 1],
    ['--role built-in', 2],
    ['--scope object', 2],
  ])('takes back what %s gave', async (choice, assignments) => {
    const world = defaultWorld();
    await runCli(words('grant-access', `--vm VM001 ${choice}`), { world });
    expect(backupAssignments(world, 'kv-prod-rbac')).toHaveLength(assignments);
    const { item } = await grantAccess('--vm VM001 --revoke --yes', { world });
    expect(item.outcome).toBe('revoked');
    expect(backupAssignments(world, 'kv-prod-rbac')).toEqual([]);
  });

  it('asks where nobody can answer: exit 2, nothing changed', async () => {
    const world = defaultWorld();
    await grantAccess('--vm VM001', { world });
    const before = substance(world);
    const run = await runCli(words('grant-access', '--vm VM001 --revoke'), { world });
    expect(run.code).toBe(2);
    const error: ErrorEnvelope = JSON.parse(run.stderr.trim().split('\n').at(-1) ?? '');
    expect(error).toMatchObject({ code: 'AZB_CONFIRMATION_NEEDED', fix: ['add --yes'] });
    expect(run.writes).toEqual([]);
    expect(substance(world)).toEqual(before);
  });

  it.each([
    [false, 1],
    [true, 0],
  ])('asks a person; the answer %s leaves %i assignments', async (answer, left) => {
    const world = defaultWorld();
    await grantAccess('--vm VM001', { world });
    const tty = { in: true, out: true, err: true };
    const run = await runCli(['grant-access', '--vm', 'VM001', '--revoke'], { world, tty, answer });
    expect(backupAssignments(world, 'kv-prod-rbac')).toHaveLength(left);
    expect(run.writes).toHaveLength(answer ? 1 : 0);
    expect(run.code).toBe(answer ? 0 : 2);
  });

  it('--dry-run shows what would be taken back and takes nothing', async () => {
    const world = defaultWorld();
    await grantAccess('--vm VM001', { world });
    const before = substance(world);
    const { run, item } = await grantAccess('--vm VM001 --revoke --dry-run', { world });
    expect(run.code).toBe(0);
    expect(item.outcome).toBe('planned');
    expect(item.changes).toMatchObject([{ type: 'delete-role-assignment', status: 'planned' }]);
    expect(substance(world)).toEqual(before);
  });
});

describe('grant-access by somebody who may not', () => {
  it('without the right to assign roles: exit 4, naming the action, the scope and who to hand it to', async () => {
    const world = defaultWorld();
    takeRoles(world, objectIds.operator, 'userAccessAdministrator');
    const before = substance(world);
    const { run, item } = await grantAccess('--vm VM001', { world });
    expect(run.code).toBe(4);
    expect(item.outcome).toBe('blocked');
    const finding = item.findings.find(({ checkId }) => checkId === 'access.caller-can-grant');
    const text = JSON.stringify(finding);
    expect(finding?.status).toBe('fail');
    expect(text).toContain('Microsoft.Authorization/roleAssignments/write');
    expect(text).toContain(keyVaultId('kv-prod-rbac'));
    expect(finding?.fix).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/azbackup grant-access --vm VM001$/u),
        expect.stringMatching(/^az role assignment create .*--scope .*kv-prod-rbac/u),
      ]),
    );
    expect(run.writes).toEqual([]);
    expect(substance(world)).toEqual(before);
  });

  it('the same for enable --grant, and for a key vault with access policies', async () => {
    const world = defaultWorld();
    takeRoles(world, objectIds.operator, 'userAccessAdministrator', 'contributor');
    assignRole(world, {
      principalId: objectIds.operator,
      role: 'reader',
      scope: '/subscriptions/00000000-0000-0000-0000-000000000001',
    });
    const rbac = await runCli(words('enable', '--vm VM001 --grant'), { world });
    expect(rbac.code).toBe(4);
    const { run, item } = await grantAccess('--vm VM002', { world });
    expect(run.code).toBe(4);
    const finding = item.findings.find(({ checkId }) => checkId === 'access.caller-can-grant');
    expect(JSON.stringify(finding)).toContain('Microsoft.KeyVault/vaults/accessPolicies/write');
    expect(finding?.fix.some((fix) => fix.startsWith('az keyvault set-policy'))).toBe(true);
  });

  it('the viewer may look into nothing of that: exit 4 too, and nothing is changed', async () => {
    const world = defaultWorld();
    const before = substance(world);
    const run = await runCli(words('grant-access', '--vm VM001 --sandbox-as azbackup-viewer'), {
      world,
    });
    expect(run.code).toBe(4);
    expect(run.writes).toEqual([]);
    expect(substance(world)).toEqual(before);
  });

  it('without Graph rights: exit 4 naming --backup-principal-id, and giving it works', async () => {
    const world = defaultWorld();
    principal(world, objectIds.operator).graphPermissions = [];
    const { run, item } = await grantAccess('--vm VM001', { world });
    expect(run.code).toBe(4);
    const finding = item.findings.find(({ checkId }) => checkId === 'access.principal-known');
    expect(finding?.status).toBe('unknown');
    expect(JSON.stringify(finding)).toContain('--backup-principal-id');
    expect(run.writes).toEqual([]);
    const given = await grantAccess(`--vm VM001 --backup-principal-id ${objectIds.backupService}`, {
      world,
    });
    expect(given.run.code).toBe(0);
    expect(given.item.outcome).toBe('granted');
    expect(backupAssignments(world, 'kv-prod-rbac')).toHaveLength(1);
  });
});
