// Whether role assignments allow an action: wildcards, exceptions, inheritance, group membership.

import { matchesAny } from './action-patterns.js';
import { denialOf, type Denial } from './deny-assignments/deny-assignments.js';
import { conditionHolds, type ConditionQuestion } from './role-assignments/conditions.js';
import { assignmentsAbove } from './role-assignments/indexes.js';
import type { WorldState } from '../../kernel/state.js';
import { builtInRoles } from './role-definitions/built-in-roles.js';
import type { SandboxRoleAssignment, SandboxRoleDefinition } from './state.js';

/** Whether a principal may perform a control-plane action at a scope, such as …/vaults/write. */
export function isActionAllowed(
  state: WorldState,
  principalObjectId: string,
  action: string,
  scope: string,
): boolean {
  return (
    isActionGranted(state, principalObjectId, { action }, scope) &&
    actionDenial(state, principalObjectId, action, scope) === undefined
  );
}

/** What denies a principal a control-plane action at a scope, whatever its roles are. */
export function actionDenial(
  state: WorldState,
  principalObjectId: string,
  action: string,
  scope: string,
): Denial | undefined {
  return denialOf(state, { identities: identitiesOf(state, principalObjectId), action, scope });
}

/** Whether roles give a principal a control-plane action, deny assignments aside. */
export function isActionGranted(
  state: WorldState,
  principalObjectId: string,
  question: ConditionQuestion,
  scope: string,
): boolean {
  const { action } = question;
  return assignmentsFor(state, principalObjectId, scope)
    .filter(({ condition }) => conditionHolds(condition, question))
    .some((assignment) =>
      permissionsOf(state, assignment).some(
        ({ actions, notActions }) => matchesAny(actions, action) && !matchesAny(notActions, action),
      ),
    );
}

/** What a data-plane check asks. */
export interface DataActionQuestion {
  readonly principalObjectId: string;
  /** Such as Microsoft.KeyVault/vaults/secrets/getSecret/action. */
  readonly dataAction: string;
  readonly scope: string;
  /** Assignments that have not reached the data plane by now do not count. */
  readonly nowMilliseconds: number;
}

/** Whether a principal may perform a data-plane action at a scope at this moment. */
export function isDataActionAllowed(state: WorldState, question: DataActionQuestion): boolean {
  const { principalObjectId, dataAction, scope, nowMilliseconds } = question;
  if (dataActionDenial(state, question) !== undefined) {
    return false;
  }
  return assignmentsFor(state, principalObjectId, scope)
    .filter((assignment) => assignment.effectiveMilliseconds <= nowMilliseconds)
    .filter(({ condition }) => conditionHolds(condition, { action: dataAction }))
    .some((assignment) =>
      permissionsOf(state, assignment).some(
        ({ dataActions, notDataActions }) =>
          matchesAny(dataActions, dataAction) && !matchesAny(notDataActions, dataAction),
      ),
    );
}

/** What denies a principal a data-plane action, whatever its roles are. */
export function dataActionDenial(
  state: WorldState,
  {
    principalObjectId,
    dataAction,
    scope,
  }: Pick<DataActionQuestion, 'principalObjectId' | 'dataAction' | 'scope'>,
): Denial | undefined {
  return denialOf(state, { identities: identitiesOf(state, principalObjectId), dataAction, scope });
}

/** The assignments that reach a principal at a scope: its own and its groups', made here or above. */
export function assignmentsFor(
  state: WorldState,
  principalObjectId: string,
  scope: string,
): SandboxRoleAssignment[] {
  const identities = new Set(identitiesOf(state, principalObjectId));
  return assignmentsAbove(state, scope).filter(({ principalId }) => identities.has(principalId));
}

/** The principal itself and every group it is in, directly or through other groups. */
export function identitiesOf(state: WorldState, principalObjectId: string): string[] {
  const found = new Set([principalObjectId]);
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const group of state.directory.principals) {
      if (group.members?.some((member) => found.has(member)) === true) {
        found.add(group.objectId);
      }
    }
  }
  return [...found];
}

/** The role with this guid, built-in or custom; undefined when there is none. */
export function findRole(state: WorldState, name: string): SandboxRoleDefinition | undefined {
  const wanted = name.toLowerCase();
  const isIt = (role: SandboxRoleDefinition): boolean => role.name.toLowerCase() === wanted;
  return (
    builtInRoles.find((role) => isIt(role)) ??
    state.authorization.customRoles.find((role) => isIt(role))
  );
}

/** The role with this guid once assignments know of it. */
export function findReplicatedRole(
  state: WorldState,
  name: string,
  nowMilliseconds: number,
): SandboxRoleDefinition | undefined {
  const role = findRole(state, name);
  return (role?.replicatedMilliseconds ?? 0) > nowMilliseconds ? undefined : role;
}

function permissionsOf(
  state: WorldState,
  assignment: SandboxRoleAssignment,
): SandboxRoleDefinition['permissions'] {
  return findRole(state, assignment.roleDefinitionName)?.permissions ?? [];
}
