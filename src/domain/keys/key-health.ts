// Whether the very secret and key that a machine's disks use are there. Access to what is gone is no health:
// a backup of them fails, and a machine restored from its points does not start.

import type { KeyVaultObjectRef } from '../encryption/encryption.js';
import type { Fact } from '../fact.js';
import { sameName } from '../resource-id.js';
import type { KeyVault, VaultObject } from './key-vault.js';

/** How secrets and keys stand, worst first. */
export const KEY_HEALTH = ['gone', 'disabled', 'unknown', 'in-place'] as const;

/** How a machine's secrets and keys stand: as the worst of them does. */
export type KeyHealth = (typeof KEY_HEALTH)[number];

/** A secret or key that disks use, and what was read of it. */
export interface ObjectInUse {
  readonly ref: KeyVaultObjectRef;
  readonly object: Fact<VaultObject>;
}

/** What of a key vault tells how the objects in it stand. */
export interface KeyVaultInUse {
  readonly vault: Fact<KeyVault>;
  readonly secrets: readonly ObjectInUse[];
  readonly keys: readonly ObjectInUse[];
}

/** How the objects of all key vaults stand together; undefined where disks use none. */
export function keyHealth(
  keyVaults: readonly KeyVaultInUse[],
  { unreadable }: { readonly unreadable: boolean },
): KeyHealth | undefined {
  const each = keyVaults.flatMap(({ vault, secrets, keys }) =>
    [...secrets, ...keys].map((used) => (vault.status === 'absent' ? 'gone' : healthOf(used))),
  );
  const all: readonly KeyHealth[] = unreadable ? [...each, 'unknown'] : each;
  return KEY_HEALTH.find((health) => all.includes(health));
}

/** Dates do not matter: what has expired is still read and unwrapped with. */
function healthOf({ ref, object }: ObjectInUse): KeyHealth {
  if (object.status !== 'known') {
    return object.status === 'absent' ? 'gone' : 'unknown';
  }
  const { versions } = object.value;
  const inUse =
    ref.version === undefined
      ? versions.at(-1)
      : versions.find(({ version }) => sameName(version, ref.version ?? ''));
  if (inUse === undefined) {
    return 'gone';
  }
  return inUse.enabled ? 'in-place' : 'disabled';
}
