// What a caller may read, asked of tens of thousands of resources: its assignments are read once.

import { entriesWith } from '../../kernel/entry-index.js';
import { isWithinScope, scopeKey, scopesAbove } from '../../kernel/resource-id.js';
import { resourcesOfType } from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';
import { matchesAny } from '../authorization/action-patterns.js';
import { DENY_TYPE } from '../authorization/deny-assignments/deny-assignments.js';
import { actionDenial, findRole, identitiesOf } from '../authorization/evaluate.js';
import { conditionHolds } from '../authorization/role-assignments/conditions.js';
import { assignmentsByPrincipal } from '../authorization/role-assignments/indexes.js';
import type { SandboxRoleAssignment } from '../authorization/state.js';

/** Says of a type and an id whether a principal may read it: only what one may read is in the graph. */
export function readerOf(
  state: WorldState,
  principalObjectId: string,
): (type: string, id: string) => boolean {
  const byScope = assignmentsByScopeOf(state, principalObjectId);
  const denied = resourcesOfType(state, DENY_TYPE).map(({ properties }) => properties['scope']);
  const known = new Map<string, boolean>();
  const gives = (assignment: SandboxRoleAssignment, action: string): boolean => {
    const key = `${assignment.name} ${action}`;
    const found = known.get(key) ?? givesAction(state, assignment, action);
    known.set(key, found);
    return found;
  };
  return (type, id) => {
    const action = `${type}/read`;
    return (
      scopesAbove(id).some((scope) => byScope.get(scope)?.some((each) => gives(each, action))) &&
      !(
        denied.some((scope) => typeof scope === 'string' && isWithinScope(id, scope)) &&
        actionDenial(state, principalObjectId, action, id) !== undefined
      )
    );
  };
}

function assignmentsByScopeOf(
  state: WorldState,
  principalObjectId: string,
): ReadonlyMap<string, SandboxRoleAssignment[]> {
  const found = identitiesOf(state, principalObjectId).flatMap((identity) =>
    entriesWith(state.authorization.assignments, assignmentsByPrincipal, identity),
  );
  const byScope = new Map<string, SandboxRoleAssignment[]>();
  for (const assignment of found) {
    const key = scopeKey(assignment.scope);
    byScope.set(key, [...(byScope.get(key) ?? []), assignment]);
  }
  return byScope;
}

function givesAction(
  state: WorldState,
  { condition, roleDefinitionName }: SandboxRoleAssignment,
  action: string,
): boolean {
  return (
    conditionHolds(condition, { action }) &&
    (findRole(state, roleDefinitionName)?.permissions ?? []).some(
      ({ actions, notActions }) => matchesAny(actions, action) && !matchesAny(notActions, action),
    )
  );
}
