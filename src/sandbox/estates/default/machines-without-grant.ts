// Machines under Azure Disk Encryption that lack nothing but the grant of Azure Backup.

import type { WorldState } from '../../kernel/state.js';
import { addKey } from '../build/key-encryption-key.js';
import { productionKeyVault, productionMachine } from './production.js';

/** VM001 (roles decide, BEK and KEK) and VM002 (access policies decide, BEK only). */
export function addMachinesWithoutGrant(state: WorldState): void {
  const roles = productionKeyVault(state, { name: 'kv-prod-rbac', permissionModel: 'rbac' });
  const kek = addKey(state, roles, 'kek-vm001');
  productionMachine(state, 'ADE with BEK and KEK in an RBAC key vault, no grant', {
    name: 'VM001',
    osType: 'Linux',
    dataDiskSizesGB: [64],
    ade: { keyVault: roles, kek },
  });
  const policies = productionKeyVault(state, { name: 'kv-prod-policy' });
  productionMachine(state, 'ADE dual pass (Entra app), BEK only, access policies, no grant', {
    name: 'VM002',
    osType: 'Windows',
    ade: { keyVault: policies, mechanism: 'DoublePass' },
  });
}
