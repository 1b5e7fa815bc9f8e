// Keys that wrap the secrets of encrypted disks.

import { day } from '../../kernel/time/durations.js';
import { worldIds } from '../../kernel/ids.js';
import { unixSeconds } from '../../kernel/time/instant.js';
import type { WorldState } from '../../kernel/state.js';
import type { KeyVault } from './key-vault.js';
import { materialBits, privateKeyPem } from './key-material.js';

/** A key as the settings of an encrypted disk name it. */
export interface KeyEncryptionKey {
  readonly keyVaultId: string;
  /** With its version. */
  readonly keyUrl: string;
}

const age = 190 * day;

/** What Key Vault lets a new RSA key do. Recording: kv-key-get.200. */
const keyOps = ['encrypt', 'decrypt', 'sign', 'verify', 'wrapKey', 'unwrapKey'];

/**
 * Makes a key with one version in a key vault.
 * @param ownedByCertificate true for a key that came into being with a certificate of its name
 */
export function addKey(
  state: WorldState,
  vault: KeyVault,
  name: string,
  ownedByCertificate = false,
): KeyEncryptionKey {
  const version = worldIds(state).hex(32);
  const createdSeconds = unixSeconds(state.nowMilliseconds - age);
  objectsOf(state, vault).keys[name.toLowerCase()] = {
    name,
    managed: ownedByCertificate,
    versions: [
      {
        version,
        kty: 'RSA',
        sizeBits: materialBits,
        keyOps: [...keyOps],
        tags: {},
        enabled: true,
        createdSeconds,
        updatedSeconds: createdSeconds,
        privateKeyPem: privateKeyPem(countKeys(state)),
      },
    ],
  };
  return {
    keyVaultId: vault.id,
    keyUrl: `https://${vault.name}.vault.azure.net/keys/${name}/${version}`,
  };
}

/** Disables every version of a key. Throws RangeError when the vault has no such key. */
export function disableKey(state: WorldState, vault: KeyVault, name: string): void {
  const key = objectsOf(state, vault).keys[name.toLowerCase()];
  if (key === undefined) {
    throw new RangeError(`${vault.name} has no key ${name}`);
  }
  for (const version of key.versions) {
    version.enabled = false;
  }
}

/** Empties a key vault, as it is when the retention of all that was deleted in it is over. */
export function purgeEverything(state: WorldState, vault: KeyVault): void {
  state.keyVaultData[vault.name.toLowerCase()] = { keys: {}, secrets: {} };
}

function objectsOf(state: WorldState, vault: KeyVault) {
  return (state.keyVaultData[vault.name.toLowerCase()] ??= { keys: {}, secrets: {} });
}

function countKeys(state: WorldState): number {
  return Object.values(state.keyVaultData).reduce(
    (sum, { keys }) => sum + Object.keys(keys).length,
    0,
  );
}
