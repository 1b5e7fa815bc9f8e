// Role definitions and assignments (@azure/arm-authorization).

import {
  AuthorizationManagementClient,
  type Permission as SdkPermission,
  type RoleAssignment as SdkRoleAssignment,
  type RoleDefinition as SdkRoleDefinition,
} from '@azure/arm-authorization';
import { idKey, nameOf } from '../../domain/resource-id.js';
import type { Permission, RoleAssignment, RoleDefinition } from '../../domain/roles.js';
import { readCallerPermissions } from '../arm/caller-permissions.js';
import { azureCodeOf, callAzure, callOrAbsent, isAbsence, type AzureCall } from '../arm/errors.js';
import { readTokenClaims } from '../arm/token-claims.js';
import { armRawClient } from '../arm/transport/raw-client.js';
import { armClientOptions, type Transport } from '../arm/transport/transport.js';
import { required } from '../arm/unexpected-response.js';
import { quoted } from '../arm/odata-filter.js';
import { instantFrom } from '../arm/wire-time.js';
import { readDenyAssignments } from './deny-assignments.js';
import type { RoleService } from '../services.js';

/** The service over the network of `transport`. */
export function createRoleService(transport: Transport): RoleService {
  // The operations used here take a whole scope; the client's own subscription plays no part in them.
  const client = new AuthorizationManagementClient(
    transport.credential,
    '',
    armClientOptions(transport),
  );
  return {
    ...definitions(client),
    ...assignments(client),
    denyAssignments: (scope) =>
      readDenyAssignments(armRawClient(transport), transport.cloud, scope),
    callerId: async () => {
      const claims = await callAzure({ doing: 'read who you are' }, () =>
        readTokenClaims(transport, transport.cloud.armScope),
      );
      return claims.oid;
    },
    callerPermissions: (scope) =>
      readCallerPermissions(armRawClient(transport), transport.cloud, scope),
  };
}

function definitions(
  client: AuthorizationManagementClient,
): Pick<RoleService, 'definition' | 'putDefinition'> {
  return {
    definition: async (id) => {
      const found = await callOrAbsent(
        { doing: `read the role definition ${nameOf(id)}`, target: id },
        () => client.roleDefinitions.getById(inPath(id)),
      );
      return found === undefined ? undefined : definitionFrom(found);
    },
    putDefinition: async (subscriptionId, role) => {
      const { name, roleName, description, assignableScopes, dataActions } = role;
      const put = await callAzure(
        { doing: `create the role '${roleName}'`, target: `/subscriptions/${subscriptionId}` },
        () =>
          client.roleDefinitions.createOrUpdate(`subscriptions/${subscriptionId}`, name, {
            roleName,
            description,
            roleType: 'CustomRole',
            assignableScopes: [...assignableScopes],
            permissions: [
              { actions: [], notActions: [], dataActions: [...dataActions], notDataActions: [] },
            ],
          }),
      );
      return definitionFrom(put);
    },
  };
}

function assignments(
  client: AuthorizationManagementClient,
): Pick<RoleService, 'assignmentsOf' | 'putAssignment' | 'deleteAssignment'> {
  return {
    assignmentsOf: async (principalId, scope) => {
      // The first finds those at, above and below the scope, but only the principal's own; the second those
      // of its groups too, and may leave out what is below (List Azure role assignments using the REST API).
      const filters = [
        `principalId eq ${quoted(principalId)}`,
        `assignedTo(${quoted(principalId)})`,
      ];
      const lists = await callAzure(
        { doing: `list the role assignments of ${principalId}`, target: scope },
        () =>
          Promise.all(
            filters.map((filter) =>
              collectAssignments(client.roleAssignments.listForScope(inPath(scope), { filter })),
            ),
          ),
      );
      return [...new Map(lists.flat().map((each) => [idKey(each.id), each])).values()];
    },
    putAssignment: ({ scope, name, roleDefinitionId, principalId }) =>
      tolerating(
        isExistingAssignment,
        { doing: `assign the role ${nameOf(roleDefinitionId)}`, target: scope },
        () =>
          client.roleAssignments.create(inPath(scope), name, {
            roleDefinitionId,
            principalId,
            principalType: 'ServicePrincipal',
          }),
      ),
    deleteAssignment: (scope, name) =>
      tolerating(
        (error) => isAbsence(error),
        { doing: `remove the role assignment ${name}`, target: scope },
        () => client.roleAssignments.delete(inPath(scope), name),
      ),
  };
}

/** The same role for the same principal at the same scope, under another name. */
function isExistingAssignment(error: unknown): boolean {
  return azureCodeOf(error) === 'RoleAssignmentExists';
}

async function tolerating(
  harmless: (error: unknown) => boolean,
  call: AzureCall,
  send: () => Promise<unknown>,
): Promise<void> {
  await callAzure(call, async () => {
    try {
      await send();
    } catch (error) {
      if (!harmless(error)) {
        throw error;
      }
    }
  });
}

/** The SDK puts a scope after a slash of its own. */
function inPath(scope: string): string {
  return scope.replace(/^\/+/u, '');
}

function definitionFrom(definition: SdkRoleDefinition): RoleDefinition {
  const id = required(definition.id, 'id', 'a role definition');
  return {
    name: required(definition.name, 'name', id),
    id,
    roleName: required(definition.roleName, 'roleName', id),
    custom: definition.roleType !== 'BuiltInRole',
    assignableScopes: definition.assignableScopes ?? [],
    permissions: (definition.permissions ?? []).map((permission) => permissionFrom(permission)),
  };
}

function permissionFrom(permission: SdkPermission): Permission {
  return {
    actions: permission.actions ?? [],
    notActions: permission.notActions ?? [],
    dataActions: permission.dataActions ?? [],
    notDataActions: permission.notDataActions ?? [],
  };
}

async function collectAssignments(
  pages: AsyncIterable<SdkRoleAssignment>,
): Promise<readonly RoleAssignment[]> {
  const found: RoleAssignment[] = [];
  for await (const assignment of pages) {
    found.push(assignmentFrom(assignment));
  }
  return found;
}

function assignmentFrom(assignment: SdkRoleAssignment): RoleAssignment {
  const id = required(assignment.id, 'id', 'a role assignment');
  const { condition } = assignment;
  const created = instantFrom(assignment.createdOn);
  return {
    name: required(assignment.name, 'name', id),
    id,
    scope: required(assignment.scope, 'scope', id),
    roleDefinitionId: required(assignment.roleDefinitionId, 'roleDefinitionId', id),
    principalId: required(assignment.principalId, 'principalId', id),
    ...(created === undefined ? {} : { created }),
    ...(condition === undefined || condition === null || condition === '' ? {} : { condition }),
  };
}
