// Vaults that a key of the customer encrypts. Recording vault-cmk.full-flow; Documentation: Encrypt backup data by
// using customer-managed keys.
import { describe, expect, it } from 'vitest';
import { findResource } from '../../../../../../src/sandbox/kernel/resource.js';
import {
  addKey,
  backupSandbox,
  backupWorld,
  backupWorldIds,
  jobProperties,
  triggerBackup,
  type BackupSandbox,
  type Json,
} from '../../../../../support/worlds/backup-world.js';
import {
  identityId,
  makeIdentity,
  patchVault,
  refusedPatch,
  shownVault,
} from '../../../../../support/worlds/identity-world.js';
import { addVault, assign, tiny, vaultId } from '../../../../../support/worlds/tiny-world.js';

const { vault, policyKeyVault, rbacKeyVault } = backupWorldIds;
const user = identityId('id-key');
const KEYS = ['get', 'list', 'wrapKey', 'unwrapKey'];
/** Azure's built-in role Key Vault Crypto Service Encryption User. */
const CRYPTO_USER = 'e147488a-f6f5-4113-8e2d-b22465e65bf6';

interface Prepared {
  readonly sandbox: BackupSandbox;
  readonly keyUri: string;
  /** Object ids of the vault's own identity and of the assigned one. */
  readonly system: string;
  readonly assigned: string;
}

function keyVault(sandbox: BackupSandbox, id: string = policyKeyVault): Record<string, unknown> {
  const found = findResource(sandbox.state, id);
  if (found === undefined) {
    throw new Error(`no key vault ${id}`);
  }
  return found.properties;
}

function grant(sandbox: BackupSandbox, objectId: string, keys: readonly string[] = KEYS): void {
  const entry = { tenantId: tiny.tenantId, objectId, permissions: { keys, secrets: [] } };
  keyVault(sandbox)['accessPolicies'] = [entry];
}

/** A vault with both kinds of identities, and a key in a key vault fit for it; nobody is granted anything. */
async function prepared(): Promise<Prepared> {
  const state = backupWorld();
  const keyUri = addKey(state, tiny.policyVault, 'key-vault');
  const sandbox = backupSandbox(state);
  for (const id of [policyKeyVault, rbacKeyVault]) {
    keyVault(sandbox, id)['enablePurgeProtection'] = true;
  }
  const { principalId: assigned } = await makeIdentity(sandbox, 'id-key');
  const identity = {
    type: 'SystemAssigned, UserAssigned',
    userAssignedIdentities: { [user]: {} },
  };
  await patchVault(sandbox, { identity });
  const system = (await shownVault(sandbox)).identity.principalId;
  return { sandbox, keyUri, system, assigned };
}

function encryption(keyUri: string, kekIdentity?: unknown, more: Json = {}): unknown {
  return { properties: { encryption: { keyVaultProperties: { keyUri }, kekIdentity, ...more } } };
}

const bySystem = { useSystemAssignedIdentity: true };
const byUser = { userAssignedIdentity: user };

async function config(sandbox: BackupSandbox): Promise<Json> {
  const path = `${vault}/backupEncryptionConfigs/backupResourceEncryptionConfig`;
  return (await sandbox.call('GET', path)).body.properties;
}

/** A vault that its own identity encrypts. */
async function encrypted(): Promise<Prepared> {
  const found = await prepared();
  grant(found.sandbox, found.system);
  const ended = await patchVault(found.sandbox, encryption(found.keyUri, bySystem));
  expect(ended.status).toBe('Succeeded');
  return found;
}

describe('a key of the customer', () => {
  it('encrypts a vault by its own identity, and then by an assigned one', async () => {
    const { sandbox, keyUri, assigned } = await encrypted();
    expect((await shownVault(sandbox)).properties.encryption).toEqual({
      keyVaultProperties: { keyUri },
      kekIdentity: { useSystemAssignedIdentity: true, userAssignedIdentity: null },
      infrastructureEncryption: 'Disabled',
    });
    expect(await config(sandbox)).toEqual({
      useSystemAssignedIdentity: true,
      encryptionAtRestType: 'CustomerManaged',
      keyUri,
      subscriptionId: '',
      lastUpdateStatus: 'Succeeded',
      infrastructureEncryptionState: 'Disabled',
    });
    grant(sandbox, assigned);
    expect(await patchVault(sandbox, encryption(keyUri, byUser))).toMatchObject({
      status: 'Succeeded',
    });
    expect(await config(sandbox)).toMatchObject({
      userAssignedIdentity: user,
      useSystemAssignedIdentity: false,
    });
    // A body without an identity leaves the one that was.
    expect(await patchVault(sandbox, encryption(keyUri))).toMatchObject({ status: 'Succeeded' });
    expect(await config(sandbox)).toMatchObject({ userAssignedIdentity: user });
  });

  it('works by a role too', async () => {
    const { sandbox, assigned } = await prepared();
    const keyUri = addKey(sandbox.state, tiny.rbacVault, 'key-vault');
    assign(sandbox.state, assigned, CRYPTO_USER, rbacKeyVault);
    const ended = await patchVault(sandbox, encryption(keyUri, byUser));
    expect(ended).toMatchObject({ status: 'Succeeded' });
  });

  it.each(KEYS)('cannot be used without the right to %s', async (missing) => {
    const { sandbox, keyUri, system } = await prepared();
    const others = KEYS.filter((each) => each !== missing);
    grant(sandbox, system, others);
    const ended = await patchVault(sandbox, encryption(keyUri, bySystem));
    expect(ended).toMatchObject({
      status: 'Failed',
      error: { code: 'UserErrorCMKKeyVaultAuthFailure' },
    });
    expect(ended.error.message).toContain(`does not have keys ${missing} permission`);
    expect(ended.error.message).toContain('ErrorCode: Forbidden');
    const shown = await shownVault(sandbox);
    expect(shown.properties).not.toHaveProperty('encryption');
    expect(shown.properties.provisioningState).toBe('Failed');
    expect(await config(sandbox)).toMatchObject({
      encryptionAtRestType: 'MicrosoftManaged',
      lastUpdateStatus: 'Failed',
    });
    grant(sandbox, system);
    await patchVault(sandbox, encryption(keyUri, bySystem));
    expect((await shownVault(sandbox)).properties.provisioningState).toBe('Succeeded');
  });
});

const UNFIT = 'UserErrorCMKMissingMangedIdentityPermissionOnKeyVault';

/** What makes key or key vault unfit. */
const FAULTS: readonly (readonly [string, (found: Prepared) => unknown, string])[] = [
  [
    'no purge protection',
    ({ sandbox, keyUri }) => {
      delete keyVault(sandbox)['enablePurgeProtection'];
      return encryption(keyUri, bySystem);
    },
    UNFIT,
  ],
  [
    'no soft delete',
    ({ sandbox, keyUri }) => {
      keyVault(sandbox)['enableSoftDelete'] = false;
      return encryption(keyUri, bySystem);
    },
    UNFIT,
  ],
  [
    'a disabled key',
    ({ sandbox }) =>
      encryption(addKey(sandbox.state, tiny.policyVault, 'off', { enabled: false }), bySystem),
    UNFIT,
  ],
  [
    'a key that is not there',
    ({ keyUri }) => encryption(keyUri.replace('key-vault/', 'key-none/'), bySystem),
    UNFIT,
  ],
  [
    'a key vault that is not there',
    ({ keyUri }) => encryption(keyUri.replace(tiny.policyVault, 'kv-none'), bySystem),
    UNFIT,
  ],
  [
    'a key vault in another region',
    ({ sandbox }) => {
      addVault(sandbox.state, vaultId('kv-west'), { enablePurgeProtection: true }, 'japanwest');
      return encryption(addKey(sandbox.state, 'kv-west', 'key-west'), bySystem);
    },
    UNFIT,
  ],
  [
    'an assigned identity and a firewall, trusted services or not',
    ({ sandbox, keyUri, assigned }) => {
      grant(sandbox, assigned);
      keyVault(sandbox)['networkAcls'] = { bypass: 'AzureServices', defaultAction: 'Deny' };
      return encryption(keyUri, byUser);
    },
    'UserErrorCMKKeyVaultAuthFailure',
  ],
  [
    'an assigned identity that has been deleted',
    ({ sandbox, keyUri, assigned }) => {
      grant(sandbox, assigned);
      delete sandbox.state.resources[user.toLowerCase()];
      return encryption(keyUri, byUser);
    },
    UNFIT,
  ],
];

describe('encrypting a vault', () => {
  it.each(FAULTS)('fails: %s', async (_what, make, code) => {
    const found = await prepared();
    grant(found.sandbox, found.system);
    const ended = await patchVault(found.sandbox, make(found));
    expect(ended).toMatchObject({ status: 'Failed', error: { code } });
    expect((await config(found.sandbox)).encryptionAtRestType).toBe('MicrosoftManaged');
  });

  it('passes a firewall that lets trusted services through, by its own identity', async () => {
    const { sandbox, keyUri, system } = await prepared();
    grant(sandbox, system);
    keyVault(sandbox)['networkAcls'] = { bypass: 'AzureServices', defaultAction: 'Deny' };
    const ended = await patchVault(sandbox, encryption(keyUri, bySystem));
    expect(ended).toMatchObject({ status: 'Succeeded' });
  });

  it.each([
    ['no identity', (keyUri: string) => encryption(keyUri), 'InvalidRestApiParameter'],
    [
      'both identities',
      (keyUri: string) => encryption(keyUri, { ...bySystem, ...byUser }),
      'InvalidRestApiParameter',
    ],
    [
      'an identity that the vault does not have',
      (keyUri: string) => encryption(keyUri, { userAssignedIdentity: identityId('id-other') }),
      'InvalidRestApiParameter',
    ],
    [
      'a URL that is no key',
      (keyUri: string) => encryption(keyUri.replace('/keys/', '/secrets/'), bySystem),
      'InvalidRestApiParameter',
    ],
  ])('is refused at once: %s', async (_what, make, code) => {
    const { sandbox, keyUri, system } = await prepared();
    grant(sandbox, system);
    expect(await refusedPatch(sandbox, make(keyUri))).toMatchObject({ status: 400, code });
  });

  it('is for new vaults only', async () => {
    const { sandbox, keyUri, system } = await prepared();
    grant(sandbox, system);
    await sandbox.protect('Plain-VM');
    const refused = await refusedPatch(sandbox, encryption(keyUri, bySystem));
    expect(refused).toMatchObject({ status: 400, code: 'UserErrorVaultCannotBeEncrypted' });
  });

  it('fixes infrastructure encryption for good', async () => {
    const { sandbox, keyUri } = await encrypted();
    const twice = encryption(keyUri, bySystem, { infrastructureEncryption: 'Enabled' });
    expect(await refusedPatch(sandbox, twice)).toMatchObject({
      status: 400,
      code: 'InvalidRestApiParameter',
    });
  });
});

describe('an encrypted vault', () => {
  it('backs machines up as long as it can use its key', async () => {
    const { sandbox, system } = await encrypted();
    await sandbox.protect('Plain-VM');
    const backUp = async (): Promise<Json> => {
      const { properties } = await triggerBackup(sandbox, 'Plain-VM');
      sandbox.pass(3 * 3600);
      return await jobProperties(sandbox, properties.jobId);
    };
    expect(await backUp()).toMatchObject({ status: 'Completed' });
    keyVault(sandbox)['accessPolicies'] = [];
    expect(await backUp()).toMatchObject({
      status: 'Failed',
      errorDetails: [{ errorTitle: 'BCMProtGetSaSUriAsyncError' }],
    });
    grant(sandbox, system);
    expect(await backUp()).toMatchObject({ status: 'Completed' });
  });
});
