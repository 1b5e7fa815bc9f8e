// Machines under Azure Disk Encryption that the production vault protects, well or badly.

import { day } from '../../kernel/time/durations.js';
import type { WorldState } from '../../kernel/state.js';
import { addKey, purgeEverything } from '../build/key-encryption-key.js';
import { addProtection, type ProtectionHistory } from '../build/protection.js';
import { addDailyPolicy, addRecoveryServicesVault } from '../build/recovery-services-vault.js';
import { encryptVirtualMachine } from '../build/virtual-machine.js';
import { productionGroup, productionKeyVault, productionMachine } from './production.js';

const policyName = 'daily-90-days';
const retentionDays = 90;

/** A machine's past in the production vault. */
type Past = Omit<ProtectionHistory, 'vaultId' | 'policyName'>;

/** The production vault with VM005, VM011, VM014 and VM016. */
export function addProtectedMachines(state: WorldState): void {
  const vaultId = addRecoveryServicesVault(state, {
    name: 'rsv-prod',
    resourceGroup: productionGroup,
    redundancy: 'GeoRedundant',
    crossRegionRestore: true,
  });
  addDailyPolicy(state, vaultId, { name: policyName, retentionDays });
  const protect = (past: Past): void => {
    addProtection(state, { vaultId, policyName, ...past });
  };
  protect({ vmId: withDataDisk(state), firstDay: 39 });
  protect({ vmId: softDeleted(state), firstDay: 13, deletedDay: 3 });
  addWithPurgedKeys(state, protect);
  addEncryptedLater(state, protect);
}

function withDataDisk(state: WorldState): string {
  const keyVault = productionKeyVault(state, { name: 'kv-prod-app', backupMay: 'all' });
  return productionMachine(state, 'ADE, granted and protected', {
    name: 'VM005',
    osType: 'Windows',
    dataDiskSizesGB: [128],
    ade: { keyVault, kek: addKey(state, keyVault, 'kek-vm005') },
  });
}

function softDeleted(state: WorldState): string {
  const keyVault = productionKeyVault(state, {
    name: 'kv-prod-retired',
    permissionModel: 'rbac',
    backupMay: 'all',
  });
  return productionMachine(state, 'ADE, protected item soft-deleted 3 days ago', {
    name: 'VM011',
    osType: 'Windows',
    ade: { keyVault, kek: addKey(state, keyVault, 'kek-vm011') },
  });
}

/**
 * Key and secret were deleted 10 days ago; their vault kept them for 7 days, and the backups since
 * then failed. What opens the disks is only in the recovery points.
 */
function addWithPurgedKeys(state: WorldState, protect: (past: Past) => void): void {
  const keyVault = productionKeyVault(state, {
    name: 'kv-prod-lost',
    backupMay: 'all',
    operatorMay: 'restore',
    softDeleteRetentionInDays: 7,
  });
  const vmId = productionMachine(state, 'ADE, protected; its BEK and KEK were deleted and purged', {
    name: 'VM014',
    osType: 'Linux',
    dataDiskSizesGB: [64],
    ade: { keyVault, kek: addKey(state, keyVault, 'kek-vm014') },
  });
  protect({ vmId, firstDay: 39, lastGoodDay: 10 });
  purgeEverything(state, keyVault);
}

/** Its backups succeeded until it was encrypted; its key vault was never opened for Azure Backup. */
function addEncryptedLater(state: WorldState, protect: (past: Past) => void): void {
  const vmId = productionMachine(state, 'ADE for 5 days, protected before that; no grant', {
    name: 'VM016',
    osType: 'Windows',
  });
  protect({ vmId, firstDay: 39, lastGoodDay: 5 });
  const keyVault = productionKeyVault(state, { name: 'kv-prod-new', permissionModel: 'rbac' });
  encryptVirtualMachine(state, vmId, {
    keyVault,
    kek: addKey(state, keyVault, 'kek-vm016'),
    atMilliseconds: state.nowMilliseconds - 5 * day,
  });
}
