import { describe, expect, it } from 'vitest';
import { seedStorageAccount } from '../../../../../src/sandbox/providers/storage/storage-account.js';
import {
  tiny,
  tinySandbox,
  tinyWorld,
  TINY_START,
  type TinySandbox,
} from '../../../../support/worlds/tiny-world.js';

const accountId = `${tiny.group}/providers/Microsoft.Storage/storageAccounts/stx`;
const VERSION = 'api-version=2023-01-01';

function sandboxWithAccount(): TinySandbox {
  const state = tinyWorld();
  state.subscriptions[0]?.registeredProviders.push('microsoft.storage');
  seedStorageAccount(state, {
    id: accountId,
    location: 'japaneast',
    kind: 'StorageV2',
    sku: 'Standard_LRS',
    createdMilliseconds: TINY_START,
  });
  return tinySandbox(state);
}

describe('GET', () => {
  it('answers in the current version with network rules, in that of 2016 without', async () => {
    const sandbox = sandboxWithAccount();
    const current = await sandbox.send('GET', `${accountId}?${VERSION}`);
    expect(current.body).toMatchObject({
      kind: 'StorageV2',
      sku: { name: 'Standard_LRS', tier: 'Standard' },
      properties: {
        networkAcls: { bypass: 'AzureServices', defaultAction: 'Allow' },
        primaryEndpoints: { blob: 'https://stx.blob.core.windows.net/' },
      },
    });
    const first = await sandbox.send('GET', `${accountId}?api-version=2016-01-01`);
    expect(Object.keys(first.body.properties).toSorted()).toEqual([
      'creationTime',
      'encryption',
      'primaryEndpoints',
      'primaryLocation',
      'provisioningState',
      'statusOfPrimary',
    ]);
  });

  it.each(['Microsoft.Storage', 'Microsoft.ClassicStorage'])(
    'finds no other of %s',
    async (namespace) => {
      const id = `${tiny.group}/providers/${namespace}/storageAccounts/other`;
      const version = namespace === 'Microsoft.Storage' ? VERSION : 'api-version=2015-12-01';
      const { status, body } = await sandboxWithAccount().send('GET', `${id}?${version}`);
      expect(status).toBe(404);
      expect(body.error.message).toBe(
        `The Resource '${namespace}/storageAccounts/other' under resource group 'rg-tiny' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
      );
    },
  );

  it.each([tiny.group, `/subscriptions/${tiny.subscriptionId}`])(
    'lists those of %s',
    async (scope) => {
      const path = `${scope}/providers/Microsoft.Storage/storageAccounts?${VERSION}`;
      const { body } = await sandboxWithAccount().send('GET', path);
      expect(body.value.map(({ name }: { name: string }) => name)).toEqual(['stx']);
    },
  );
});

describe('listKeys', () => {
  it('answers two keys of 64 bytes, always the same', async () => {
    const sandbox = sandboxWithAccount();
    const path = `${accountId}/listKeys?${VERSION}&$expand=kerb`;
    const { body } = await sandbox.send('POST', path);
    const again = await sandbox.send('POST', path);
    expect(again.body).toEqual(body);
    const bytes = body.keys.map(
      ({ value }: { value: string }) => Buffer.from(value, 'base64').length,
    );
    expect(bytes).toEqual([64, 64]);
    expect(new Set(body.keys.map(({ value }: { value: string }) => value)).size).toBe(2);
  });

  it('is refused to who may only read', async () => {
    const path = `${accountId}/listKeys?${VERSION}`;
    const { status, body } = await sandboxWithAccount().send('POST', path, { as: tiny.strangerId });
    expect(status).toBe(403);
    expect(body.error.message).toContain('Microsoft.Storage/storageAccounts/listKeys/action');
  });
});
