// Azure RBAC evaluated for real: wildcards, exclusions, scopes. Rules: "Understand Azure role definitions"
// (actions are matched without case; `*` stands for any text, slashes included; an exclusion subtracts
// within its own role only) and "Understand scope for Azure RBAC".

import type { Fact } from './fact.js';
import { idKey } from './resource-id.js';
import type { Permission, RoleAssignment, RoleDefinition } from './roles.js';

/** A role assignment together with the definition that it assigns. */
export interface AssignedRole {
  readonly assignment: RoleAssignment;
  readonly definition: Fact<RoleDefinition>;
}

/** How assigned roles answer the question whether an action is allowed at a resource. */
export type ActionAccess =
  | { readonly status: 'granted'; readonly by: readonly AssignedRole[] }
  | { readonly status: 'missing' }
  /** No readable role grants it, but one that covers the resource could not be read. */
  | { readonly status: 'unknown'; readonly unread: readonly AssignedRole[] };

/** True when an action matches a pattern of a role definition, such as `Microsoft.KeyVault/vaults/*`. */
export function matchesAction(pattern: string, action: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const text = action.toLowerCase();
  const last = rest.pop();
  if (last === undefined) {
    return text === first;
  }
  if (!text.startsWith(first)) {
    return false;
  }
  let position = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, position);
    if (found === -1) {
      return false;
    }
    position = found + piece.length;
  }
  return text.length - last.length >= position && text.endsWith(last);
}

/** True when the permissions allow an action of the management plane. */
export function isActionGranted(permissions: readonly Permission[], action: string): boolean {
  return permissions.some(
    ({ actions, notActions }) => matchesAny(actions, action) && !matchesAny(notActions, action),
  );
}

/** True when the permissions allow an action of the data plane. */
export function isDataActionGranted(permissions: readonly Permission[], action: string): boolean {
  return permissions.some(
    ({ dataActions, notDataActions }) =>
      matchesAny(dataActions, action) && !matchesAny(notDataActions, action),
  );
}

function matchesAny(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) => matchesAction(pattern, action));
}

const MANAGEMENT_GROUP = /^\/providers\/microsoft\.management\/managementgroups\/[^/]+$/u;

/**
 * True when an assignment at a scope reaches a resource: the scope is the resource, lies above it, or is
 * the root. A management group counts as above: an id does not tell its groups, but Azure lists, at a
 * resource, only assignments of groups that hold it.
 */
export function scopeCovers(scope: string, resourceId: string): boolean {
  const above = idKey(scope);
  const below = idKey(resourceId);
  return (
    above === '' || above === below || below.startsWith(`${above}/`) || MANAGEMENT_GROUP.test(above)
  );
}

/**
 * Whether assigned roles allow a data action at a resource. An assignment with a condition does not
 * count, unless asked as if it were met: it narrows the assignment in ways that are not evaluated here.
 */
export function dataActionAt(
  roles: readonly AssignedRole[],
  resourceId: string,
  dataAction: string,
  conditions: 'conditions met' | 'not counted' = 'not counted',
): ActionAccess {
  const reaching = rolesAt(roles, resourceId).filter(
    ({ assignment }) => conditions === 'conditions met' || assignment.condition === undefined,
  );
  const by = reaching.filter(
    ({ definition }) =>
      definition.status === 'known' &&
      isDataActionGranted(definition.value.permissions, dataAction),
  );
  if (by.length > 0) {
    return { status: 'granted', by };
  }
  // A role that is assigned cannot be deleted: one that seems to be gone has not reached this part of Azure.
  const unread = reaching.filter(({ definition }) => definition.status !== 'known');
  return unread.length > 0 ? { status: 'unknown', unread } : { status: 'missing' };
}

/** How the roles of somebody who has an action in all have it: without a condition, or only under one. */
export type ActionHolding =
  | { readonly status: 'held' }
  | { readonly status: 'conditional'; readonly by: readonly AssignedRole[] };

/**
 * Whether an action of the management plane, which somebody has at a resource, is narrowed by a condition.
 * Held also where no readable role gives it: not everything that gives a right is a role assignment.
 */
export function actionHolding(
  roles: readonly AssignedRole[],
  resourceId: string,
  action: string,
): ActionHolding {
  const giving = rolesAt(roles, resourceId).filter(
    ({ definition }) =>
      definition.status === 'known' && isActionGranted(definition.value.permissions, action),
  );
  const conditional = giving.filter(({ assignment }) => assignment.condition !== undefined);
  return giving.length > 0 && conditional.length === giving.length
    ? { status: 'conditional', by: conditional }
    : { status: 'held' };
}

/** The roles whose assignments reach a resource, conditional ones included. */
export function rolesAt(
  roles: readonly AssignedRole[],
  resourceId: string,
): readonly AssignedRole[] {
  return roles.filter(({ assignment }) => scopeCovers(assignment.scope, resourceId));
}
