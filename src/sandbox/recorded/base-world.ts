// What a world holds besides all that a recording speaks of: somebody who may ask, and what belongs to them.

import { putResource } from '../kernel/resource.js';
import type { WorldState } from '../kernel/state.js';

/** Whoever sends the recorded requests again. */
export interface Asker {
  readonly tenantId: string;
  /** Object id; the principal is in the directory of the world. */
  readonly objectId: string;
}

/** A world to begin with, and who asks in it. */
export interface BaseWorld {
  readonly state: WorldState;
  readonly asker: Asker;
}

/** Azure's built-in role Owner. */
export const OWNER_ROLE = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';

/** Adds a key vault, in which the asker may do everything unless the properties say otherwise. */
export function addKeyVault(
  { state, asker }: BaseWorld,
  id: string,
  properties: Readonly<Record<string, unknown>>,
  location: string,
): void {
  const name = id.split('/').at(-1) ?? '';
  const words = ['all'];
  const all = { keys: words, secrets: words };
  putResource(state, {
    id,
    name,
    type: 'Microsoft.KeyVault/vaults',
    location,
    tags: {},
    properties: {
      sku: { family: 'A', name: 'standard' },
      tenantId: asker.tenantId,
      accessPolicies: [{ tenantId: asker.tenantId, objectId: asker.objectId, permissions: all }],
      enabledForDeployment: false,
      enableSoftDelete: true,
      softDeleteRetentionInDays: 90,
      vaultUri: `https://${name}.vault.azure.net/`,
      provisioningState: 'Succeeded',
      publicNetworkAccess: 'Enabled',
      ...properties,
    },
  });
}

/** Assigns a role that has long reached the data plane. */
export function assignRole(
  state: WorldState,
  principalId: string,
  roleDefinitionName: string,
  scope: string,
): void {
  const { assignments } = state.authorization;
  const name = `cccccccc-0000-4000-8000-${String(Object.keys(assignments).length).padStart(12, '0')}`;
  assignments[name] = {
    name,
    scope,
    roleDefinitionName,
    principalId,
    principalType: 'ServicePrincipal',
    condition: null,
    createdOn: '2026-01-01T00:00:00.0000000Z',
    updatedOn: '2026-01-01T00:00:00.0000000Z',
    createdBy: null,
    effectiveMilliseconds: 0,
  };
}

/** A world with nothing but a tenant and somebody in it. */
export function newBaseWorld(asker: Asker): BaseWorld {
  const { tenantId, objectId } = asker;
  const state: WorldState = {
    format: 1,
    world: 'recorded',
    nowMilliseconds: 0,
    ids: { seed: 'recorded', next: 1 },
    sealingSecret: 'a-world-that-lives-for-a-moment',
    subscriptions: [],
    resourceGroups: {},
    resources: {},
    operations: {},
    directory: {
      tenants: [{ tenantId, displayName: 'Recorded', defaultDomain: 'recorded.example' }],
      principals: [
        {
          objectId,
          tenantId,
          type: 'ServicePrincipal',
          displayName: 'asker',
          appId: 'bbbbbbbb-0000-4000-8000-000000000001',
          graphPermissions: ['Application.Read.All'],
          accountEnabled: true,
        },
        {
          objectId: 'aaaaaaaa-0000-4000-8000-000000000003',
          tenantId,
          type: 'ServicePrincipal',
          displayName: 'Backup Management Service',
          appId: '262044b1-e2ce-469f-a196-69ab7ada62d3',
          graphPermissions: [],
          accountEnabled: true,
        },
      ],
      signedInObjectId: objectId,
    },
    authorization: { customRoles: [], assignments: {} },
    keyVaultData: {},
    backup: {},
    throttling: {},
  };
  return { state, asker };
}
