// What the status of a machine takes from its protected item.

import { isTooOld } from '../../domain/protection/point-age.js';
import { secondsBetween, type Instant } from '../../domain/time/instant.js';
import type { ProtectedItem } from '../../domain/vaults/recovery-services.js';
import type { Target } from '../../facts/choose-machines.js';
import { resourceDocument } from '../results/machines.js';
import type { StatusItem } from './result.js';

/** The item's part of a status. */
export function itemPart(
  item: ProtectedItem,
  now: Instant,
  maxAge: number | undefined,
): Partial<StatusItem> {
  const point = item.lastRecoveryPoint;
  const age = point === undefined ? undefined : secondsBetween(point, now);
  return {
    outcome: outcomeOf(item),
    vault: resourceDocument(item.vaultId),
    policy: item.policyName ?? null,
    protectionState: item.protectionState,
    lastBackup:
      item.lastBackupTime === undefined
        ? null
        : {
            status: item.lastBackupStatus ?? 'Unknown',
            time: item.lastBackupTime,
            ageSeconds: secondsBetween(item.lastBackupTime, now),
          },
    lastRecoveryPoint:
      point === undefined || age === undefined ? null : { time: point, ageSeconds: age },
    tooOld: maxAge !== undefined && isTooOld(age, maxAge),
    softDelete: item.softDelete === undefined ? null : { ...item.softDelete },
  };
}

function outcomeOf(item: ProtectedItem): StatusItem['outcome'] {
  if (item.softDelete !== undefined) {
    return 'soft-deleted';
  }
  switch (item.protectionState) {
    // A first backup that failed leaves the item as it was: nothing but the status of the backup is different.
    case 'IRPending': {
      return item.lastBackupStatus === 'Failed' ? 'error' : 'waiting-for-first-backup';
    }
    case 'Protected': {
      return item.lastBackupStatus === 'Failed' ? 'error' : 'protected';
    }
    case 'ProtectionPaused': {
      return 'paused';
    }
    case 'ProtectionStopped':
    case 'BackupsSuspended': {
      return 'stopped';
    }
    case 'ProtectionError':
    case 'Invalid': {
      return 'error';
    }
  }
}

/** The status of a machine of which nothing is known. */
export function emptyItem(target: Target): StatusItem {
  return {
    vm: resourceDocument(target.id, target.name),
    outcome: 'not-protected',
    machineGone: false,
    vault: null,
    policy: null,
    protectionState: null,
    lastBackup: null,
    lastRecoveryPoint: null,
    tooOld: false,
    lastError: null,
    softDelete: null,
    encryption: null,
    keyAccess: null,
    keyHealth: null,
    excludedDisks: null,
    findings: [],
    error: null,
  };
}
