// Operations of Microsoft.Authorization.

import { z } from 'zod';
import { defineOperation, type SandboxOperation } from '../../http/operation.js';
import { PAGE_QUERY } from '../../http/list-page.js';
import { denyAssignmentOperations } from './deny-assignments/routes.js';
import { lockOperations } from './locks/routes.js';
import { listPermissions } from './permissions.js';
import {
  deleteRoleAssignment,
  getRoleAssignment,
  listRoleAssignments,
  putRoleAssignment,
} from './role-assignments/handlers.js';
import {
  deleteRoleDefinition,
  getRoleDefinition,
  listRoleDefinitions,
  putRoleDefinition,
} from './role-definitions/handlers.js';

const ASSIGNMENTS = '{scope*}/providers/Microsoft.Authorization/roleAssignments';
const DEFINITIONS = '{scope*}/providers/Microsoft.Authorization/roleDefinitions';

const authorization = {
  provider: 'authorization',
  host: 'arm',
  apiVersions: ['2022-04-01', '2020-04-01-preview', '2018-01-01-preview', '2015-07-01'],
  fidelity: 'modelled',
} as const;

const roleAssignmentSchema = z.strictObject({
  properties: z.strictObject({
    roleDefinitionId: z.string(),
    principalId: z.string(),
    principalType: z.enum(['ServicePrincipal', 'User', 'Group']).optional(),
    description: z.string().optional(),
  }),
});

const actionListSchema = z.array(z.string()).optional();

const roleDefinitionSchema = z.strictObject({
  properties: z.strictObject({
    roleName: z.string(),
    description: z.string().optional(),
    type: z.string().optional(),
    assignableScopes: z.array(z.string()),
    permissions: z.array(
      z.strictObject({
        actions: actionListSchema,
        notActions: actionListSchema,
        dataActions: actionListSchema,
        notDataActions: actionListSchema,
      }),
    ),
  }),
});

const assignmentOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...authorization,
    id: 'RoleAssignments_ListForScope',
    method: 'GET',
    path: ASSIGNMENTS,
    query: ['$filter', PAGE_QUERY],
    action: 'Microsoft.Authorization/roleAssignments/read',
    evidence: [
      { kind: 'recording', file: 'role-assignments-list.at-scope.json' },
      { kind: 'documentation', page: 'List Azure role assignments using the REST API' },
      {
        kind: 'assumption',
        note: 'assignedTo() leaves out assignments below the scope; 500 on a page',
      },
    ],
    handle: listRoleAssignments,
  }),
  defineOperation({
    ...authorization,
    id: 'RoleAssignments_Get',
    method: 'GET',
    path: `${ASSIGNMENTS}/{roleAssignmentName}`,
    action: 'Microsoft.Authorization/roleAssignments/read',
    evidence: [{ kind: 'recording', file: 'role-assignment-update.put-get.json' }],
    handle: getRoleAssignment,
  }),
  defineOperation({
    ...authorization,
    id: 'RoleAssignments_Create',
    method: 'PUT',
    path: `${ASSIGNMENTS}/{roleAssignmentName}`,
    action: 'Microsoft.Authorization/roleAssignments/write',
    body: roleAssignmentSchema,
    evidence: [
      { kind: 'recording', file: 'role-assignment-update.put-get.json' },
      { kind: 'documentation', page: 'terraform-provider-azurerm, pull request 4168' },
      {
        kind: 'assumption',
        note: 'data planes honour it after 20 to 120 s, or 60 to 600 s above resources',
      },
    ],
    fidelity: 'simplified',
    simplification: 'Conditions and delegated identities are refused.',
    handle: putRoleAssignment,
  }),
  defineOperation({
    ...authorization,
    id: 'RoleAssignments_Delete',
    method: 'DELETE',
    path: `${ASSIGNMENTS}/{roleAssignmentName}`,
    action: 'Microsoft.Authorization/roleAssignments/delete',
    evidence: [{ kind: 'openapi', operationId: 'RoleAssignments_Delete' }],
    fidelity: 'simplified',
    simplification: 'Data planes forget the assignment at once; in Azure that takes minutes.',
    handle: deleteRoleAssignment,
  }),
];

const definitionOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...authorization,
    id: 'RoleDefinitions_List',
    method: 'GET',
    path: DEFINITIONS,
    query: ['$filter'],
    action: 'Microsoft.Authorization/roleDefinitions/read',
    evidence: [{ kind: 'recording', file: 'reference.builtin-roles.json' }],
    fidelity: 'simplified',
    simplification: 'About thirty of the built-in roles.',
    handle: listRoleDefinitions,
  }),
  defineOperation({
    ...authorization,
    id: 'RoleDefinitions_Get',
    method: 'GET',
    path: `${DEFINITIONS}/{roleDefinitionId}`,
    action: 'Microsoft.Authorization/roleDefinitions/read',
    evidence: [{ kind: 'openapi', operationId: 'RoleDefinitions_Get' }],
    handle: getRoleDefinition,
  }),
  defineOperation({
    ...authorization,
    id: 'RoleDefinitions_CreateOrUpdate',
    method: 'PUT',
    path: `${DEFINITIONS}/{roleDefinitionId}`,
    action: 'Microsoft.Authorization/roleDefinitions/write',
    body: roleDefinitionSchema,
    evidence: [
      { kind: 'recording', file: 'role-definition-create-delete.custom.json' },
      { kind: 'documentation', page: 'Azure custom roles' },
      { kind: 'assumption', note: 'a new role is unknown to assignments for 15 s' },
    ],
    handle: putRoleDefinition,
  }),
  defineOperation({
    ...authorization,
    id: 'RoleDefinitions_Delete',
    method: 'DELETE',
    path: `${DEFINITIONS}/{roleDefinitionId}`,
    action: 'Microsoft.Authorization/roleDefinitions/delete',
    evidence: [{ kind: 'recording', file: 'role-definition-create-delete.custom.json' }],
    handle: deleteRoleDefinition,
  }),
];

const permissionOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...authorization,
    id: 'Permissions_ListForResource',
    method: 'GET',
    path: '{scope*}/providers/Microsoft.Authorization/permissions',
    action: 'Microsoft.Authorization/permissions/read',
    evidence: [{ kind: 'openapi', operationId: 'Permissions_ListForResource' }],
    handle: listPermissions,
  }),
];

/** Everything Microsoft.Authorization answers. */
export const authorizationOperations: readonly SandboxOperation[] = [
  ...assignmentOperations,
  ...definitionOperations,
  ...permissionOperations,
  ...lockOperations,
  ...denyAssignmentOperations,
];
