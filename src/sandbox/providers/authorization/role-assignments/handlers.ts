// Role assignments: who has which role where.

import { entryOf } from '../../../kernel/entry-of.js';
import { entriesWith } from '../../../kernel/entry-index.js';
import { assignmentsAbove, assignmentsBelow, assignmentsByScope } from './indexes.js';
import { listPage } from '../../../http/list-page.js';
import { notModelled } from '../../../http/not-modelled.js';
import { parseFilter, type FilterTerm } from '../../../http/odata-filter.js';
import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { ticksInstant } from '../../../kernel/time/instant.js';
import { isWithinScope, parseResourceId, scopeKey } from '../../../kernel/resource-id.js';
import type { WorldState } from '../../../kernel/state.js';
import {
  conditionNotFulfilled,
  invalidRoleAssignmentId,
  principalNotFound,
  roleAssignmentExists,
  roleAssignmentNotFound,
  roleAssignmentUpdateNotPermitted,
  roleDefinitionDoesNotExist,
  unmatchedPrincipalType,
} from '../errors.js';
import { findReplicatedRole, identitiesOf, isActionGranted } from '../evaluate.js';
import { isAssignableAt, roleDefinitionId } from '../role-definitions/handlers.js';
import { isShown } from '../../graph/managed-identities.js';
import { propagationMilliseconds } from './propagation.js';
import type { SandboxRoleAssignment } from '../state.js';

/** What a role assignment is made of on the wire. */
export interface RoleAssignmentBody {
  readonly properties: {
    readonly roleDefinitionId: string;
    readonly principalId: string;
    readonly principalType?: string | undefined;
    readonly description?: string | undefined;
  };
}

const TYPE = 'Microsoft.Authorization/roleAssignments';

const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu;

/** Nobody documents how many; an assumption. */
const ASSIGNMENTS_PER_PAGE = 500;

/** The assignments at, above and below a scope, as far as the filter lets them through. */
export function listRoleAssignments(request: OperationRequest): OperationResponse {
  const { state, params, query } = request;
  const scope = params['scope'] ?? '/';
  const terms = query['$filter'] === undefined ? [] : parseFilter(query['$filter']);
  const tests = terms?.map((term) => termTest(state, term, scope));
  if (tests === undefined || tests.includes(undefined)) {
    return notModelled(`role assignment filter ${query['$filter']}`);
  }
  const found = [...assignmentsAbove(state, scope), ...assignmentsBelow(state, scope)]
    .filter((each) => tests.every((test) => test?.(each) === true))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
  return listPage(request, found, ASSIGNMENTS_PER_PAGE, (each) => roleAssignmentBody(each, scope));
}

/** One assignment by scope and guid. */
export function getRoleAssignment({ state, params }: OperationRequest): OperationResponse {
  const { scope = '/', roleAssignmentName: name = '' } = params;
  const found = findAssignment(state, scope, name);
  return found === undefined
    ? roleAssignmentNotFound(name)
    : { status: 200, body: roleAssignmentBody(found, scope) };
}

/** Assigns a role; 201 for a repetition too. Recording: role-assignment-update.put-get. */
export function putRoleAssignment(
  request: OperationRequest<RoleAssignmentBody>,
): OperationResponse {
  const { state, params, caller, clock } = request;
  const { scope = '/', roleAssignmentName: name = '' } = params;
  const wanted = checkedAssignment(request, name, scope);
  requireCondition(request, 'write', wanted);
  const existing = state.authorization.assignments[name.toLowerCase()];
  const now = ticksInstant(clock.now());
  const callerId = caller?.objectId ?? null;
  const assignment: SandboxRoleAssignment = {
    ...wanted,
    createdOn: existing?.createdOn ?? now,
    updatedOn: now,
    createdBy: existing?.createdBy ?? callerId,
    updatedBy: callerId,
    effectiveMilliseconds:
      existing?.effectiveMilliseconds ?? clock.now() + propagationMilliseconds(scope, name),
  };
  state.authorization.assignments[name.toLowerCase()] = assignment;
  // The response to a PUT does not say who created the assignment; later reads do.
  return {
    status: 201,
    body: roleAssignmentBody({ ...assignment, createdBy: null }, scope, callerId),
  };
}

/** Takes an assignment away; 204 when it is not there. Data planes forget it at once. */
export function deleteRoleAssignment(request: OperationRequest): OperationResponse {
  const { state, params } = request;
  const { scope = '/', roleAssignmentName: name = '' } = params;
  const found = findAssignment(state, scope, name);
  if (found === undefined) {
    return { status: 204 };
  }
  requireCondition(request, 'delete', found);
  delete state.authorization.assignments[name.toLowerCase()];
  return { status: 200, body: roleAssignmentBody(found, scope) };
}

/** What the gateway could not know: whether conditions of the caller's own assignments allow this assignment. */
function requireCondition(
  { state, caller }: Pick<OperationRequest, 'state' | 'caller'>,
  verb: 'write' | 'delete',
  assignment: Pick<
    SandboxRoleAssignment,
    'scope' | 'roleDefinitionName' | 'principalId' | 'principalType'
  >,
): void {
  const { scope, roleDefinitionName, principalId, principalType } = assignment;
  const action = `${TYPE}/${verb}`;
  const attributes = {
    roledefinitionid: roleDefinitionName,
    principalid: principalId,
    principaltype: principalType,
  };
  if (
    caller !== undefined &&
    !isActionGranted(state, caller.objectId, { action, attributes }, scope)
  ) {
    throw new Refusal(conditionNotFulfilled(caller, action, scope));
  }
}

function checkedAssignment(
  request: OperationRequest<RoleAssignmentBody>,
  name: string,
  scope: string,
): Pick<
  SandboxRoleAssignment,
  'name' | 'scope' | 'roleDefinitionName' | 'principalId' | 'principalType' | 'condition'
> {
  const { state, body } = request;
  const { principalId, description } = body.properties;
  const roleDefinitionName = assignableRole(request, scope);
  const principalType = existingPrincipal(request);
  if (!GUID.test(name)) {
    throw new Refusal(invalidRoleAssignmentId(name));
  }
  const wanted = { name, scope, roleDefinitionName, principalId, principalType, condition: null };
  refuseConflict(state, wanted);
  return { ...wanted, ...(description === undefined ? {} : { description }) };
}

/** The guid of the wanted role, which must exist and be assignable here. */
function assignableRole(request: OperationRequest<RoleAssignmentBody>, scope: string): string {
  const guid = request.body.properties.roleDefinitionId.split('/').at(-1) ?? '';
  const role = findReplicatedRole(request.state, guid, request.clock.now());
  if (role === undefined) {
    throw new Refusal(roleDefinitionDoesNotExist(guid, 400));
  }
  if (!isAssignableAt(role, scope)) {
    throw new Refusal(
      notModelled(`assigning role '${role.roleName}' outside its assignable scopes`),
    );
  }
  return role.name;
}

/**
 * The type of the wanted principal, which must exist and be of the type that the caller states. One that is
 * called a service principal may be unknown to the directory: it may be so new that the directory does not
 * show it yet (the service's team in terraform-provider-azurerm, pull request 4168).
 */
function existingPrincipal({
  state,
  body,
  caller,
  clock,
}: OperationRequest<RoleAssignmentBody>): string {
  const { principalId, principalType } = body.properties;
  const principal = state.directory.principals.find(
    (each) => sameText(each.objectId, principalId) && isShown(each, clock.now()),
  );
  if (principal === undefined && principalType === 'ServicePrincipal') {
    return principalType;
  }
  if (principal === undefined) {
    throw new Refusal(principalNotFound(principalId, caller?.tenantId ?? ''));
  }
  if (principalType !== undefined && principalType !== principal.type) {
    throw new Refusal(unmatchedPrincipalType(principalId, principal.type, principalType));
  }
  return principal.type;
}

function refuseConflict(
  state: WorldState,
  wanted: Pick<SandboxRoleAssignment, 'name' | 'scope' | 'roleDefinitionName' | 'principalId'>,
): void {
  const { assignments } = state.authorization;
  const isSame = (found: SandboxRoleAssignment): boolean =>
    sameText(found.principalId, wanted.principalId) &&
    sameText(found.roleDefinitionName, wanted.roleDefinitionName) &&
    sameText(found.scope, wanted.scope);
  const named = assignments[wanted.name.toLowerCase()];
  if (named !== undefined && !isSame(named)) {
    throw new Refusal(roleAssignmentUpdateNotPermitted());
  }
  const atScope = entriesWith(assignments, assignmentsByScope, scopeKey(wanted.scope));
  if (atScope.some((found) => isSame(found) && !sameText(found.name, wanted.name))) {
    throw new Refusal(roleAssignmentExists());
  }
}

function termTest(
  state: WorldState,
  term: FilterTerm,
  scope: string,
): ((assignment: SandboxRoleAssignment) => boolean) | undefined {
  if (term.kind === 'equals') {
    return term.field.toLowerCase() === 'principalid'
      ? ({ principalId }) => sameText(principalId, term.value)
      : undefined;
  }
  if (term.name === 'atScope') {
    return (assignment) => isWithinScope(scope, assignment.scope);
  }
  if (term.name === 'assignedTo' && term.argument !== undefined) {
    const identities = identitiesOf(state, term.argument);
    return (assignment) =>
      identities.includes(assignment.principalId) && isWithinScope(scope, assignment.scope);
  }
  return undefined;
}

function findAssignment(
  state: WorldState,
  scope: string,
  name: string,
): SandboxRoleAssignment | undefined {
  const found = entryOf(state.authorization.assignments, name.toLowerCase());
  return found !== undefined && sameText(found.scope, scope) ? found : undefined;
}

function roleAssignmentBody(
  assignment: SandboxRoleAssignment,
  requestScope: string,
  updatedBy: string | null = assignment.updatedBy ?? assignment.createdBy,
): unknown {
  const { name, scope, condition } = assignment;
  const hasSubscription = parseResourceId(scope).subscriptionId !== undefined;
  return {
    properties: {
      roleDefinitionId: roleDefinitionId(
        assignment.roleDefinitionName,
        hasSubscription ? scope : requestScope,
      ),
      principalId: assignment.principalId,
      principalType: assignment.principalType,
      scope,
      condition,
      conditionVersion: condition === null ? null : '2.0',
      createdOn: assignment.createdOn,
      updatedOn: assignment.updatedOn,
      createdBy: assignment.createdBy,
      updatedBy,
      delegatedManagedIdentityResourceId: null,
      description: assignment.description ?? null,
    },
    id: `${scope === '/' ? '' : scope}/providers/${TYPE}/${name}`,
    type: TYPE,
    name,
  };
}

function sameText(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
