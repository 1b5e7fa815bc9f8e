// A world in which every key vault is reached by private endpoints only, and the operator's computer is not in
// that network: what stands in them cannot be read, what Resource Manager says of them can.

import type { WorldState } from '../kernel/state.js';
import { buildContoso } from './build/contoso.js';
import { addKey } from './build/key-encryption-key.js';
import type { KeyVault, KeyVaultOptions } from './build/key-vault.js';
import { addDailyVault, protectDaily } from './build/daily-vault.js';
import { productionGroup, productionKeyVault, productionMachine } from './default/production.js';

/** The world at an instant (milliseconds since the epoch, UTC). */
export function buildPrivateWorld(nowMilliseconds: number): WorldState {
  const state = buildContoso({
    world: 'private',
    seed: 'private',
    nowMilliseconds,
    resourceGroups: [productionGroup],
  });
  const vaultId = addDailyVault(state, {
    name: 'rsv-prod',
    resourceGroup: productionGroup,
  });
  addReachableByBackup(state, vaultId);
  const shut = privateKeyVault(state, { name: 'kv-shut', backupMay: 'all' }, 'None');
  productionMachine(state, 'ADE, private key vault that keeps trusted services out', {
    name: 'VM003',
    osType: 'Linux',
    ade: { keyVault: shut, kek: addKey(state, shut, 'kek-vm003') },
  });
  return state;
}

/** VM001 can be protected, VM002 lacks the grant, VM004 is protected. */
function addReachableByBackup(state: WorldState, vaultId: string): void {
  const roles = privateKeyVault(
    state,
    { name: 'kv-roles', permissionModel: 'rbac', backupMay: 'all' },
    'AzureServices',
  );
  productionMachine(state, 'ADE, private RBAC key vault, granted', {
    name: 'VM001',
    osType: 'Linux',
    ade: { keyVault: roles, kek: addKey(state, roles, 'kek-vm001') },
  });
  const policies = privateKeyVault(state, { name: 'kv-policies' }, 'AzureServices');
  productionMachine(state, 'ADE, private key vault with access policies, no grant', {
    name: 'VM002',
    osType: 'Windows',
    ade: { keyVault: policies },
  });
  const vmId = productionMachine(state, 'ADE, private key vault, protected', {
    name: 'VM004',
    osType: 'Windows',
    ade: { keyVault: roles, kek: addKey(state, roles, 'kek-vm004') },
  });
  protectDaily(state, { vaultId, vmId });
}

function privateKeyVault(
  state: WorldState,
  options: Omit<KeyVaultOptions, 'resourceGroup'>,
  bypass: 'AzureServices' | 'None',
): KeyVault {
  return productionKeyVault(state, {
    ...options,
    access: 'private',
    networkAcls: { bypass, defaultAction: 'Deny', ipRules: [], virtualNetworkRules: [] },
  });
}
