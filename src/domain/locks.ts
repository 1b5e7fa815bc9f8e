// Management locks, and what they keep from being done: a read-only one every change of what it lies on and of
// all below, a delete lock deletions alone ("Lock your Azure resources to protect your infrastructure").

import type { Fact } from './fact.js';
import { idKey, sameName, type ResourceId } from './resource-id.js';

/** A management lock. */
export interface Lock {
  readonly name: string;
  /** The resource, resource group or subscription that it lies on. */
  readonly scope: string;
  /** Azure's word, such as `ReadOnly`. */
  readonly level: string;
}

/** A change of what lies at a scope. */
export interface IntendedWrite {
  readonly scope: ResourceId;
  /** `delete` also for what lies in a resource, such as a policy of a vault. */
  readonly verb: 'write' | 'delete';
}

/** What is known of the locks in the way of a change. */
export type LockVerdict =
  | { readonly status: 'free' }
  | { readonly status: 'locked'; readonly locks: readonly Lock[] }
  /** A lock that cannot be read is not one that is not there. */
  | { readonly status: 'unknown'; readonly cause: Fact<readonly Lock[]> };

/** Judges a change by the locks at and above its scope; others among them do not matter. */
export function lockVerdict(locks: Fact<readonly Lock[]>, write: IntendedWrite): LockVerdict {
  if (locks.status !== 'known') {
    return { status: 'unknown', cause: locks };
  }
  const holding = locks.value.filter((lock) => isHolding(lock, write));
  return holding.length === 0 ? { status: 'free' } : { status: 'locked', locks: holding };
}

/** ARM id of a lock. */
export function lockId({ scope, name }: Lock): ResourceId {
  return `${scope}/providers/Microsoft.Authorization/locks/${name}`;
}

function isHolding({ level, scope }: Lock, write: IntendedWrite): boolean {
  const readOnly = sameName(level, 'ReadOnly');
  const noDeletion = write.verb === 'delete' && sameName(level, 'CanNotDelete');
  return (readOnly || noDeletion) && isAtOrBelow(write.scope, scope);
}

function isAtOrBelow(scope: string, above: string): boolean {
  const [inner, outer] = [idKey(scope), idKey(above)];
  return inner === outer || inner.startsWith(`${outer}/`);
}
