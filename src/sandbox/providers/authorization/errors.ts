// The errors of Azure RBAC, with its codes and wording. Documentation: troubleshoot Azure RBAC, where
// no recording is named.

import { providerError } from '../../http/arm-error.js';
import type { OperationResponse } from '../../http/operation.js';

/** Azure writes the guids in these messages without dashes. */
function withoutDashes(guid: string): string {
  return guid.replaceAll('-', '');
}

/** 404 on reading, 400 when an assignment names it. */
export function roleDefinitionDoesNotExist(name: string, status: 400 | 404): OperationResponse {
  return providerError(
    status,
    'RoleDefinitionDoesNotExist',
    `The specified role definition with ID '${withoutDashes(name)}' does not exist.`,
  );
}

/** Role names are unique among the custom roles of a tenant. */
export function roleNameExists(): OperationResponse {
  return providerError(
    409,
    'RoleDefinitionWithSameNameExists',
    'A custom role with the same name already exists in this directory. Use a different name.',
  );
}

/** A role cannot be deleted while it is assigned. */
export function roleHasAssignments(): OperationResponse {
  return providerError(
    400,
    'RoleDefinitionHasAssignments',
    'There are existing role assignments referencing role.',
  );
}

/**
 * A custom role is assignable in management groups, subscriptions and resource groups only. The
 * rule is documented (Azure custom roles); code and wording of the refusal are an assumption.
 */
export function invalidAssignableScope(scope: string): OperationResponse {
  return providerError(
    400,
    'InvalidAssignableScope',
    `The assignable scope '${scope}' is not valid for a custom role.`,
  );
}

/** The caller must be able to write role definitions at every assignable scope. */
export function linkedAuthorizationFailed(
  caller: { readonly appId: string; readonly objectId: string },
  scope: string,
  linkedScope: string,
): OperationResponse {
  const action = 'Microsoft.Authorization/roleDefinitions/write';
  return providerError(
    403,
    'LinkedAuthorizationFailed',
    `The client '${caller.appId}' with object id '${caller.objectId}' has permission to perform action '${action}' on scope '${scope}'; however, it does not have permission to perform action '${action}' on the linked scope(s) '${linkedScope}' or the linked scope(s) are invalid.`,
  );
}

/** The caller's own assignment is narrowed by a condition. Wording from public reports. */
export function conditionNotFulfilled(
  caller: { readonly appId: string; readonly objectId: string },
  action: string,
  scope: string,
): OperationResponse {
  return providerError(
    403,
    'AuthorizationFailed',
    `The client '${caller.appId}' with object id '${caller.objectId}' does not have authorization or an ABAC condition not fulfilled to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

/** Recording: reference.error-catalogue. */
export function principalNotFound(principalId: string, tenantId: string): OperationResponse {
  return providerError(
    400,
    'PrincipalNotFound',
    `Principal ${withoutDashes(principalId)} does not exist in the directory ${tenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype`,
  );
}

/** The misspelt word is Azure's own; wording from public reports. */
export function unmatchedPrincipalType(
  principalId: string,
  actual: string,
  stated: string,
): OperationResponse {
  return providerError(
    400,
    'UnmatchedPrincipalType',
    `The PrincipalId '${withoutDashes(principalId)}' has type '${actual}' , which is different from specified PrinciaplType '${stated}'.`,
  );
}

/** Recording: reference.error-catalogue. */
export function roleAssignmentExists(): OperationResponse {
  return providerError(409, 'RoleAssignmentExists', 'The role assignment already exists.');
}

/** What an existing assignment says cannot be changed but for its description. */
export function roleAssignmentUpdateNotPermitted(): OperationResponse {
  return providerError(
    400,
    'RoleAssignmentUpdateNotPermitted',
    'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.',
  );
}

/** Assignments and definitions are named by guids. */
export function invalidRoleAssignmentId(name: string): OperationResponse {
  return providerError(
    400,
    'InvalidRoleAssignmentId',
    `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`,
  );
}

/** 404 for an assignment that is not there. */
export function roleAssignmentNotFound(name: string): OperationResponse {
  return providerError(
    404,
    'RoleAssignmentNotFound',
    `The role assignment '${withoutDashes(name)}' is not found.`,
  );
}
