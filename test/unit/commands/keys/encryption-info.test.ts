// The encryption info file in the forms in which it may come: only five of its names are documented.
import { describe, expect, it } from 'vitest';
import type { KeyCopies } from '../../../../src/domain/keys/key-copies.js';
import { AzbackupError } from '../../../../src/errors/azbackup-error.js';
import { parseEncryptionInfo } from '../../../../src/commands/keys/encryption-info.js';

const SECRET_URL = 'https://kv.vault.azure.net/secrets/B6F5/0123';
const KEY_URL = 'https://kv.vault.azure.net:443/keys/kek/4567';
const KV_ID = '/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/kv';

/** As documented. */
const DETAILS = {
  KeyUrl: KEY_URL,
  KeyBackupData: 'a2V5LWJhY2t1cA==',
  SecretUrl: SECRET_URL,
  SecretData: 'wrapped-text',
  KeyVaultSecretBackupData: '',
};

/** As the API of recovery points has it. */
const PARTS = {
  kekDetails: { keyUrl: KEY_URL, keyVaultId: KV_ID, keyBackupData: 'a2V5LWJhY2t1cA==' },
  bekDetails: { secretUrl: SECRET_URL, secretVaultId: KV_ID, secretData: 'wrapped-text' },
  encryptionMechanism: 'SinglePass',
};

const BEK_ONLY = {
  KeyUrl: null,
  KeyBackupData: null,
  SecretUrl: SECRET_URL,
  SecretData: null,
  KeyVaultSecretBackupData: 'c2VjcmV0LWJhY2t1cA==',
};

function parse(value: unknown): KeyCopies {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return parseEncryptionInfo(Buffer.from(text), 'info.json');
}

function revealed({ secret, key }: KeyCopies): Record<string, string | undefined> {
  return {
    secretUrl: secret.url,
    secretValue: secret.value?.reveal(),
    secretBackup: secret.backup?.reveal(),
    keyUrl: key?.url,
    keyBackup: key?.backup?.reveal(),
  };
}

function camelCased(value: object): object {
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name[0]?.toLowerCase() + name.slice(1), each]),
  );
}

const WITH_KEK = {
  secretUrl: SECRET_URL,
  secretValue: 'wrapped-text',
  secretBackup: undefined,
  keyUrl: KEY_URL,
  keyBackup: 'a2V5LWJhY2t1cA==',
};

describe('an encryption info file', () => {
  it.each<[string, unknown]>([
    ['as documented', { OsDiskKeyAndSecretDetails: DETAILS }],
    ['in camel case', { osDiskKeyAndSecretDetails: camelCased(DETAILS) }],
    [
      'with what nobody knows',
      { Version: 3, Disks: [{}], OsDiskKeyAndSecretDetails: { ...DETAILS, New: {} } },
    ],
    ['without a frame', DETAILS],
    ['in the parts of the API', { keyAndSecret: PARTS }],
    ['in the parts of the API without a frame', PARTS],
    ['in parts in the documented frame', { OsDiskKeyAndSecretDetails: PARTS }],
    ['inside properties', { properties: { keyAndSecret: PARTS } }],
    ['as a list of one', { OsDiskKeyAndSecretDetails: [DETAILS] }],
    ['with the details as text', { OsDiskKeyAndSecretDetails: JSON.stringify(DETAILS) }],
    [
      'as a JSON text in JSON',
      JSON.stringify(JSON.stringify({ OsDiskKeyAndSecretDetails: DETAILS })),
    ],
  ])('%s', (_, value) => {
    expect(revealed(parse(value))).toEqual(WITH_KEK);
  });

  it('of a BEK-only machine', () => {
    expect(revealed(parse({ OsDiskKeyAndSecretDetails: BEK_ONLY }))).toEqual({
      secretUrl: SECRET_URL,
      secretValue: undefined,
      secretBackup: 'c2VjcmV0LWJhY2t1cA==',
      keyUrl: undefined,
      keyBackup: undefined,
    });
  });

  it('may say more: key vaults, system, algorithm', () => {
    const more = {
      SecretKeyVaultId: KV_ID,
      KekVaultId: KV_ID,
      OsType: 'linux',
      KeyEncryptionAlgorithm: 'RSA-OAEP-256',
    };
    const copies = parse({ OsDiskKeyAndSecretDetails: { ...DETAILS, ...more } });
    expect(copies).toMatchObject({
      secret: { keyVaultId: KV_ID },
      key: { keyVaultId: KV_ID },
      osType: 'Linux',
      algorithm: 'RSA-OAEP-256',
    });
  });

  it.each<[string, unknown]>([
    ['something else', '{"value": "wrapped-text"}'],
    ['no JSON', 'wrapped-text, not JSON'],
    ['a number', '7'],
    ['a list', '[]'],
    ['nothing', ''],
    ['without the secret', { OsDiskKeyAndSecretDetails: { ...DETAILS, SecretUrl: '' } }],
  ])('that is %s is refused, and not quoted', (_, value) => {
    const error = errorOf(() => parse(value));
    expect(error).toBeInstanceOf(AzbackupError);
    expect(JSON.stringify(error)).toContain('AZB_ENCRYPTION_INFO');
    expect(JSON.stringify(error)).not.toContain('wrapped-text');
  });
});

function errorOf(act: () => unknown): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}
