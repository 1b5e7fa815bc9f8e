// Management locks are obeyed at the gateway, as Azure does.

import { describe, expect, it } from 'vitest';
import { tiny, tinySandbox, vaultId } from '../../../../support/worlds/tiny-world.js';

const VERSION = 'api-version=2020-05-01';
const SUBSCRIPTION = `/subscriptions/${tiny.subscriptionId}`;
const VAULT = vaultId(tiny.policyVault);
const ASSIGNMENT = `${vaultId(tiny.rbacVault)}/providers/Microsoft.Authorization/roleAssignments`;

type TinySandbox = ReturnType<typeof tinySandbox>;

function lock(sandbox: TinySandbox, scope: string, level: string): Promise<{ status: number }> {
  return sandbox.send('PUT', `${scope}/providers/Microsoft.Authorization/locks/keep?${VERSION}`, {
    body: { properties: { level, notes: 'why' } },
  });
}

function change(sandbox: TinySandbox): ReturnType<TinySandbox['send']> {
  return sandbox.send('PATCH', `${VAULT}?api-version=2023-07-01`, {
    body: { properties: { enabledForDiskEncryption: true } },
  });
}

function remove(sandbox: TinySandbox): ReturnType<TinySandbox['send']> {
  return sandbox.send('DELETE', `${VAULT}?api-version=2023-07-01`);
}

describe('a lock', () => {
  const scopes = [VAULT, tiny.group, SUBSCRIPTION.toUpperCase()];

  it.each(scopes)('against changes on %s stops them and deletions', async (scope) => {
    const sandbox = tinySandbox();
    await lock(sandbox, scope, 'ReadOnly');
    const [changed, removed] = [await change(sandbox), await remove(sandbox)];
    expect([changed.status, changed.body.error.code]).toEqual([409, 'ScopeLocked']);
    expect(changed.body.error.message).toBe(
      `The scope '${VAULT}' cannot perform write operation because following scope(s) are locked: '${scope}'. Please remove the lock and try again.`,
    );
    expect([removed.status, removed.body.error.code]).toEqual([409, 'ScopeLocked']);
    expect(removed.body.error.message).toContain('delete operation');
  });

  it.each(scopes)('against deletions on %s stops them alone', async (scope) => {
    const sandbox = tinySandbox();
    await lock(sandbox, scope, 'CanNotDelete');
    expect((await change(sandbox)).status).toBe(200);
    expect((await remove(sandbox)).status).toBe(409);
  });

  it('on another resource stops nothing', async () => {
    const sandbox = tinySandbox();
    await lock(sandbox, vaultId(tiny.rbacVault), 'ReadOnly');
    expect([(await change(sandbox)).status, (await remove(sandbox)).status]).toEqual([200, 200]);
  });

  it('stops role assignments from being made, or from being taken away', async () => {
    const sandbox = tinySandbox();
    const path = `${ASSIGNMENT}/dddddddd-0000-4000-8000-000000000001?api-version=2022-04-01`;
    const body = {
      properties: {
        roleDefinitionId: `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${tiny.keyVaultAdministrator}`,
        principalId: tiny.backupServiceId,
        principalType: 'ServicePrincipal',
      },
    };
    await lock(sandbox, tiny.group, 'CanNotDelete');
    expect((await sandbox.send('PUT', path, { body })).status).toBe(201);
    expect((await sandbox.send('DELETE', path)).status).toBe(409);
    await lock(sandbox, tiny.group, 'ReadOnly');
    expect((await sandbox.send('PUT', path, { body })).status).toBe(409);
  });

  it('is a resource: set, read, listed, and taken away although it locks', async () => {
    const sandbox = tinySandbox();
    const path = `${VAULT}/providers/Microsoft.Authorization/locks/keep?${VERSION}`;
    expect((await lock(sandbox, VAULT, 'ReadOnly')).status).toBe(201);
    expect((await lock(sandbox, VAULT, 'ReadOnly')).status).toBe(200);
    const { body } = await sandbox.send('GET', path);
    expect(body).toMatchObject({ name: 'keep', properties: { level: 'ReadOnly', notes: 'why' } });
    expect((await sandbox.send('DELETE', path)).status).toBe(200);
    expect((await sandbox.send('DELETE', path)).status).toBe(204);
    expect((await sandbox.send('GET', path)).status).toBe(404);
    expect((await change(sandbox)).status).toBe(200);
  });
});
