// A world for operators who have what Azure documents for protecting VMs, and nothing beyond it: Backup Operator and
// Virtual Machine Contributor. They see neither role assignments nor keys; Azure Backup checks those itself.

import type { WorldState } from '../kernel/state.js';
import { buildContoso } from './build/contoso.js';
import { addKey } from './build/key-encryption-key.js';
import { objectIds } from './build/principals.js';
import { addDailyVault, protectDaily } from './build/daily-vault.js';
import { productionGroup, productionKeyVault, productionMachine } from './default/production.js';

/** The world at an instant (milliseconds since the epoch, UTC). */
export function buildLeastRightsWorld(nowMilliseconds: number): WorldState {
  const state = buildContoso({
    world: 'least-rights',
    seed: 'least-rights',
    nowMilliseconds,
    resourceGroups: [productionGroup],
  });
  state.directory.signedInObjectId = objectIds.backupOperator;
  const vaultId = addDailyVault(state, {
    name: 'rsv-prod',
    resourceGroup: productionGroup,
  });
  addGrantedMachines(state, vaultId);
  const lacking = productionKeyVault(state, { name: 'kv-lacking', permissionModel: 'rbac' });
  productionMachine(state, 'ADE, no grant: only Azure Backup finds out', {
    name: 'VM003',
    osType: 'Linux',
    ade: { keyVault: lacking, kek: addKey(state, lacking, 'kek-vm003') },
  });
  return state;
}

/** VM001 and VM002 can be protected, VM004 is. */
function addGrantedMachines(state: WorldState, vaultId: string): void {
  const roles = productionKeyVault(state, {
    name: 'kv-roles',
    permissionModel: 'rbac',
    backupMay: 'all',
  });
  productionMachine(state, 'ADE with BEK and KEK in an RBAC key vault, granted', {
    name: 'VM001',
    osType: 'Linux',
    ade: { keyVault: roles, kek: addKey(state, roles, 'kek-vm001') },
  });
  const policies = productionKeyVault(state, { name: 'kv-policies', backupMay: 'all' });
  productionMachine(state, 'ADE with BEK only in a key vault with access policies, granted', {
    name: 'VM002',
    osType: 'Windows',
    ade: { keyVault: policies },
  });
  const vmId = productionMachine(state, 'ADE, protected', {
    name: 'VM004',
    osType: 'Windows',
    ade: { keyVault: roles, kek: addKey(state, roles, 'kek-vm004') },
  });
  protectDaily(state, { vaultId, vmId });
}
