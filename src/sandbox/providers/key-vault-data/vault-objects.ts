// The keys and secrets of a key vault as they are now: what is deleted is set apart, and what the
// retention has purged is gone.

import { entryOf } from '../../kernel/entry-of.js';
import { keysWith, type EntryIndex } from '../../kernel/entry-index.js';
import { unixSeconds } from '../../kernel/time/instant.js';
import type { WorldState } from '../../kernel/state.js';
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
  return versionOf(
    entryOf(entryOf(state.keyVaultData, vaultName.toLowerCase())?.keys ?? {}, name.toLowerCase()),
    version,
  );
}

/** A version of a secret that is not deleted; disabled ones too. */
export function readSecret(
  state: WorldState,
  { vaultName, name, version }: ObjectName,
): SecretVersion | undefined {
  return versionOf(
    entryOf(
      entryOf(state.keyVaultData, vaultName.toLowerCase())?.secrets ?? {},
      name.toLowerCase(),
    ),
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

/** Objects that are not deleted, by name, each with its newest version. */
export function liveObjects<Found extends Deletable, Version>(
  objects: Versioned<Found, Version>,
): NewestOf<Found, Version>[] {
  return withNewest(objects, ({ deletion }) => deletion === undefined);
}

/** Deleted objects, by name, each with its newest version. */
export function deletedObjects<Found extends Deletable, Version>(
  objects: Versioned<Found, Version>,
): NewestOf<Found, Version>[] {
  return withNewest(objects, ({ deletion }) => deletion !== undefined);
}

type Deletable = Pick<VaultKey | VaultSecret, 'deletion'>;

type Versioned<Found, Version> = Readonly<
  Record<string, Found & { readonly versions: readonly Version[] }>
>;

/** An object and the version that stands for it in lists. */
interface NewestOf<Found, Version> {
  readonly object: Found;
  readonly version: Version;
}

function withNewest<Found, Version>(
  objects: Versioned<Found, Version>,
  isWanted: (object: Found) => boolean,
): NewestOf<Found, Version>[] {
  return Object.entries(objects)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([, object]) => {
      const version = object.versions.at(-1);
      return version === undefined || !isWanted(object) ? [] : [{ object, version }];
    });
}

/** Deleted keys and secrets by when they are purged. */
export const objectsByPurge: EntryIndex<Deletable> = {
  name: 'key-vault-data.purge',
  valuesOf: ({ deletion }) => (deletion === undefined ? [] : [deletion.scheduledPurgeSeconds]),
};

function purgeExpired(objects: Record<string, Deletable>, nowSeconds: number): void {
  for (const name of keysWith(objects, objectsByPurge, { from: 0, to: nowSeconds })) {
    delete objects[name];
  }
}
