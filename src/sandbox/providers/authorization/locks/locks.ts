// Management locks: what they keep from being changed or deleted. Documentation: Lock your Azure resources.

import { isWithinScope } from '../../../kernel/resource-id.js';
import { resourcesOfType, type ArmResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';

/** ARM type of a management lock. Locks are resources of the world; their id tells where they lie. */
export const LOCK_TYPE = 'Microsoft.Authorization/locks';

/** What a lock keeps from being done. */
export type LockedVerb = 'write' | 'delete';

/** The scopes of the locks that keep a change from a scope, each once. */
export function lockedScopes(state: WorldState, scope: string, verb: LockedVerb): string[] {
  const holding = resourcesOfType(state, LOCK_TYPE)
    .filter((lock) => isHolding(lock, scope, verb))
    .map((lock) => scopeOfLock(lock));
  return [...new Set(holding)];
}

/** Where a lock lies. */
export function scopeOfLock({ id }: ArmResource): string {
  return id.replace(/\/providers\/Microsoft\.Authorization\/locks\/.*$/iu, '') || '/';
}

/** A lock holds what it lies on and all below; what holds a locked resource cannot be deleted either. */
function isHolding(lock: ArmResource, scope: string, verb: LockedVerb): boolean {
  const { level } = lock.properties;
  if (verb === 'write' && level !== 'ReadOnly') {
    return false;
  }
  const at = scopeOfLock(lock);
  return isWithinScope(scope, at) || (verb === 'delete' && isWithinScope(at, scope));
}
