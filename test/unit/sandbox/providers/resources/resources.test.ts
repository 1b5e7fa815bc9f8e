import { describe, expect, it } from 'vitest';
import { putResource } from '../../../../../src/sandbox/kernel/resource.js';
import { assign, tiny, tinySandbox, vaultId } from '../../../../support/worlds/tiny-world.js';

const READER = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
const VERSION = 'api-version=2021-04-01';
const subscription = `/subscriptions/${tiny.subscriptionId}`;

describe('subscriptions', () => {
  it('are seen by whoever has an assignment somewhere in them', async () => {
    const sandbox = tinySandbox();
    const list = async () =>
      (await sandbox.send('GET', '/subscriptions?api-version=2022-12-01', { as: tiny.strangerId }))
        .body;
    expect((await list()).value).toEqual([]);
    assign(sandbox.state, tiny.strangerId, READER, vaultId(tiny.policyVault));
    expect((await list()).value).toHaveLength(1);
    expect((await list()).value[0]).toMatchObject({
      subscriptionId: tiny.subscriptionId,
      tenantId: tiny.tenantId,
      state: 'Enabled',
    });
  });

  it('refuse who has none', async () => {
    const { status, body } = await tinySandbox().send(
      'GET',
      `${subscription}?api-version=2022-12-01`,
      { as: tiny.strangerId },
    );
    expect([status, body.error.code]).toEqual([403, 'AuthorizationFailed']);
  });
});

describe('resource groups', () => {
  const path = `${subscription}/resourcegroups/rg-new?${VERSION}`;

  it('are made, changed, listed and found', async () => {
    const sandbox = tinySandbox();
    expect((await sandbox.send('HEAD', path)).status).toBe(404);
    expect((await sandbox.send('GET', path)).body.error.code).toBe('ResourceGroupNotFound');
    const made = await sandbox.send('PUT', path, { body: { location: 'Japan East' } });
    expect([made.status, made.body.location]).toEqual([201, 'japaneast']);
    const tagged = { location: 'japaneast', tags: { a: 'b' } };
    expect((await sandbox.send('PUT', path, { body: tagged })).status).toBe(200);
    expect((await sandbox.send('HEAD', path)).status).toBe(204);
    expect((await sandbox.send('GET', path)).body).toMatchObject({
      name: 'rg-new',
      type: 'Microsoft.Resources/resourceGroups',
      tags: { a: 'b' },
      properties: { provisioningState: 'Succeeded' },
    });
    const list = await sandbox.send('GET', `${subscription}/resourcegroups?${VERSION}`);
    expect(list.body.value.map(({ name }: { name: string }) => name)).toEqual([
      'rg-new',
      'rg-tiny',
    ]);
  });

  it('stay where they are', async () => {
    const sandbox = tinySandbox();
    const group = `${tiny.group}?${VERSION}`;
    const moved = await sandbox.send('PUT', group, { body: { location: 'westus' } });
    expect([moved.status, moved.body.error.code]).toEqual([409, 'InvalidResourceGroupLocation']);
    const nowhere = await sandbox.send('PUT', path, { body: { location: 'atlantis' } });
    expect(nowhere.body.error.code).toBe('LocationNotAvailableForResourceGroup');
  });
});

describe('generic lists', () => {
  it('show resources without properties, and neither locks nor deleted vaults', async () => {
    const sandbox = tinySandbox();
    await sandbox.send('DELETE', `${vaultId(tiny.rbacVault)}?api-version=2023-07-01`);
    putResource(sandbox.state, {
      id: `${tiny.group}/providers/Microsoft.Authorization/locks/keep`,
      name: 'keep',
      type: 'Microsoft.Authorization/locks',
      properties: { level: 'CanNotDelete' },
    });
    const { body } = await sandbox.send('GET', `${subscription}/resources?${VERSION}`);
    expect(body.value).toEqual([
      {
        id: vaultId(tiny.policyVault),
        name: tiny.policyVault,
        type: 'Microsoft.KeyVault/vaults',
        location: 'japaneast',
        tags: {},
      },
    ]);
  });

  it('list the locks that bear on a resource', async () => {
    const sandbox = tinySandbox();
    const lock = (scope: string, name: string) =>
      putResource(sandbox.state, {
        id: `${scope}/providers/Microsoft.Authorization/locks/${name}`,
        name,
        type: 'Microsoft.Authorization/locks',
        properties: { level: 'ReadOnly' },
      });
    lock(tiny.group, 'group');
    lock(vaultId(tiny.policyVault), 'vault');
    lock(vaultId(tiny.rbacVault), 'other');
    const names = async (query: string) => {
      const path = `${vaultId(tiny.policyVault)}/providers/Microsoft.Authorization/locks`;
      const { body } = await sandbox.send('GET', `${path}?api-version=2016-09-01${query}`);
      return body.value.map(({ name }: { name: string }) => name);
    };
    expect(await names('')).toEqual(['group', 'vault']);
    expect(await names('&$filter=atScope()')).toEqual(['group', 'vault']);
  });
});
