// The identities of a vault. Recording vault-identity.full-flow.
import { describe, expect, it } from 'vitest';
import {
  backupSandbox,
  backupWorldIds,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import {
  identityId,
  makeIdentity,
  patchVault,
  refusedPatch,
  shownVault,
} from '../../../../../support/worlds/identity-world.js';
import { assign, tiny } from '../../../../../support/worlds/tiny-world.js';

const { vault } = backupWorldIds;
const one = identityId('id-one');
const two = identityId('id-two');
/** Azure's built-in role Backup Contributor: may change vaults, but not assign identities. */
const BACKUP_CONTRIBUTOR = '5e467623-bb1f-42f4-a55d-6e525e11384b';

describe("a vault's own identity", () => {
  it('is switched on and off at once, a new principal each time', async () => {
    const sandbox = backupSandbox();
    const set = async (type: string): Promise<Json> =>
      await sandbox.call('PATCH', vault, { identity: { type } }, '2023-02-01');
    const isKnown = (principalId: string): boolean =>
      sandbox.state.directory.principals.some(({ objectId }) => objectId === principalId);
    const first = await set('systemassigned');
    expect(first).toMatchObject({
      status: 200,
      body: { identity: { tenantId: tiny.tenantId, type: 'SystemAssigned' } },
    });
    const { principalId } = first.body.identity;
    expect((await set('SystemAssigned')).body.identity.principalId).toBe(principalId);
    expect(isKnown(principalId)).toBe(true);
    expect((await set('none')).body.identity).toEqual({ type: 'None' });
    expect(isKnown(principalId)).toBe(false);
    const second = (await set('SystemAssigned')).body.identity.principalId;
    expect(second).not.toBe(principalId);
    sandbox.pass(30);
    const graph = `https://graph.microsoft.com/v1.0/servicePrincipals/${second}`;
    expect((await sandbox.send('GET', graph)).body).toMatchObject({
      displayName: 'rsv-tiny',
      servicePrincipalType: 'ManagedIdentity',
      alternativeNames: ['isExplicit=False', vault],
    });
    expect((await sandbox.call('DELETE', vault, undefined, '2023-02-01')).status).toBe(200);
    expect(isKnown(second)).toBe(false);
  });
});

describe('user-assigned identities of a vault', () => {
  it('come and go as the bodies say', async () => {
    const sandbox = backupSandbox();
    const ids = [await makeIdentity(sandbox, 'id-one'), await makeIdentity(sandbox, 'id-two')];
    const [shownOne, shownTwo] = ids.map(({ clientId, principalId }) => ({
      clientId,
      principalId,
    }));
    const after = async (identity: unknown): Promise<Json> => {
      expect(await patchVault(sandbox, { identity })).toMatchObject({ status: 'Succeeded' });
      return (await shownVault(sandbox)).identity;
    };
    expect(await after({ type: 'userassigned', userAssignedIdentities: { [one]: {} } })).toEqual({
      tenantId: tiny.tenantId,
      type: 'UserAssigned',
      userAssignedIdentities: { [one]: shownOne },
    });
    const both = await after({
      type: 'systemassigned,userassigned',
      userAssignedIdentities: { [two]: {} },
    });
    expect(both).toEqual({
      tenantId: tiny.tenantId,
      principalId: expect.any(String),
      type: 'SystemAssigned, UserAssigned',
      userAssignedIdentities: { [one]: shownOne, [two]: shownTwo },
    });
    expect(
      await after({
        type: 'userassigned',
        userAssignedIdentities: { [one.replace('resourcegroups', 'resourceGroups')]: null },
      }),
    ).toEqual({
      tenantId: tiny.tenantId,
      type: 'UserAssigned',
      userAssignedIdentities: { [two]: shownTwo },
    });
    const none = await sandbox.call('PATCH', vault, { identity: { type: 'none' } }, '2023-02-01');
    expect(none).toMatchObject({ status: 200, body: { identity: { type: 'None' } } });
  });

  it.each([
    ['no ids', { type: 'UserAssigned' }, 'MissingIdentityIds'],
    [
      'ids without the type',
      { type: 'SystemAssigned', userAssignedIdentities: {} },
      'FailedIdentityOperation',
    ],
    [
      'an identity that is not there',
      { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { [two]: {} } },
      'FailedIdentityOperation',
    ],
    [
      'an id of something else',
      { type: 'UserAssigned', userAssignedIdentities: { [vault]: {} } },
      'LinkedInvalidPropertyId',
    ],
    ['an unknown type', { type: 'Managed' }, 'InvalidIdentityType'],
    ['none and another', { type: 'None, SystemAssigned' }, 'InvalidIdentityType'],
  ])('are refused, and nothing is changed: %s', async (_what, identity, code) => {
    const sandbox = backupSandbox();
    await makeIdentity(sandbox, 'id-one');
    const principals = structuredClone(sandbox.state.directory.principals);
    expect(await refusedPatch(sandbox, { identity })).toMatchObject({ status: 400, code });
    expect(sandbox.state.directory.principals).toEqual(principals);
  });

  it('need the right to assign them', async () => {
    const sandbox = backupSandbox();
    await makeIdentity(sandbox, 'id-one');
    assign(sandbox.state, tiny.strangerId, BACKUP_CONTRIBUTOR, tiny.group);
    const identity = { type: 'UserAssigned', userAssignedIdentities: { [one]: {} } };
    const answer = await sandbox.send('PATCH', `${vault}?api-version=2023-02-01`, {
      as: tiny.strangerId,
      body: { identity },
    });
    expect(answer).toMatchObject({
      status: 403,
      body: { error: { code: 'LinkedAuthorizationFailed' } },
    });
    expect(answer.body.error.message).toContain(
      'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
    );
  });

  it('can be given to a new vault', async () => {
    const sandbox = backupSandbox();
    await makeIdentity(sandbox, 'id-one');
    const identity = { type: 'UserAssigned', userAssignedIdentities: { [one]: {} } };
    const made = vault.replace('rsv-tiny', 'rsv-new');
    const put = { location: 'japaneast', identity };
    expect((await sandbox.call('PUT', made, put, '2023-02-01')).status).toBe(201);
    sandbox.pass(60);
    const shown = await sandbox.call('GET', made, undefined, '2023-02-01');
    expect(Object.keys(shown.body.identity.userAssignedIdentities)).toEqual([one]);
    const refused = { ...put, identity: { type: 'UserAssigned' } };
    const other = vault.replace('rsv-tiny', 'rsv-none');
    expect((await sandbox.call('PUT', other, refused, '2023-02-01')).status).toBe(400);
    expect((await sandbox.call('GET', other, undefined, '2023-02-01')).status).toBe(404);
  });
});
