// How a key or secret stands that a recovery point needs: judged by its exact version, from what was read
// of its key vault. What could not be read is unknown, and unknown is not in place.

import type { Fact } from '../fact.js';
import type { WantedObject } from './key-copies.js';
import type { DeletedObject, KeyVault, ObjectVersion, VaultObject } from './key-vault.js';
import { sameName } from '../resource-id.js';

/**
 * Tag that azbackup puts on a secret that it sets: the version whose place it takes. Setting a secret
 * always makes a new version, so this is how a later look knows it again.
 */
export const REPLACES_TAG = 'azbackup-replaces';

/** What was read of one object. */
export interface ObjectFacts {
  readonly wanted: WantedObject;
  readonly vault: Fact<KeyVault>;
  readonly object: Fact<VaultObject>;
  /** Its place in the soft delete of its key vault; absent means that the name is not in there. */
  readonly deleted: Fact<DeletedObject>;
  /** A version known to hold the very text of the wanted one. Secrets only. */
  readonly equalVersion?: string;
}

/** A read that failed. */
export type Unreadable = Extract<Fact<unknown>, { status: 'unreadable' }>;

/**
 * How an object stands. Dates do not matter: a secret outside its dates is still read, a key still unwraps ("About
 * keys", "About secrets": date-time controlled operations).
 */
export type KeyStatus =
  | { readonly state: 'in-place'; readonly version: ObjectVersion }
  | { readonly state: 'unusable'; readonly version: ObjectVersion }
  /** Gone as this version, there again as another one that azbackup set. Secrets only. */
  | { readonly state: 'replaced'; readonly version: ObjectVersion }
  | { readonly state: 'soft-deleted'; readonly deleted: DeletedObject }
  /** The name belongs to an object of other versions. */
  | { readonly state: 'version-gone' }
  /** Nothing of that name, deleted or not. */
  | { readonly state: 'gone' }
  | { readonly state: 'vault-gone' }
  | {
      readonly state: 'unknown';
      readonly fact: Unreadable;
      readonly unread: 'vault' | 'versions' | 'deleted';
    };

/** How the object stands now. */
export function statusOf(facts: ObjectFacts): KeyStatus {
  const { vault, object, deleted } = facts;
  if (vault.status === 'absent') {
    return { state: 'vault-gone' };
  }
  if (object.status === 'unreadable') {
    return { state: 'unknown', fact: object, unread: 'versions' };
  }
  if (object.status === 'known') {
    return statusAmong(facts, object.value);
  }
  switch (deleted.status) {
    case 'known':
      return { state: 'soft-deleted', deleted: deleted.value };
    case 'unreadable':
      return { state: 'unknown', fact: deleted, unread: 'deleted' };
    case 'absent':
      return { state: 'gone' };
  }
}

function statusAmong(facts: ObjectFacts, { versions }: VaultObject): KeyStatus {
  const { wanted } = facts;
  const exact =
    wanted.version === undefined
      ? versions.at(-1)
      : versions.find(({ version }) => sameName(version, wanted.version ?? ''));
  if (exact !== undefined) {
    return ifEnabled(exact, 'in-place');
  }
  const replacement = versions.findLast((version) => replaces(version, facts));
  return replacement === undefined ? { state: 'version-gone' } : ifEnabled(replacement, 'replaced');
}

function replaces(
  { version, tags }: ObjectVersion,
  { wanted, equalVersion }: ObjectFacts,
): boolean {
  const tag = tags[REPLACES_TAG];
  return (
    wanted.kind === 'secret' &&
    ((tag !== undefined && sameName(tag, wanted.version ?? '')) ||
      (equalVersion !== undefined && sameName(equalVersion, version)))
  );
}

function ifEnabled(version: ObjectVersion, state: 'in-place' | 'replaced'): KeyStatus {
  return version.enabled ? { state, version } : { state: 'unusable', version };
}
