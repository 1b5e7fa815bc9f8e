// What else a recording's answers show of its world: subscriptions, the directory, roles, the settings and
// policies of vaults.

import { z } from 'zod';
import { resourceKey } from '../kernel/resource.js';
import type { WorldState } from '../kernel/state.js';
import { permissionSchema } from '../providers/authorization/state.js';
import { storedPolicy } from '../providers/backup/policies/body.js';
import type { Recording } from './recording.js';
import type { ShownResource } from './shown-resources.js';

const subscriptionsSchema = z.object({
  value: z.array(
    z.looseObject({
      subscriptionId: z.string(),
      displayName: z.string(),
      tenantId: z.string(),
      state: z.enum(['Enabled', 'Disabled', 'Warned', 'PastDue', 'Deleted']),
    }),
  ),
});

/** The tenant that the recorded subscriptions are of; undefined where no answer says. */
export function recordedTenant({ exchanges }: Recording): string | undefined {
  const found = exchanges.map(({ response }) => subscriptionsSchema.safeParse(response.body).data);
  return found.find((each) => each !== undefined)?.value[0]?.tenantId;
}

/** Gives the subscriptions of a world their recorded names. */
export function seedRecordedSubscriptions(state: WorldState, { exchanges }: Recording): void {
  for (const { response } of exchanges) {
    for (const shown of subscriptionsSchema.safeParse(response.body).data?.value ?? []) {
      const own = state.subscriptions.find(
        ({ subscriptionId }) => subscriptionId.toLowerCase() === shown.subscriptionId.toLowerCase(),
      );
      if (own !== undefined) {
        const { displayName, state: subscriptionState } = shown;
        Object.assign(own, { displayName, state: subscriptionState });
      }
    }
  }
}

const principalSchema = z.looseObject({
  id: z.string(),
  appId: z.string(),
  displayName: z.string(),
});

const principalsSchema = z.union([
  z.object({ value: z.array(principalSchema) }),
  // One of them, as an answer of its own.
  principalSchema.transform((one) => ({ value: [one] })),
]);

/** Puts the applications that Graph showed into the directory, in place of those with their application id. */
export function seedRecordedPrincipals(
  state: WorldState,
  { exchanges }: Recording,
  tenantId: string,
): void {
  const { directory } = state;
  for (const { response } of exchanges) {
    for (const { id, appId, displayName } of principalsSchema.safeParse(response.body).data
      ?.value ?? []) {
      directory.principals = directory.principals.filter((each) => each.appId !== appId);
      directory.principals.push({
        objectId: id,
        tenantId,
        type: 'ServicePrincipal',
        displayName,
        appId,
        graphPermissions: [],
        accountEnabled: true,
      });
    }
  }
}

const assignmentSchema = z.looseObject({
  scope: z.string(),
  roleDefinitionId: z.string(),
  principalId: z.string(),
  principalType: z.string().default('ServicePrincipal'),
  condition: z.string().nullish(),
  createdOn: z.string().default('2026-01-01T00:00:00.0000000Z'),
  updatedOn: z.string().default('2026-01-01T00:00:00.0000000Z'),
  createdBy: z.string().nullish(),
  updatedBy: z.string().nullish(),
});

const definitionSchema = z.looseObject({
  roleName: z.string(),
  type: z.literal('CustomRole'),
  description: z.string().default(''),
  assignableScopes: z.array(z.string()),
  permissions: z.array(permissionSchema),
  createdOn: z.string().default('2026-01-01T00:00:00.0000000Z'),
  updatedOn: z.string().default('2026-01-01T00:00:00.0000000Z'),
  createdBy: z.string().nullish(),
  updatedBy: z.string().nullish(),
});

/** Makes the roles and assignments that were there; they have long been effective. */
export function seedRecordedRoles(
  state: WorldState,
  shown: ReadonlyMap<string, ShownResource>,
): void {
  for (const { id, properties } of shown.values()) {
    const name = id.split('/').at(-1) ?? '';
    const assignment = /\/roleAssignments\/[^/]+$/iu.test(id)
      ? assignmentSchema.safeParse(properties).data
      : undefined;
    if (assignment !== undefined) {
      const { scope, roleDefinitionId, principalId, principalType, createdOn, updatedOn } =
        assignment;
      state.authorization.assignments[name.toLowerCase()] = {
        name,
        scope,
        roleDefinitionName: roleDefinitionId.split('/').at(-1) ?? '',
        principalId,
        principalType,
        condition: assignment.condition ?? null,
        createdOn,
        updatedOn,
        createdBy: assignment.createdBy ?? null,
        updatedBy: assignment.updatedBy ?? null,
        effectiveMilliseconds: 0,
      };
    }
    const definition = /\/roleDefinitions\/[^/]+$/iu.test(id)
      ? definitionSchema.safeParse(properties).data
      : undefined;
    if (definition !== undefined) {
      const { roleName, type, description, assignableScopes, permissions, createdOn, updatedOn } =
        definition;
      state.authorization.customRoles.push({
        name,
        roleName,
        type,
        description,
        assignableScopes,
        permissions,
        createdOn,
        updatedOn,
        createdBy: definition.createdBy ?? null,
        updatedBy: definition.updatedBy ?? null,
      });
    }
  }
}

const vaultSchema = z.looseObject({
  securitySettings: z
    .looseObject({
      softDeleteSettings: z
        .looseObject({ softDeleteState: z.enum(['Enabled', 'Disabled', 'AlwaysON']).optional() })
        .optional(),
    })
    .optional(),
  redundancySettings: z
    .looseObject({
      standardTierStorageRedundancy: z
        .enum(['GeoRedundant', 'LocallyRedundant', 'ZoneRedundant'])
        .optional(),
      crossRegionRestore: z.string().optional(),
    })
    .optional(),
});

/** Gives vaults the redundancy and policies that answers show. */
export function seedRecordedVaults(
  state: WorldState,
  shown: ReadonlyMap<string, ShownResource>,
): void {
  for (const { id, name = '', properties } of shown.values()) {
    const [vaultId = '', policy] = id.split(/\/backupPolicies\//iu);
    const vault = state.backup[resourceKey(vaultId)];
    if (vault === undefined) {
      continue;
    }
    if (policy === undefined) {
      const { redundancySettings: settings, securitySettings } =
        vaultSchema.safeParse(properties).data ?? {};
      const softDelete = securitySettings?.softDeleteSettings?.softDeleteState;
      if (softDelete !== undefined) {
        vault.softDelete.state = softDelete;
      }
      const redundancy = settings?.standardTierStorageRedundancy;
      if (redundancy !== undefined) {
        Object.assign(vault.storage, {
          redundancy,
          crossRegionRestore: settings?.crossRegionRestore === 'Enabled',
          known: true,
        });
      }
    } else {
      const { protectedItemsCount: _count, ...body } = properties;
      if (storedPolicy(body) !== undefined) {
        vault.policies[policy.toLowerCase()] = { name, properties: body };
      }
    }
  }
}
