// A key and a secret in the words of result documents: how they stand, and what disks must name.

import { objectUrl, sameObjectUrl } from '../../domain/keys/key-copies.js';
import { statusOf, type ObjectFacts, type KeyStatus } from '../../domain/keys/key-status.js';
import { vaultNameOf } from '../../domain/keys/key-vault-url.js';
import { sameId } from '../../domain/resource-id.js';
import type { KeyObjectDocument, KeySettingsDocument } from './result.js';
import type { RestorationFacts } from './rules.js';
import type { KeySource } from './source.js';

/** A key or secret as it stands. */
export function keyObjectDocument(object: ObjectFacts, wantedUrl: string): KeyObjectDocument {
  const keyStatus = statusOf(object);
  return {
    name: object.wanted.name,
    keyVault: { id: vaultIdOf(object), name: vaultNameOf(object.wanted.vaultUrl) },
    wantedUrl,
    state: keyStatus.state,
    url: currentUrl(object, keyStatus) ?? null,
  };
}

/** The key vault of an object; empty where only its address is known. */
export function vaultIdOf({ vault, wanted }: ObjectFacts): string {
  return vault.status === 'known' ? vault.value.id : (wanted.keyVaultId ?? '');
}

/** The address at which an object can be had now. */
function currentUrl({ wanted }: ObjectFacts, keyStatus: KeyStatus): string | undefined {
  return keyStatus.state === 'in-place' || keyStatus.state === 'replaced'
    ? objectUrl(wanted, keyStatus.version.version)
    : undefined;
}

/** True when everything that is needed can be had. */
export function isComplete({ secret, key }: RestorationFacts): boolean {
  return [secret, ...(key === undefined ? [] : [key])].every(
    (object) => currentUrl(object, statusOf(object)) !== undefined,
  );
}

/**
 * True while what key and secret could be brought back from has to stay. Where they cannot be looked at, a machine that
 * was built from disks that need them tells that they are there.
 */
export function needsInfoFile({ secret, key }: RestorationFacts, machineBuilt: boolean): boolean {
  return [secret, key]
    .filter((object) => object !== undefined)
    .map((object) => statusOf(object).state)
    .some(
      (state) =>
        state !== 'in-place' && state !== 'replaced' && !(state === 'unknown' && machineBuilt),
    );
}

/** What disks must name; null while something is missing. */
export function diskSettingsDocument(
  { copies }: KeySource,
  { secret, key }: RestorationFacts,
): KeySettingsDocument | null {
  const secretUrl = currentUrl(secret, statusOf(secret));
  const keyUrl = key === undefined ? undefined : currentUrl(key, statusOf(key));
  if (secretUrl === undefined || (key !== undefined && keyUrl === undefined)) {
    return null;
  }
  const moved = (object: ObjectFacts, id: string | undefined): boolean =>
    id !== undefined && !sameId(id, vaultIdOf(object));
  return {
    differs:
      !sameObjectUrl(secretUrl, copies.secret.url) ||
      moved(secret, copies.secret.keyVaultId) ||
      (key !== undefined &&
        (!sameObjectUrl(keyUrl ?? '', copies.key?.url ?? '') ||
          moved(key, copies.key?.keyVaultId))),
    secretUrl,
    secretVaultId: vaultIdOf(secret),
    keyUrl: keyUrl ?? null,
    keyVaultId: key === undefined ? null : vaultIdOf(key),
  };
}
