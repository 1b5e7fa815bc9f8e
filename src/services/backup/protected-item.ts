// A protected item from the SDK's model to ours (ProtectedItems_Get, BackupProtectedItems_List).

import { z } from 'zod';
import type {
  AzureIaaSVMProtectedItem,
  ProtectedItemResource,
} from '@azure/arm-recoveryservicesbackup';
import { millisecondsOf } from '../../domain/time/instant.js';
import type { ProtectedItem, ProtectionState } from '../../domain/vaults/recovery-services.js';
import { oneOf, required } from '../arm/unexpected-response.js';
import { instantFrom, secondsOfTimeSpan } from '../arm/wire-time.js';

const STATES: readonly ProtectionState[] = [
  'Invalid',
  'IRPending',
  'Protected',
  'ProtectionError',
  'ProtectionStopped',
  'ProtectionPaused',
  'BackupsSuspended',
];

/** Both names of the type for VMs of Resource Manager; recorded is only the first. */
const VM_TYPES: readonly string[] = [
  'Microsoft.Compute/virtualMachines',
  'AzureIaaSVMProtectedItem',
];

const SECONDS_PER_DAY = 86_400;

/**
 * The item in our words; undefined when it is not a VM. Throws `AZB_UNEXPECTED_RESPONSE`.
 * @param now milliseconds since the Unix epoch, for an item whose remaining soft delete Azure left out
 */
export function protectedItemFrom(
  resource: ProtectedItemResource,
  now: number,
): ProtectedItem | undefined {
  const id = required(resource.id, 'id', 'a protected item');
  const properties = required(resource.properties, 'properties', id);
  if (!isVmItem(properties)) {
    return undefined;
  }
  return {
    id,
    vaultId: vaultIdOf(properties, id),
    sourceResourceId: required(properties.sourceResourceId, 'sourceResourceId', id),
    friendlyName: required(properties.friendlyName, 'friendlyName', id),
    protectionState: oneOf(STATES, properties.protectionState, 'protectionState', id),
    health: (properties.healthDetails ?? []).map(({ code, title, message }) => ({
      code: required(code, 'healthDetails.code', id),
      title: title ?? '',
      message: message ?? '',
    })),
    ...texts(properties),
    ...times(properties),
    ...softDeleteOf(properties, id, now),
    ...diskSelectionOf(properties, id),
  };
}

/** How many recovery points the service counts; undefined when the extended information is not there. */
export function recoveryPointCountOf({ properties }: ProtectedItemResource): number | undefined {
  return properties !== undefined && isVmItem(properties)
    ? properties.extendedInfo?.recoveryPointCount
    : undefined;
}

function isVmItem(
  properties: NonNullable<ProtectedItemResource['properties']>,
): properties is AzureIaaSVMProtectedItem {
  return VM_TYPES.includes(properties.protectedItemType);
}

/** Items name their vault with Resource Manager's host before the id. */
function vaultIdOf(properties: AzureIaaSVMProtectedItem, id: string): string {
  const vaultId = properties.vaultId ?? id.replace(/\/backupFabrics\/.*$/iu, '');
  return vaultId.replace(/^https:\/\/[^/]+/iu, '');
}

type Optional =
  | 'protectionStatus'
  | 'healthStatus'
  | 'policyId'
  | 'policyName'
  | 'lastBackupStatus';

/** Azure writes "" for a stopped item's policy, and before the first backup. */
function texts(properties: AzureIaaSVMProtectedItem): Partial<Record<Optional, string>> {
  const { protectionStatus, healthStatus, policyId, policyName, lastBackupStatus } = properties;
  const all = { protectionStatus, healthStatus, policyId, policyName, lastBackupStatus };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => (value ?? '') !== ''));
}

function times(
  properties: AzureIaaSVMProtectedItem,
): Pick<ProtectedItem, 'lastBackupTime' | 'lastRecoveryPoint'> {
  const lastBackupTime = instantFrom(properties.lastBackupTime);
  const lastRecoveryPoint = instantFrom(properties.lastRecoveryPoint);
  return {
    ...(lastBackupTime === undefined ? {} : { lastBackupTime }),
    ...(lastRecoveryPoint === undefined ? {} : { lastRecoveryPoint }),
  };
}

/** An empty list of disks to exclude excludes none; an empty list of disks to include leaves the OS disk alone. */
function diskSelectionOf(
  { extendedProperties }: AzureIaaSVMProtectedItem,
  id: string,
): Pick<ProtectedItem, 'diskSelection'> {
  const { diskLunList, isInclusionList } = extendedProperties?.diskExclusionProperties ?? {};
  const luns = diskLunList ?? [];
  const isInclusion =
    luns.length === 0 ? isInclusionList === true : required(isInclusionList, 'isInclusionList', id);
  return luns.length === 0 && !isInclusion
    ? {}
    : { diskSelection: { kind: isInclusion ? 'include' : 'exclude', luns } };
}

/** Days of soft delete; the service's own name for it, and the SDK's. */
const retentionSchema = z.object({
  softDeleteRetentionPeriod: z.number().optional().catch(undefined),
  softDeleteRetentionPeriodInDays: z.number().optional().catch(undefined),
});

/** `deferredDeleteTimeInUTC` is the moment of the deletion, not of the purge (recorded). */
function softDeleteOf(
  properties: AzureIaaSVMProtectedItem,
  id: string,
  now: number,
): Pick<ProtectedItem, 'softDelete'> {
  if (properties.isScheduledForDeferredDelete !== true) {
    return {};
  }
  const deletedAt = required(
    instantFrom(properties.deferredDeleteTimeInUTC),
    'deferredDeleteTimeInUTC',
    id,
  );
  const remainingSeconds =
    secondsOfTimeSpan(properties.deferredDeleteTimeRemaining) ??
    remainingOf(millisecondsOf(deletedAt), retentionDays(properties, id), now);
  return { softDelete: { deletedAt, remainingSeconds } };
}

function retentionDays(properties: AzureIaaSVMProtectedItem, id: string): number {
  const parsed = retentionSchema.parse(properties);
  return required(
    parsed.softDeleteRetentionPeriod ?? parsed.softDeleteRetentionPeriodInDays,
    'softDeleteRetentionPeriod',
    id,
  );
}

function remainingOf(deletedAt: number, days: number, now: number): number {
  return Math.max(0, Math.floor((deletedAt - now) / 1000) + days * SECONDS_PER_DAY);
}
