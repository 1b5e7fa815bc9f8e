import { describe, expect, it } from 'vitest';
import { changePolicies } from '../../../../../../src/sandbox/providers/key-vault/vaults/access-policies.js';
import { tiny, tinySandbox, vaultId } from '../../../../../support/worlds/tiny-world.js';

const VERSION = 'api-version=2023-07-01';
const NEW = 'kv-tiny-new';

function vault(properties: Readonly<Record<string, unknown>> = {}) {
  return {
    body: {
      location: 'japaneast',
      properties: {
        tenantId: tiny.tenantId,
        sku: { family: 'A', name: 'standard' },
        accessPolicies: [],
        ...properties,
      },
    },
  };
}

const path = (name: string): string => `${vaultId(name)}?${VERSION}`;

describe('PUT', () => {
  it('answers a new vault as recorded: still registering its name', async () => {
    const sandbox = tinySandbox();
    const { status, headers, body } = await sandbox.send('PUT', path(NEW), vault());
    expect(status).toBe(200);
    expect(headers.get('x-ms-keyvault-service-version')).not.toBeNull();
    expect(body.properties).toEqual({
      sku: { family: 'A', name: 'standard' },
      tenantId: tiny.tenantId,
      accessPolicies: [],
      enabledForDeployment: false,
      enableSoftDelete: true,
      softDeleteRetentionInDays: 90,
      vaultUri: 'https://kv-tiny-new.vault.azure.net',
      provisioningState: 'RegisteringDns',
      publicNetworkAccess: 'Enabled',
    });
    const read = await sandbox.send('GET', path(NEW));
    expect(read.body.properties).toMatchObject({
      vaultUri: 'https://kv-tiny-new.vault.azure.net/',
      provisioningState: 'Succeeded',
    });
  });

  it('completes network rules and drops those that let everybody in', async () => {
    const sandbox = tinySandbox();
    const open = { bypass: 'AzureServices', defaultAction: 'Allow' };
    const { body: opened } = await sandbox.send('PUT', path(NEW), vault({ networkAcls: open }));
    expect(opened.properties.networkAcls).toBeUndefined();
    const closed = {
      bypass: 'AzureServices',
      defaultAction: 'Deny',
      ipRules: [{ value: '1.2.3.4' }],
    };
    const { body } = await sandbox.send('PUT', path(NEW), vault({ networkAcls: closed }));
    expect(body.properties.networkAcls).toEqual({
      bypass: 'AzureServices',
      defaultAction: 'Deny',
      ipRules: [{ value: '1.2.3.4/32' }],
      virtualNetworkRules: [],
    });
  });

  it('keeps what cannot be undone', async () => {
    const sandbox = tinySandbox();
    const retention = { softDeleteRetentionInDays: 7, enablePurgeProtection: true };
    await sandbox.send('PUT', path(NEW), vault(retention));
    const shorter = await sandbox.send('PUT', path(NEW), vault({ softDeleteRetentionInDays: 30 }));
    expect(shorter.status).toBe(400);
    const off = await sandbox.send('PUT', path(NEW), vault({ enablePurgeProtection: false }));
    expect(off.body.error.message).toContain('"enablePurgeProtection" cannot be set to false');
    const { body } = await sandbox.send('PUT', path(NEW), vault());
    expect(body.properties).toMatchObject(retention);
  });

  it('knows that names are global and outlive deletion', async () => {
    const sandbox = tinySandbox();
    const elsewhere = path(tiny.policyVault).replace(tiny.subscriptionId, tiny.otherSubscriptionId);
    const taken = await sandbox.send('PUT', elsewhere, vault());
    expect([taken.status, taken.body.error.code]).toEqual([409, 'VaultAlreadyExists']);
    await sandbox.send('DELETE', path(tiny.policyVault));
    const deleted = await sandbox.send('PUT', path(tiny.policyVault), vault());
    expect([deleted.status, deleted.body.error.code]).toEqual([409, 'ConflictError']);
    await expect(
      sandbox.send('GET', `https://${tiny.policyVault}.vault.azure.net/keys?api-version=7.4`),
    ).rejects.toThrow('ENOTFOUND');
    await sandbox.send('PUT', path(tiny.policyVault), vault({ createMode: 'recover' }));
    expect((await sandbox.send('GET', path(tiny.policyVault))).status).toBe(200);
  });

  it('is purged when its retention is over, unless it is protected before', async () => {
    const sandbox = tinySandbox();
    await sandbox.send('PUT', path(NEW), vault({ enablePurgeProtection: true }));
    await sandbox.send('DELETE', path(NEW));
    const deleted = `/subscriptions/${tiny.subscriptionId}/providers/Microsoft.KeyVault/locations/japaneast/deletedVaults/${NEW}`;
    const purge = await sandbox.send('POST', `${deleted}/purge?${VERSION}`);
    expect(purge.body.error.code).toBe('MethodNotAllowed');
    const { body } = await sandbox.send('GET', `${deleted}?${VERSION}`);
    expect(body.properties).toMatchObject({
      deletionDate: '2026-11-23T12:00:00Z',
      scheduledPurgeDate: '2027-02-21T12:00:00Z',
      purgeProtectionEnabled: true,
    });
    sandbox.clock.advanceTo(Date.parse('2027-02-21T12:00:00Z'));
    expect((await sandbox.send('GET', `${deleted}?${VERSION}`)).status).toBe(404);
  });
});

describe('PATCH', () => {
  it('changes only what was sent', async () => {
    const sandbox = tinySandbox();
    const before = (await sandbox.send('GET', path(tiny.policyVault))).body.properties;
    const { body } = await sandbox.send('PATCH', path(tiny.policyVault), {
      body: { properties: { enabledForDiskEncryption: true } },
    });
    expect(body.properties).toEqual({ ...before, enabledForDiskEncryption: true });
    expect(body.systemData).toMatchObject({ lastModifiedByType: 'Application' });
  });
});

describe('access policies', () => {
  const policy = (objectId: string, keys: string[], secrets: string[] = []) => ({
    tenantId: tiny.tenantId,
    objectId,
    permissions: {
      ...(keys.length === 0 ? {} : { keys }),
      ...(secrets.length === 0 ? {} : { secrets }),
    },
  });
  const stored = [policy('a', ['Get', 'list']), policy('b', ['get'], ['get'])];

  it.each([
    ['add', policy('A', ['get', 'backup']), [policy('a', ['Get', 'list', 'backup']), stored[1]]],
    ['add', policy('c', ['get']), [...stored, policy('c', ['get'])]],
    ['remove', policy('A', ['Get']), [policy('a', ['list']), stored[1]]],
    ['remove', policy('a', ['get', 'List']), stored],
    ['remove', policy('b', ['get'], ['get', 'list']), [stored[0]]],
    ['remove', policy('c', ['get']), stored],
    ['replace', policy('b', ['list']), [stored[0], policy('b', ['list'])]],
  ] as const)('%s', (change, sent, expected) => {
    expect(changePolicies(stored, change, [sent])).toEqual(expected);
  });
});

describe('lists', () => {
  it('end with an empty page, as recorded', async () => {
    const sandbox = tinySandbox();
    const list = `${tiny.group}/providers/Microsoft.KeyVault/vaults?${VERSION}`;
    const first = await sandbox.send('GET', list);
    expect(first.body.value).toHaveLength(2);
    expect((await sandbox.send('GET', first.body.nextLink)).body).toEqual({ value: [] });
  });
});
