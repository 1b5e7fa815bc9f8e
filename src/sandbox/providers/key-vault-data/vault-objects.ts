// The keys and secrets of a key vault as they are now: what is deleted is set apart, and what the
// retention has purged is gone.

import { unixSeconds } from '../../world/instant.js';
import type { WorldState } from '../../world/state.js';
import type { KeyVersion, SecretVersion, VaultKey, VaultSecret } from './state.js';

/** Everything in one key vault. */
export type VaultObjects = WorldState['keyVaultData'][string];

/** The objects of a vault; an empty set that is part of the state when it has none yet. */
export function objectsOf(
  state: WorldState,
  vaultName: string,
  nowMilliseconds: number,
): VaultObjects {
  const objects = (state.keyVaultData[vaultName.toLowerCase()] ??= { keys: {}, secrets: {} });
  purgeExpired(objects.keys, unixSeconds(nowMilliseconds));
  purgeExpired(objects.secrets, unixSeconds(nowMilliseconds));
  return objects;
}

/** Which key or secret. */
export interface ObjectName {
  readonly vaultName: string;
  readonly name: string;
  /** The newest version when absent. */
  readonly version?: string | undefined;
}

/** A version of a key that is not deleted; disabled ones too. */
export function readKey(
  state: WorldState,
  { vaultName, name, version }: ObjectName,
): KeyVersion | undefined {
  return versionOf(state.keyVaultData[vaultName.toLowerCase()]?.keys[name.toLowerCase()], version);
}

/** A version of a secret that is not deleted; disabled ones too. */
export function readSecret(
  state: WorldState,
  { vaultName, name, version }: ObjectName,
): SecretVersion | undefined {
  return versionOf(
    state.keyVaultData[vaultName.toLowerCase()]?.secrets[name.toLowerCase()],
    version,
  );
}

/** A version of an object that is not deleted: the named one, or the newest. */
export function versionOf<Version extends { readonly version: string }>(
  object: { readonly versions: readonly Version[]; readonly deletion?: unknown } | undefined,
  version: string | undefined,
): Version | undefined {
  const versions = object?.deletion === undefined ? (object?.versions ?? []) : [];
  return version === undefined
    ? versions.at(-1)
    : versions.find((found) => found.version === version.toLowerCase());
}

function purgeExpired(
  objects: Record<string, Pick<VaultKey | VaultSecret, 'deletion'>>,
  nowSeconds: number,
): void {
  for (const [name, { deletion }] of Object.entries(objects)) {
    if (deletion !== undefined && deletion.scheduledPurgeSeconds <= nowSeconds) {
      delete objects[name];
    }
  }
}
