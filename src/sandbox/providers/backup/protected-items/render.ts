// A protected item as the API shows it. Recordings protected-items-list.*, protection-delete-soft.

import { backupInstant, backupTimeSpan, daysAfter, NEVER } from '../time.js';
import { machineNames } from '../backup-vault.js';
import type { ProtectedItem } from './state.js';

/** From this api-version on an item has two more members. Wire recordings of 2024. */
const MORE_MEMBERS_SINCE = '2024-04-01';

/** How an item is to be shown. */
export interface ItemView {
  /** ARM id of the vault. */
  readonly vaultId: string;
  /** Scheme and host of Resource Manager, which the item's `vaultId` begins with. */
  readonly origin: string;
  readonly apiVersion: string;
  readonly nowMilliseconds: number;
  /** Asked for with `$filter=expand eq 'extendedinfo'`. */
  readonly extended?: boolean;
}

/** ARM id of an item. */
export function itemId(vaultId: string, item: ProtectedItem): string {
  const { container } = machineNames(item.vmId);
  return `${vaultId}/backupFabrics/Azure/protectionContainers/${container}/protectedItems/${item.name}`;
}

/** The item as ARM resource; the order of members is the recorded one. */
export function renderItem(item: ProtectedItem, view: ItemView): Record<string, unknown> {
  return {
    id: itemId(view.vaultId, item),
    name: item.name,
    type: 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems',
    properties: {
      ...healthMembers(item),
      ...backupMembers(item, view),
      protectedItemDataId: item.dataId,
      ...extensions(item, view),
      protectedItemType: 'Microsoft.Compute/virtualMachines',
      backupManagementType: 'AzureIaasVM',
      workloadType: 'VM',
      containerName: machineNames(item.vmId).bare,
      sourceResourceId: item.vmId,
      policyId: item.policyName === '' ? '' : `${view.vaultId}/backupPolicies/${item.policyName}`,
      policyName: item.policyName,
      ...lastRecoveryPoint(item),
      vaultId: `${view.origin}${view.vaultId}`,
      ...deletionMembers(item, view.nowMilliseconds),
      isArchiveEnabled: false,
      softDeleteRetentionPeriod: item.deletion?.retentionDays ?? 0,
    },
  };
}

function healthMembers(item: ProtectedItem): Record<string, unknown> {
  return {
    friendlyName: machineNames(item.vmId).friendlyName,
    virtualMachineId: item.vmId,
    protectionStatus: item.protectionStatus,
    protectionState: item.protectionState,
    healthStatus: 'Passed',
    ...(item.lastBackupStatus === '' ? {} : { healthDetails: [HEALTHY] }),
  };
}

const HEALTHY = {
  code: 400_239,
  title: 'IaasVmHealthGreenDefault',
  message: 'Backup pre-check status of this virtual machine is OK.',
  recommendations: [],
};

function backupMembers(item: ProtectedItem, view: ItemView): Record<string, unknown> {
  const last = item.lastBackupMilliseconds;
  return {
    lastBackupStatus: item.lastBackupStatus,
    lastBackupTime: last === undefined ? NEVER : backupInstant(last),
    ...(view.extended === true ? { extendedInfo: extendedInfo(item) } : {}),
  };
}

function extendedInfo(item: ProtectedItem): Record<string, unknown> {
  const times = item.recoveryPoints.map((point) => point.timeMilliseconds);
  return {
    ...(times.length === 0 ? {} : { oldestRecoveryPoint: backupInstant(Math.min(...times)) }),
    recoveryPointCount: times.length,
    policyInconsistent: false,
  };
}

function extensions(item: ProtectedItem, view: ItemView): Record<string, unknown> {
  const newer = view.apiVersion >= MORE_MEMBERS_SINCE;
  const selection =
    item.diskSelection === undefined ? {} : { diskExclusionProperties: item.diskSelection };
  return {
    ...(newer || item.diskSelection !== undefined ? { extendedProperties: selection } : {}),
    ...(newer ? { sourceSideScanning: 0 } : {}),
  };
}

function lastRecoveryPoint(item: ProtectedItem): Record<string, unknown> {
  const times = item.recoveryPoints.map((point) => point.timeMilliseconds);
  return times.length === 0 ? {} : { lastRecoveryPoint: backupInstant(Math.max(...times)) };
}

/** The time in `deferredDeleteTimeInUTC` is that of the deletion, not of its end. */
function deletionMembers(item: ProtectedItem, nowMilliseconds: number): Record<string, unknown> {
  if (item.deletion === undefined) {
    return {};
  }
  const { deletedMilliseconds, retentionDays } = item.deletion;
  return {
    deferredDeleteTimeInUTC: backupInstant(deletedMilliseconds),
    isScheduledForDeferredDelete: true,
    deferredDeleteTimeRemaining: backupTimeSpan(
      nowMilliseconds,
      daysAfter(deletedMilliseconds, retentionDays),
    ),
  };
}
