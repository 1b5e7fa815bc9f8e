// Role definitions: the built-in ones and those that callers make.

import { countWith } from '../../../kernel/entry-index.js';
import { assignmentsByRole } from '../role-assignments/indexes.js';
import { ROLE_REPLICATION_MILLISECONDS } from '../role-assignments/propagation.js';
import { isActionAllowed, findRole } from '../evaluate.js';
import { builtInRoles } from './built-in-roles.js';
import {
  invalidAssignableScope,
  linkedAuthorizationFailed,
  roleDefinitionDoesNotExist,
  roleHasAssignments,
  roleNameExists,
} from '../errors.js';
import type { SandboxRoleDefinition } from '../state.js';
import { notModelled } from '../../../http/not-modelled.js';
import { parseFilter, type FilterTerm } from '../../../http/odata-filter.js';
import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { ticksInstant } from '../../../kernel/time/instant.js';
import { isWithinScope, parseResourceId } from '../../../kernel/resource-id.js';

/** What a role definition is made of on the wire. */
export interface RoleDefinitionBody {
  readonly properties: {
    readonly roleName: string;
    readonly description?: string | undefined;
    readonly assignableScopes: readonly string[];
    readonly permissions: readonly {
      readonly actions?: readonly string[] | undefined;
      readonly notActions?: readonly string[] | undefined;
      readonly dataActions?: readonly string[] | undefined;
      readonly notDataActions?: readonly string[] | undefined;
    }[];
  };
}

const TYPE = 'Microsoft.Authorization/roleDefinitions';

/** Management groups, subscriptions and resource groups: what a custom role may be assignable in. */
const ASSIGNABLE_SCOPE =
  /^(?:\/providers\/microsoft\.management\/managementgroups\/[^/]+|\/subscriptions\/[^/]+(?:\/resourcegroups\/[^/]+)?)$/iu;

/** The roles that can be assigned at a scope; with `atScopeAndBelow()` also those for places below. */
export function listRoleDefinitions(request: OperationRequest): OperationResponse {
  const { state, params, query } = request;
  const scope = params['scope'] ?? '/';
  const terms = query['$filter'] === undefined ? [] : parseFilter(query['$filter']);
  if (terms === undefined || terms.some((term) => !isKnownTerm(term))) {
    return notModelled(`role definition filter ${query['$filter']}`);
  }
  const below = terms.some((term) => term.kind === 'call');
  const value = [...builtInRoles, ...state.authorization.customRoles]
    .filter((role) => isAssignableAt(role, scope, below))
    .filter((role) => terms.every((term) => matchesTerm(role, term)))
    .map((role) => roleDefinitionBody(role, scope));
  return { status: 200, body: { value } };
}

/** One role by its guid. */
export function getRoleDefinition({ state, params }: OperationRequest): OperationResponse {
  const name = params['roleDefinitionId'] ?? '';
  const role = findRole(state, name);
  return role === undefined
    ? roleDefinitionDoesNotExist(name, 404)
    : { status: 200, body: roleDefinitionBody(role, params['scope'] ?? '/') };
}

/** Makes or replaces a custom role; 201 in both cases. Recording: role-definition-create-delete.custom. */
export function putRoleDefinition(
  request: OperationRequest<RoleDefinitionBody>,
): OperationResponse {
  const { state, params, body, caller, clock } = request;
  const name = params['roleDefinitionId'] ?? '';
  refuseRole(request, name);
  const now = ticksInstant(clock.now());
  const existing = state.authorization.customRoles.find((role) => sameText(role.name, name));
  const callerId = caller?.objectId ?? null;
  const role: SandboxRoleDefinition = {
    name: existing?.name ?? name,
    roleName: body.properties.roleName,
    description: body.properties.description ?? '',
    type: 'CustomRole',
    assignableScopes: [...body.properties.assignableScopes],
    permissions: body.properties.permissions.map((permission) => completePermission(permission)),
    createdOn: existing?.createdOn ?? now,
    updatedOn: now,
    createdBy: existing?.createdBy ?? callerId,
    updatedBy: callerId,
    replicatedMilliseconds:
      existing?.replicatedMilliseconds ?? clock.now() + ROLE_REPLICATION_MILLISECONDS,
  };
  state.authorization.customRoles = [
    ...state.authorization.customRoles.filter((found) => found !== existing),
    role,
  ];
  // The response to a PUT does not say who created the role; later reads do.
  const answered = { ...role, createdBy: null };
  return { status: 201, body: roleDefinitionBody(answered, params['scope'] ?? '/') };
}

/** Deletes a custom role that nothing is assigned to any more; 204 when it is not there. */
export function deleteRoleDefinition({ state, params }: OperationRequest): OperationResponse {
  const name = params['roleDefinitionId'] ?? '';
  const role = state.authorization.customRoles.find((found) => sameText(found.name, name));
  if (role === undefined) {
    return { status: 204 };
  }
  const { assignments, customRoles } = state.authorization;
  if (countWith(assignments, assignmentsByRole, name.toLowerCase()) > 0) {
    return roleHasAssignments();
  }
  state.authorization.customRoles = customRoles.filter((found) => found !== role);
  return { status: 200, body: roleDefinitionBody(role, params['scope'] ?? '/') };
}

/** Whether a role may be assigned at a scope; `below` also takes roles for places under it. */
export function isAssignableAt(
  role: SandboxRoleDefinition,
  scope: string,
  below: boolean = false,
): boolean {
  return role.assignableScopes.some(
    (assignable) => isWithinScope(scope, assignable) || (below && isWithinScope(assignable, scope)),
  );
}

/** The id of a role as Azure writes it in responses about a scope: with the scope's subscription. */
export function roleDefinitionId(roleName: string, scope: string): string {
  const { subscriptionId } = parseResourceId(scope);
  const prefix = subscriptionId === undefined ? '' : `/subscriptions/${subscriptionId}`;
  return `${prefix}/providers/${TYPE}/${roleName}`;
}

function refuseRole(request: OperationRequest<RoleDefinitionBody>, name: string): void {
  const { state, body, caller, params } = request;
  const { roleName, assignableScopes } = body.properties;
  const invalid = assignableScopes.find((scope) => !ASSIGNABLE_SCOPE.test(scope));
  if (invalid !== undefined || assignableScopes.length === 0) {
    throw new Refusal(invalidAssignableScope(invalid ?? ''));
  }
  const linked = assignableScopes.find(
    (scope) => !isActionAllowed(state, caller?.objectId ?? '', `${TYPE}/write`, scope),
  );
  if (linked !== undefined && caller !== undefined) {
    throw new Refusal(linkedAuthorizationFailed(caller, params['scope'] ?? '/', linked));
  }
  const namesake = state.authorization.customRoles.find((role) =>
    sameText(role.roleName, roleName),
  );
  if (namesake !== undefined && !sameText(namesake.name, name)) {
    throw new Refusal(roleNameExists());
  }
}

function completePermission(
  permission: RoleDefinitionBody['properties']['permissions'][number],
): SandboxRoleDefinition['permissions'][number] {
  return {
    actions: [...(permission.actions ?? [])],
    notActions: [...(permission.notActions ?? [])],
    dataActions: [...(permission.dataActions ?? [])],
    notDataActions: [...(permission.notDataActions ?? [])],
  };
}

function isKnownTerm(term: FilterTerm): boolean {
  return term.kind === 'call'
    ? term.name === 'atScopeAndBelow'
    : ['rolename', 'type'].includes(term.field.toLowerCase());
}

function matchesTerm(role: SandboxRoleDefinition, term: FilterTerm): boolean {
  if (term.kind === 'call') {
    return true;
  }
  const actual = term.field.toLowerCase() === 'type' ? role.type : role.roleName;
  return sameText(actual, term.value);
}

function roleDefinitionBody(role: SandboxRoleDefinition, scope: string): unknown {
  const { name, roleName, type, description, assignableScopes, permissions } = role;
  const { createdOn, updatedOn, createdBy, updatedBy } = role;
  return {
    properties: {
      roleName,
      type,
      description,
      assignableScopes,
      permissions,
      createdOn,
      updatedOn,
      createdBy,
      updatedBy,
    },
    id: roleDefinitionId(name, scope),
    type: TYPE,
    name,
  };
}

function sameText(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
