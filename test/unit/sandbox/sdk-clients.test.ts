// The unmodified SDK clients against the sandbox: what they send must be modelled, what they get
// must be what they expect.
import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { KeyVaultManagementClient } from '@azure/arm-keyvault';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import { ClientSecretCredential } from '@azure/identity';
import { KeyClient, CryptographyClient } from '@azure/keyvault-keys';
import { SecretClient } from '@azure/keyvault-secrets';
import { describe, expect, it } from 'vitest';
import { sandboxHttpClient } from '../../support/sandbox-http-client.js';
import {
  assign,
  tiny,
  tinySandbox,
  vaultId,
  type TinySandbox,
} from '../../support/worlds/tiny-world.js';

function clients(sandbox: TinySandbox = tinySandbox()) {
  const options = { httpClient: sandboxHttpClient(sandbox), retryOptions: { maxRetries: 0 } };
  const credential = new ClientSecretCredential(
    tiny.tenantId,
    tiny.ownerAppId,
    tiny.ownerSecret,
    options,
  );
  const policyUrl = `https://${tiny.policyVault}.vault.azure.net`;
  return {
    sandbox,
    credential,
    options,
    subscriptions: new SubscriptionClient(credential, options),
    vaults: new KeyVaultManagementClient(credential, tiny.subscriptionId, options).vaults,
    authorization: new AuthorizationManagementClient(credential, tiny.subscriptionId, options),
    keys: new KeyClient(policyUrl, credential, options),
    secrets: new SecretClient(policyUrl, credential, options),
  };
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) {
    found.push(item);
  }
  return found;
}

describe('sign-in', () => {
  it('gives ClientSecretCredential a token', async () => {
    const { credential } = clients();
    const token = await credential.getToken('https://management.azure.com/.default');
    expect(token.token.split('.')).toHaveLength(3);
  });

  it('tells a wrong secret in the words of Entra', async () => {
    const { options } = clients();
    const wrong = new ClientSecretCredential(tiny.tenantId, tiny.ownerAppId, 'wrong', options);
    await expect(wrong.getToken('https://management.azure.com/.default')).rejects.toThrow(
      /AADSTS7000215/u,
    );
  });
});

describe('subscriptions', () => {
  it('lists subscriptions, tenants and regions with their pairs', async () => {
    const { subscriptions } = clients();
    const found = await all(subscriptions.subscriptions.list());
    expect(found.map(({ subscriptionId }) => subscriptionId)).toEqual([
      tiny.subscriptionId,
      tiny.otherSubscriptionId,
    ]);
    expect(await all(subscriptions.tenants.list())).toHaveLength(1);
    const locations = await all(subscriptions.subscriptions.listLocations(tiny.subscriptionId));
    const japanEast = locations.find(({ name }) => name === 'japaneast');
    expect(japanEast?.metadata?.pairedRegion?.[0]?.name).toBe('japanwest');
  });
});

describe('key vaults', () => {
  it('lists them by subscription, by group and as resources', async () => {
    const { vaults } = clients();
    const names = [tiny.policyVault, tiny.rbacVault];
    expect((await all(vaults.listBySubscription())).map(({ name }) => name)).toEqual(names);
    expect((await all(vaults.listByResourceGroup('rg-tiny'))).map(({ name }) => name)).toEqual(
      names,
    );
    expect((await all(vaults.list())).map(({ name }) => name)).toEqual(names);
  });

  it('makes one and waits until its name is registered', async () => {
    const { vaults } = clients();
    const vault = await vaults.createOrUpdate('rg-tiny', 'kv-tiny-new', {
      location: 'japaneast',
      properties: { tenantId: tiny.tenantId, sku: { family: 'A', name: 'standard' } },
    });
    expect(vault.properties.provisioningState).toBe('Succeeded');
    expect(vault.properties.vaultUri).toBe('https://kv-tiny-new.vault.azure.net/');
    expect(vault.properties.enableRbacAuthorization).toBe(true);
  });

  it('adds and removes an access policy', async () => {
    const { vaults } = clients();
    const policy = {
      tenantId: tiny.tenantId,
      objectId: tiny.backupServiceId,
      permissions: { keys: ['get', 'list', 'backup'], secrets: ['get', 'list', 'backup'] },
    };
    const body = { properties: { accessPolicies: [policy] } };
    await vaults.updateAccessPolicy('rg-tiny', tiny.policyVault, 'add', body);
    const granted = await vaults.get('rg-tiny', tiny.policyVault);
    expect(granted.properties.accessPolicies).toHaveLength(2);
    await vaults.updateAccessPolicy('rg-tiny', tiny.policyVault, 'remove', body);
    const revoked = await vaults.get('rg-tiny', tiny.policyVault);
    expect(revoked.properties.accessPolicies).toHaveLength(1);
  });

  it('says that a vault is not there', async () => {
    const { vaults } = clients();
    await expect(vaults.get('rg-tiny', 'kv-nowhere')).rejects.toMatchObject({
      statusCode: 404,
      code: 'ResourceNotFound',
    });
  });

  it('deletes, lists and purges', async () => {
    const { vaults, sandbox } = clients();
    await vaults.delete('rg-tiny', tiny.policyVault);
    const deleted = await all(vaults.listDeleted());
    expect(deleted.map(({ name }) => name)).toEqual([tiny.policyVault]);
    const location = 'japaneast';
    const path = `/subscriptions/${tiny.subscriptionId}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/${tiny.policyVault}`;
    const purge = await sandbox.send('POST', `${path}/purge?api-version=2023-07-01`);
    expect(purge.status).toBe(202);
    const result = purge.headers.get('location') ?? '';
    expect((await sandbox.send('GET', result)).status).toBe(202);
    sandbox.clock.advanceTo(sandbox.clock.now() + 14_000);
    expect((await sandbox.send('GET', result)).body.status).toBe('Succeeded');
    expect(await all(vaults.listDeleted())).toEqual([]);
  });
});

describe('roles', () => {
  it('makes a custom role, assigns it and takes it back', async () => {
    const { authorization, sandbox } = clients();
    const scope = vaultId(tiny.rbacVault);
    const role = await authorization.roleDefinitions.createOrUpdate(
      `subscriptions/${tiny.subscriptionId}`,
      'dddddddd-0000-4000-8000-000000000001',
      {
        roleName: 'reads keys',
        description: 'for backups',
        assignableScopes: [`/subscriptions/${tiny.subscriptionId}`],
        permissions: [{ dataActions: ['Microsoft.KeyVault/vaults/keys/read'] }],
      },
    );
    // Assignments see a new role only after a while.
    sandbox.clock.advanceTo(sandbox.clock.now() + 60_000);
    const name = 'eeeeeeee-0000-4000-8000-000000000001';
    // A leading slash makes the SDK ask for //subscriptions/…, as it does in Azure.
    await authorization.roleAssignments.create(scope, name, {
      roleDefinitionId: role.id ?? '',
      principalId: tiny.backupServiceId,
      principalType: 'ServicePrincipal',
    });
    const found = await all(
      authorization.roleAssignments.listForScope(scope.slice(1), {
        filter: `principalId eq '${tiny.backupServiceId}'`,
      }),
    );
    expect(found).toMatchObject([{ name, scope, roleDefinitionId: role.id }]);
    await authorization.roleAssignments.delete(scope.slice(1), name);
    await authorization.roleDefinitions.delete(
      `subscriptions/${tiny.subscriptionId}`,
      role.name ?? '',
    );
    const left = await all(
      authorization.roleDefinitions.list(`subscriptions/${tiny.subscriptionId}`, {
        filter: "roleName eq 'reads keys'",
      }),
    );
    expect(left).toEqual([]);
  });

  it('reads roles by id and the permissions of the caller', async () => {
    const { authorization } = clients();
    const role = await authorization.roleDefinitions.getById(
      `subscriptions/${tiny.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${tiny.keyVaultAdministrator}`,
    );
    expect(role.permissions?.[0]?.dataActions).toEqual(['Microsoft.KeyVault/vaults/*']);
    const permissions = await all(authorization.permissions.listForResourceGroup('rg-tiny'));
    expect(permissions[0]?.actions).toEqual(['*']);
  });
});

describe('keys and secrets', () => {
  it('keeps secrets, their versions and their state', async () => {
    const { secrets } = clients();
    const first = await secrets.setSecret('bek', 'one', { tags: { a: 'b' }, contentType: 'BEK' });
    await secrets.setSecret('bek', 'two');
    expect((await secrets.getSecret('bek')).value).toBe('two');
    const version = first.properties.version ?? '';
    expect((await secrets.getSecret('bek', { version })).value).toBe('one');
    expect(await all(secrets.listPropertiesOfSecretVersions('bek'))).toHaveLength(2);
    expect(await all(secrets.listPropertiesOfSecrets())).toHaveLength(1);
    await secrets.updateSecretProperties('bek', version, { enabled: false });
    await expect(secrets.getSecret('bek', { version })).rejects.toMatchObject({ statusCode: 403 });
  });

  it('backs a secret up, deletes it, purges it and restores it', async () => {
    const { secrets } = clients();
    await secrets.setSecret('bek', 'one');
    await secrets.setSecret('bek', 'two');
    const backup = (await secrets.backupSecret('bek')) ?? new Uint8Array();
    await (await secrets.beginDeleteSecret('bek')).pollUntilDone();
    await expect(secrets.setSecret('bek', 'three')).rejects.toMatchObject({ statusCode: 409 });
    expect(await all(secrets.listDeletedSecrets())).toHaveLength(1);
    await secrets.purgeDeletedSecret('bek');
    await secrets.restoreSecretBackup(backup);
    expect((await secrets.getSecret('bek')).value).toBe('two');
    expect(await all(secrets.listPropertiesOfSecretVersions('bek'))).toHaveLength(2);
  });

  it('wraps and unwraps with real keys', async () => {
    const { keys, credential, options } = clients();
    const key = await keys.createRsaKey('kek', { keySize: 2048 });
    const cryptography = new CryptographyClient(key, credential, options);
    for (const algorithm of ['RSA-OAEP', 'RSA-OAEP-256', 'RSA1_5'] as const) {
      const { result: wrapped } = await cryptography.wrapKey(algorithm, Buffer.from('disk key'));
      const { result } = await cryptography.unwrapKey(algorithm, wrapped);
      expect(Buffer.from(result).toString()).toBe('disk key');
    }
  });

  it('recovers a deleted key and keeps its material through a backup', async () => {
    const { keys, sandbox } = clients();
    const key = await keys.createRsaKey('kek');
    const backup = (await keys.backupKey('kek')) ?? new Uint8Array();
    await (await keys.beginDeleteKey('kek')).pollUntilDone();
    await (await keys.beginRecoverDeletedKey('kek')).pollUntilDone();
    const recovered = await keys.getKey('kek');
    expect(recovered.key?.n).toEqual(key.key?.n);
    await expect(keys.restoreKeyBackup(backup)).rejects.toMatchObject({ statusCode: 409 });
    await (await keys.beginDeleteKey('kek')).pollUntilDone();
    await keys.purgeDeletedKey('kek');
    const restored = await keys.restoreKeyBackup(backup);
    expect(restored.id).toBe(key.id);
    expect(restored.key?.n).toEqual(key.key?.n);
    await keys.updateKeyProperties('kek', { enabled: false });
    const versions = await all(keys.listPropertiesOfKeyVersions('kek'));
    expect(versions.map(({ enabled }) => enabled)).toEqual([false]);
    expect(sandbox.exchanges.filter(({ status }) => status === 501)).toEqual([]);
  });

  it('honours roles on an RBAC vault', async () => {
    const { sandbox, credential, options } = clients();
    const secrets = new SecretClient(
      `https://${tiny.rbacVault}.vault.azure.net`,
      credential,
      options,
    );
    await expect(secrets.setSecret('bek', 'one')).rejects.toMatchObject({
      statusCode: 403,
      // The new key vault clients rename `innererror` on the way.
      details: { error: { innerError: { code: 'ForbiddenByRbac' } } },
    });
    assign(sandbox.state, tiny.ownerId, tiny.keyVaultAdministrator, vaultId(tiny.rbacVault));
    expect((await secrets.setSecret('bek', 'one')).value).toBe('one');
  });
});
