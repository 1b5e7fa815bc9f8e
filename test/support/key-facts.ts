// Key vaults, keys and secrets as they were read, for tests of what is judged from them.

import type { WantedObject } from '../../src/domain/keys/key-copies.js';
import type { ObjectFacts } from '../../src/domain/keys/key-status.js';
import type { KeyVault, ObjectVersion } from '../../src/domain/keys/key-vault.js';

/** When the tests take place. */
export const NOW = '2026-11-23T18:00:00Z';

const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';

/** A healthy key vault. */
export function keyVault(more: Partial<KeyVault> = {}): KeyVault {
  const name = more.name ?? 'kv';
  return {
    id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/${name}`,
    name,
    location: 'japaneast',
    subscriptionId: SUBSCRIPTION,
    tenantId: 't',
    vaultUrl: `https://${name}.vault.azure.net`,
    permissionModel: 'rbac',
    accessPolicies: [],
    enabledForDiskEncryption: true,
    softDelete: true,
    purgeProtection: true,
    network: { publicAccess: 'Enabled', defaultAction: 'Allow', trustedServicesBypass: true },
    ...more,
  };
}

/** A version in force. */
export function version(more: Partial<ObjectVersion> = {}): ObjectVersion {
  return { version: 'v1', enabled: true, managed: false, tags: {}, ...more };
}

/** The key `kek` or the secret `bek` of a key vault, wanted in version `v1`. */
function wanted(kind: WantedObject['kind'], vaultName = 'kv'): WantedObject {
  const name = kind === 'key' ? 'kek' : 'bek';
  const vaultUrl = `https://${vaultName}.vault.azure.net`;
  return { kind, url: `${vaultUrl}/${kind}s/${name}/v1`, vaultUrl, name, version: 'v1' };
}

/** An object with these versions; none means that the name is free. */
export function objectFacts(
  kind: WantedObject['kind'],
  versions: readonly ObjectVersion[],
  more: Partial<ObjectFacts> = {},
): ObjectFacts {
  const object = wanted(kind);
  return {
    wanted: object,
    vault: { status: 'known', value: keyVault() },
    object:
      versions.length === 0
        ? { status: 'absent' }
        : {
            status: 'known',
            value: { kind, vaultUrl: object.vaultUrl, name: object.name, versions },
          },
    deleted: { status: 'absent' },
    ...more,
  };
}

/** A read that was refused. */
export const FORBIDDEN = {
  status: 'unreadable',
  reason: 'forbidden',
  message: 'not allowed to read it',
} as const;
