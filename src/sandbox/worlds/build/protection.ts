// Protected machines of the worlds, with the past that their vault remembers.

import {
  JOB_KEY_VAULT_PERMISSIONS,
  SNAPSHOT_CHECK_MILLISECONDS,
} from '../../providers/backup/assumed-failures.js';
import { failBackupJob, newBackupJob } from '../../providers/backup/backup-job.js';
import { findBackupVault, machineNames } from '../../providers/backup/backup-vault.js';
import { machineDataGB } from '../../providers/backup/machine-size.js';
import { captureRecoveryPoint } from '../../providers/backup/recovery-point.js';
import type {
  BackupVault,
  JobError,
  ProtectedItem,
  RecoveryPoint,
} from '../../providers/backup/state.js';
import { BACKUP_STEPS } from '../../providers/backup/timings.js';
import {
  findVirtualMachine,
  type VirtualMachine,
} from '../../providers/compute/virtual-machine.js';
import { day, hour, startOfDay } from '../../world/durations.js';
import { worldIds } from '../../world/ids.js';
import type { WorldState } from '../../world/state.js';

/** The past of a protected machine, which is backed up every day at the same hour. */
export interface ProtectionHistory {
  readonly vaultId: string;
  readonly vmId: string;
  readonly policyName: string;
  /** The policy's; recovery points go when they are so old. */
  readonly retentionDays: number;
  /** How many days ago the oldest recovery point was taken that is told of. */
  readonly firstDay: number;
  /** How many days ago the last backup succeeded; 0 (default) is the latest one. */
  readonly lastGoodDay?: number;
  /** Why the backups since then failed; a missing grant unless something else is said. */
  readonly failure?: JobError;
  /** How many days ago it was deleted with its data; it is in soft delete since. */
  readonly deletedDay?: number;
}

/** Hours after midnight UTC at which the policies of the worlds begin. */
const scheduledHour = 18;
/** A backup and then some; a day's point exists once so much time has passed. */
const backupTakes = 2 * hour;
/** Snapshots are kept this long besides the copy in the vault. */
const snapshotDays = 2;
/** Jobs as old as this are not told of. */
const rememberedJobDays = 7;
const softDeleteDays = 14;

/**
 * Makes a machine a protected item with a recovery point for every day on which its backup went
 * well. Points have the machine's keys as they are now. Throws RangeError without machine or vault.
 */
export function addProtection(state: WorldState, history: ProtectionHistory): void {
  const vault = findBackupVault(state, history.vaultId);
  const machine = findVirtualMachine(state, history.vmId);
  if (vault === undefined || machine === undefined) {
    throw new RangeError(`there is no ${history.vmId} or no ${history.vaultId}`);
  }
  const item = newItem(state, history);
  item.recoveryPoints = recoveryPoints(state, machine, history);
  vault.items[item.name.toLowerCase()] = item;
  vault.storage.locked = true;
  vault.storage.known = true;
  rememberJobs(state, vault, history);
  if (history.deletedDay !== undefined) {
    softDelete(vault, item, state.nowMilliseconds - history.deletedDay * day);
  }
}

function newItem(state: WorldState, history: ProtectionHistory): ProtectedItem {
  const failing = (history.lastGoodDay ?? 0) > 0 && history.deletedDay === undefined;
  return {
    name: machineNames(history.vmId).item,
    vmId: history.vmId,
    dataId: worldIds(state).decimal(15),
    protectionState: 'Protected',
    protectionStatus: failing ? 'Unhealthy' : 'Healthy',
    policyName: history.policyName,
    policySinceMilliseconds: startOfRun(state, history.firstDay) - hour,
    lastBackupStatus: failing ? 'Failed' : 'Completed',
    lastBackupMilliseconds: startOfRun(state, lastRun(history)),
    recoveryPoints: [],
  };
}

/** How many days ago the last backup was tried. */
function lastRun({ deletedDay = 0 }: ProtectionHistory): number {
  return deletedDay;
}

function lastGood(history: ProtectionHistory): number {
  return Math.max(history.lastGoodDay ?? 0, lastRun(history));
}

function recoveryPoints(
  state: WorldState,
  machine: VirtualMachine,
  history: ProtectionHistory,
): RecoveryPoint[] {
  const ids = worldIds(state);
  const days = daysBetween(history.firstDay, lastGood(history));
  const pattern = captureRecoveryPoint(state, machine, {
    name: '',
    timeMilliseconds: 0,
    tiers: [],
  });
  return days.map((age) => {
    const timeMilliseconds = startOfRun(state, age) + BACKUP_STEPS.recoveryPoint;
    return {
      ...pattern,
      name: ids.decimal(15),
      timeMilliseconds,
      expiryMilliseconds: timeMilliseconds + history.retentionDays * day,
      tiers: [
        ...(age < snapshotDays ? [{ type: 'InstantRP', status: 'Valid' } as const] : []),
        { type: 'HardenedRP', status: 'Valid' },
      ],
    };
  });
}

function rememberJobs(state: WorldState, vault: BackupVault, history: ProtectionHistory): void {
  const ids = worldIds(state);
  const oldest = Math.min(history.firstDay, rememberedJobDays);
  for (const age of daysBetween(oldest, lastRun(history))) {
    const startedMilliseconds = startOfRun(state, age);
    const job = newBackupJob({
      id: ids.guid(),
      vmId: history.vmId,
      startedMilliseconds,
      activityId: ids.guid(),
      dataGB: machineDataGB(state, history.vmId),
    });
    if (age < lastGood(history)) {
      const ended = startedMilliseconds + SNAPSHOT_CHECK_MILLISECONDS;
      failBackupJob(job, ended, history.failure ?? JOB_KEY_VAULT_PERMISSIONS);
    }
    vault.jobs[job.id] = job;
  }
}

function softDelete(vault: BackupVault, item: ProtectedItem, deletedMilliseconds: number): void {
  item.protectionState = 'ProtectionStopped';
  item.policyName = '';
  item.deletion = { deletedMilliseconds, retentionDays: softDeleteDays };
  vault.events.push({
    kind: 'retention-ends',
    dueMilliseconds: deletedMilliseconds + softDeleteDays * day,
    itemName: item.name,
    deletedMilliseconds,
  });
}

/** The start of the backup of so many days ago; 0 is the last one that has ended by now. */
function startOfRun(state: WorldState, daysAgo: number): number {
  const latest = startOfDay(state.nowMilliseconds) + scheduledHour * hour;
  const hasEnded = latest + backupTakes <= state.nowMilliseconds;
  return latest - (hasEnded ? 0 : day) - daysAgo * day;
}

/** Ages in days, the oldest first. */
function daysBetween(oldest: number, newest: number): number[] {
  return Array.from({ length: Math.max(0, oldest - newest + 1) }, (_, index) => oldest - index);
}
