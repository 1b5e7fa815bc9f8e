// User-assigned identities and their principals. Recording managed-identity-put.201.
import { describe, expect, it } from 'vitest';
import { backupSandbox, type BackupSandbox } from '../../../../support/worlds/backup-world.js';
import { identityId, makeIdentity } from '../../../../support/worlds/identity-world.js';
import { tiny, vaultId } from '../../../../support/worlds/tiny-world.js';

const id = identityId('id-backup');
const body = { location: 'Japan East', tags: { team: 'a' } };
const VERSION = '2023-01-31';

async function assignRole(
  sandbox: BackupSandbox,
  principalId: string,
  more: Readonly<Record<string, string>> = {},
) {
  const guid = 'dddddddd-0000-4000-8000-000000000001';
  const scope = vaultId(tiny.rbacVault);
  const roleDefinitionId = `/subscriptions/${tiny.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${tiny.keyVaultAdministrator}`;
  const properties = { roleDefinitionId, principalId, ...more };
  const path = `${scope}/providers/Microsoft.Authorization/roleAssignments/${guid}`;
  return await sandbox.call('PUT', path, { properties }, '2022-04-01');
}

describe('a user-assigned identity', () => {
  it('is made with 201 and changed with 200', async () => {
    const sandbox = backupSandbox();
    const made = await sandbox.call('PUT', id, body, VERSION);
    expect(made).toMatchObject({
      status: 201,
      body: {
        location: 'japaneast',
        tags: { team: 'a' },
        id,
        name: 'id-backup',
        type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
        properties: { tenantId: tiny.tenantId },
      },
    });
    expect(made.headers.get('location')).toBe(id);
    const again = await sandbox.call('PUT', id, { ...body, tags: { team: 'b' } }, VERSION);
    expect(again).toMatchObject({ status: 200, body: { tags: { team: 'b' } } });
    expect(again.body.properties).toEqual(made.body.properties);
    const patched = await sandbox.call('PATCH', id, { tags: {} }, VERSION);
    expect(patched).toMatchObject({ status: 200, body: { tags: {} } });
    expect((await sandbox.call('GET', id, undefined, VERSION)).body).toEqual(patched.body);
  });

  it.each([
    ['another region', { id, body: { location: 'japanwest' } }, 409, 'InvalidResourceLocation'],
    ['a short name', { id: identityId('ab'), body }, 400, 'BadRequest'],
    ['a name that begins with a hyphen', { id: identityId('-abc'), body }, 400, 'BadRequest'],
  ] as const)('is refused: %s', async (_what, sent, status, code) => {
    const sandbox = backupSandbox();
    await makeIdentity(sandbox, 'id-backup');
    const answer = await sandbox.call('PUT', sent.id, sent.body, VERSION);
    expect(answer).toMatchObject({ status, body: { error: { code } } });
  });

  it('is listed in its group and subscription', async () => {
    const sandbox = backupSandbox();
    await makeIdentity(sandbox, 'id-one');
    await makeIdentity(sandbox, 'id-two');
    const suffix = '/providers/Microsoft.ManagedIdentity/userAssignedIdentities';
    for (const scope of [`/subscriptions/${tiny.subscriptionId}`, tiny.group]) {
      const { body: list } = await sandbox.call('GET', `${scope}${suffix}`, undefined, VERSION);
      expect(list.value.map(({ name }: { name: string }) => name)).toEqual(['id-one', 'id-two']);
    }
  });

  it('is gone for good once deleted, and its principal with it', async () => {
    const sandbox = backupSandbox();
    const { principalId } = await makeIdentity(sandbox, 'id-backup');
    expect((await sandbox.call('DELETE', id, undefined, VERSION)).status).toBe(200);
    expect((await sandbox.call('DELETE', id, undefined, VERSION)).status).toBe(204);
    expect((await sandbox.call('GET', id, undefined, VERSION)).status).toBe(404);
    expect((await assignRole(sandbox, principalId)).body.error.code).toBe('PrincipalNotFound');
  });

  it('needs the right to write identities', async () => {
    const answer = await backupSandbox().send('PUT', `${id}?api-version=${VERSION}`, {
      as: tiny.strangerId,
      body,
    });
    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'AuthorizationFailed' } } });
  });
});

describe('the principal of a managed identity', () => {
  it('takes a while until the directory shows it', async () => {
    const sandbox = backupSandbox();
    const { body: made } = await sandbox.call('PUT', id, body, VERSION);
    const { principalId } = made.properties;
    const graph = `https://graph.microsoft.com/v1.0/servicePrincipals/${principalId}`;
    expect((await sandbox.send('GET', graph)).status).toBe(404);
    expect((await assignRole(sandbox, principalId)).body.error.code).toBe('PrincipalNotFound');
    const trusted = await assignRole(sandbox, principalId, { principalType: 'ServicePrincipal' });
    expect(trusted.status).toBe(201);
    sandbox.pass(30);
    expect(await sandbox.send('GET', graph)).toMatchObject({
      status: 200,
      body: {
        id: principalId,
        appId: made.properties.clientId,
        displayName: 'id-backup',
        servicePrincipalType: 'ManagedIdentity',
        alternativeNames: ['isExplicit=True', id],
        appOwnerOrganizationId: null,
      },
    });
  });
});
