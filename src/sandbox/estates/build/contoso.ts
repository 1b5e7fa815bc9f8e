// What the worlds have in common: Contoso's subscription, its groups and who may do what in it.

import { worldIds } from '../../kernel/ids.js';
import type { WorldState } from '../../kernel/state.js';
import { contosoDirectory, objectIds, tenantId } from './principals.js';
import { assignRole } from './role-assignments.js';

export const subscriptionId = '00000000-0000-0000-0000-000000000001';

/** Where everything is; its paired region is japanwest. */
export const region = 'japaneast';

const registeredProviders = [
  'microsoft.authorization',
  'microsoft.compute',
  'microsoft.keyvault',
  'microsoft.managedidentity',
  'microsoft.network',
  'microsoft.recoveryservices',
  'microsoft.resources',
  'microsoft.storage',
];

/**
 * Contoso's subscription without anything in it. The operator may do and grant everything, and see
 * the metadata of keys and secrets but no secret's value; the viewer may read; the backup operator
 * has the least that Azure documents for protecting machines (Manage backups with Azure RBAC).
 */
export function buildContoso(options: {
  readonly world: string;
  readonly seed: string;
  readonly nowMilliseconds: number;
  readonly resourceGroups: readonly string[];
}): WorldState {
  const state = emptyState(options);
  state.sealingSecret = worldIds(state).hex(64);
  for (const name of options.resourceGroups) {
    addResourceGroup(state, resourceGroupId(name));
  }
  assignRoles(state, subscriptionId, options.resourceGroups);
  return state;
}

/** One more subscription of Contoso's, in which everybody may do what they may in the first. */
export function addSubscription(
  state: WorldState,
  options: {
    readonly subscriptionId: string;
    readonly displayName: string;
    readonly resourceGroups: readonly string[];
  },
): void {
  state.subscriptions.push({
    subscriptionId: options.subscriptionId,
    displayName: options.displayName,
    tenantId,
    state: 'Enabled',
    registeredProviders,
  });
  const ids = options.resourceGroups.map((name) => resourceGroupId(name, options.subscriptionId));
  for (const id of ids) {
    addResourceGroup(state, id);
  }
  assignRoles(state, options.subscriptionId, ids);
}

/** Makes a resource group, in Contoso's region unless another is named. */
export function addResourceGroup(state: WorldState, id: string, location: string = region): void {
  const name = id.split('/').at(-1) ?? '';
  state.resourceGroups[id.toLowerCase()] = { id, name, location, tags: {} };
}

/** ARM id of a resource group of Contoso's subscription, or of another; an id stays as it is. */
export function resourceGroupId(name: string, subscription: string = subscriptionId): string {
  return name.startsWith('/') ? name : `/subscriptions/${subscription}/resourceGroups/${name}`;
}

/** ARM id of a resource; `type` holds its namespace, such as Microsoft.KeyVault/vaults. */
export function resourceId(resourceGroup: string, type: string, name: string): string {
  return `${resourceGroupId(resourceGroup)}/providers/${type}/${name}`;
}

function emptyState(options: {
  readonly world: string;
  readonly seed: string;
  readonly nowMilliseconds: number;
}): WorldState {
  return {
    format: 1,
    world: options.world,
    nowMilliseconds: options.nowMilliseconds,
    ids: { seed: options.seed, next: 0 },
    sealingSecret: '',
    subscriptions: [
      {
        subscriptionId,
        displayName: 'Contoso Production',
        tenantId,
        state: 'Enabled',
        registeredProviders,
      },
    ],
    resourceGroups: {},
    resources: {},
    operations: {},
    directory: contosoDirectory(),
    authorization: { customRoles: [], assignments: {} },
    keyVaultData: {},
    backup: {},
    throttling: {},
  };
}

function assignRoles(
  state: WorldState,
  subscription: string,
  resourceGroups: readonly string[],
): void {
  const everywhere = `/subscriptions/${subscription}`;
  const operator = objectIds.operator;
  assignRole(state, { principalId: operator, role: 'contributor', scope: everywhere });
  assignRole(state, { principalId: operator, role: 'userAccessAdministrator', scope: everywhere });
  assignRole(state, { principalId: operator, role: 'keyVaultReader', scope: everywhere });
  assignRole(state, { principalId: objectIds.viewer, role: 'reader', scope: everywhere });
  assignRole(state, { principalId: objectIds.guest, role: 'contributor', scope: everywhere });
  for (const name of resourceGroups) {
    const scope = resourceGroupId(name);
    const principalId = objectIds.backupOperator;
    assignRole(state, { principalId, role: 'backupOperator', scope });
    assignRole(state, { principalId, role: 'virtualMachineContributor', scope });
  }
}
