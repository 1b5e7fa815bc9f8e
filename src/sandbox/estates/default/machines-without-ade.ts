// Machines without Azure Disk Encryption: nothing about their keys concerns Azure Backup.

import type { WorldState } from '../../kernel/state.js';
import { addKey } from '../build/key-encryption-key.js';
import { objectIds, tenantId } from '../build/principals.js';
import { addProtection } from '../build/protection.js';
import { addRecoveryServicesVault } from '../build/recovery-services-vault.js';
import { assignRole } from '../build/role-assignments.js';
import { addDiskEncryptionSet } from '../build/virtual-machine.js';
import { productionGroup, productionKeyVault, productionMachine } from './production.js';

export const legacyGroup = 'rg-legacy';

/** VM003, VM004, VM010 (with the vault that protects it), VM013 and VM015. */
export function addMachinesWithoutAde(state: WorldState): void {
  productionMachine(state, 'platform-managed keys', { name: 'VM003', osType: 'Linux' });
  productionMachine(state, 'customer-managed key through a disk encryption set', {
    name: 'VM004',
    osType: 'Windows',
    diskEncryptionSetId: customerManagedKey(state),
  });
  productionMachine(state, 'platform-managed keys, Trusted Launch', {
    name: 'VM013',
    osType: 'Windows',
    securityType: 'TrustedLaunch',
  });
  productionMachine(state, 'encryption at host', {
    name: 'VM015',
    osType: 'Linux',
    encryptionAtHost: true,
  });
  addProtectedElsewhere(state);
}

function customerManagedKey(state: WorldState): string {
  const vault = productionKeyVault(state, { name: 'kv-prod-cmk', permissionModel: 'rbac' });
  const principalId = objectIds.diskEncryptionSet;
  assignRole(state, { principalId, role: 'keyVaultCryptoServiceEncryptionUser', scope: vault.id });
  return addDiskEncryptionSet(state, {
    name: 'des-prod',
    resourceGroup: productionGroup,
    key: addKey(state, vault, 'cmk-disks'),
    principalId,
    tenantId,
  });
}

function addProtectedElsewhere(state: WorldState): void {
  const vaultId = addRecoveryServicesVault(state, {
    name: 'rsv-legacy',
    resourceGroup: legacyGroup,
    redundancy: 'LocallyRedundant',
  });
  const vmId = productionMachine(state, 'platform-managed keys, protected in rsv-legacy', {
    name: 'VM010',
    osType: 'Linux',
  });
  addProtection(state, {
    vaultId,
    vmId,
    policyName: 'DefaultPolicy',
    firstDay: 28,
  });
}
