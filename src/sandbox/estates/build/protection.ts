// Protected machines of the worlds, with the past that their vault remembers.

import {
  JOB_KEY_VAULT_PERMISSIONS,
  SNAPSHOT_CHECK_MILLISECONDS,
} from '../../providers/backup/assumed-errors.js';
import { newBackupJob } from '../../providers/backup/jobs/backup-job.js';
import { nextRun, type ScheduledRun } from '../../providers/backup/schedules/schedule.js';
import { findBackupVault, machineNames } from '../../providers/backup/backup-vault.js';
import { failBackupJob } from '../../providers/backup/jobs/end-job.js';
import { machineDataGB } from '../../providers/backup/jobs/machine-size.js';
import { storedPolicy, type PolicyBody } from '../../providers/backup/policies/body.js';
import { newLife, removeExpired } from '../../providers/backup/recovery-points/lifetime.js';
import { captureRecoveryPoint } from '../../providers/backup/recovery-points/recovery-point.js';
import { rulesOfDay } from '../../providers/backup/policies/retention-rules.js';
import { zoneClocks } from '../../providers/backup/schedules/time-zone.js';
import type { JobError } from '../../providers/backup/jobs/state.js';
import type { ProtectedItem } from '../../providers/backup/protected-items/state.js';
import type { RecoveryPoint } from '../../providers/backup/recovery-points/state.js';
import type { BackupVault } from '../../providers/backup/state.js';
import { addEvent } from '../../providers/backup/settling/vault-events.js';
import { BACKUP_STEPS } from '../../providers/backup/timings.js';
import {
  findVirtualMachine,
  type VirtualMachine,
} from '../../providers/compute/virtual-machines/state.js';
import { day, hour } from '../../kernel/time/durations.js';
import { worldIds } from '../../kernel/ids.js';
import type { WorldState } from '../../kernel/state.js';

/** The past of a protected machine, which a policy of its vault has had backed up every day. */
export interface ProtectionHistory {
  readonly vaultId: string;
  readonly vmId: string;
  readonly policyName: string;
  /** How many days ago the oldest recovery point was taken that is told of. */
  readonly firstDay: number;
  /** How many days ago the last backup succeeded; 0 (default) is the latest one. */
  readonly lastGoodDay?: number;
  /** Why the backups since then failed; a missing grant unless something else is said. */
  readonly failure?: JobError;
  /** How many days ago it was deleted with its data; it is in soft delete since. */
  readonly deletedDay?: number;
  /** How many days ago its protection was stopped; its points stay. */
  readonly stoppedDay?: number;
}

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
  const past = pastOf(state, vault, history);
  const item = newItem(state, past);
  item.recoveryPoints = recoveryPoints(state, machine, past);
  removeExpired(item, state.nowMilliseconds);
  vault.items[item.name.toLowerCase()] = item;
  vault.storage.locked = true;
  vault.storage.known = true;
  rememberJobs(state, vault, past);
  if (history.stoppedDay !== undefined) {
    stop(item);
  }
  if (history.deletedDay !== undefined) {
    softDelete(vault, item, state.nowMilliseconds - history.deletedDay * day);
  }
}

/** Makes a machine a protected item that waits for its first backup. Throws RangeError without the vault. */
export function addPendingProtection(
  state: WorldState,
  { vaultId, vmId, policyName }: Pick<ProtectionHistory, 'vaultId' | 'vmId' | 'policyName'>,
): void {
  const vault = findBackupVault(state, vaultId);
  if (vault === undefined) {
    throw new RangeError(`there is no ${vaultId}`);
  }
  const { item: name } = machineNames(vmId);
  vault.items[name.toLowerCase()] = {
    name,
    vmId,
    dataId: worldIds(state).decimal(15),
    protectionState: 'IRPending',
    protectionStatus: 'Healthy',
    policyName,
    policySinceMilliseconds: state.nowMilliseconds - hour,
    scheduledMilliseconds: state.nowMilliseconds,
    lastBackupStatus: '',
    recoveryPoints: [],
  };
  vault.storage.locked = true;
  vault.storage.known = true;
}

/** A history with the policy that made it, and the runs of its schedule. */
interface Past extends ProtectionHistory {
  readonly policy: PolicyBody;
  /** The latest that has ended comes first, so that the index is how many days ago it was. */
  readonly runs: readonly ScheduledRun[];
}

function pastOf(state: WorldState, vault: BackupVault, history: ProtectionHistory): Past {
  const stored = vault.policies[history.policyName.toLowerCase()];
  const policy = stored === undefined ? undefined : storedPolicy(stored.properties);
  const clock = zoneClocks()(policy?.timeZone ?? 'UTC');
  if (policy === undefined || clock === undefined) {
    throw new RangeError(`there is no policy ${history.policyName} for machines`);
  }
  const latest = state.nowMilliseconds - BACKUP_STEPS.jobEnds;
  const runs: ScheduledRun[] = [];
  for (let after = latest - (history.firstDay + 2) * day; ;) {
    const run = nextRun(policy.schedulePolicy, clock, after);
    if (run === undefined || run.atMilliseconds > latest) {
      return { ...history, policy, runs };
    }
    runs.unshift(run);
    after = run.atMilliseconds;
  }
}

function newItem(state: WorldState, history: Past): ProtectedItem {
  const failing = (history.lastGoodDay ?? 0) > 0 && history.deletedDay === undefined;
  return {
    name: machineNames(history.vmId).item,
    vmId: history.vmId,
    dataId: worldIds(state).decimal(15),
    protectionState: 'Protected',
    protectionStatus: failing ? 'Unhealthy' : 'Healthy',
    policyName: history.policyName,
    policySinceMilliseconds: startOfRun(history, history.firstDay) - hour,
    // A world begins with no backup running: one that would be running then is left out.
    scheduledMilliseconds: state.nowMilliseconds,
    lastBackupStatus: failing ? 'Failed' : 'Completed',
    lastBackupMilliseconds: startOfRun(history, lastRun(history)),
    recoveryPoints: [],
  };
}

/** How many days ago the last backup was tried. */
function lastRun({ deletedDay, stoppedDay }: ProtectionHistory): number {
  return stoppedDay ?? deletedDay ?? 0;
}

function lastGood(history: ProtectionHistory): number {
  return Math.max(history.lastGoodDay ?? 0, lastRun(history));
}

function recoveryPoints(
  state: WorldState,
  machine: VirtualMachine,
  history: Past,
): RecoveryPoint[] {
  const ids = worldIds(state);
  const days = daysBetween(history.firstDay, lastGood(history));
  const pattern = captureRecoveryPoint(state, machine, {
    name: '',
    timeMilliseconds: 0,
    tiers: [],
  });
  return days.map((age) => {
    const startedMilliseconds = startOfRun(history, age);
    const timeMilliseconds = startedMilliseconds + BACKUP_STEPS.recoveryPoint;
    const dayNumber = history.runs[age]?.dayNumber ?? 0;
    const life = newLife(history.policy, {
      timeMilliseconds,
      inVaultMilliseconds: startedMilliseconds + BACKUP_STEPS.jobEnds,
      rules: rulesOfDay(history.policy.retentionPolicy, dayNumber),
    });
    return { ...pattern, ...life, name: ids.decimal(15), timeMilliseconds };
  });
}

function rememberJobs(state: WorldState, vault: BackupVault, history: Past): void {
  const ids = worldIds(state);
  const oldest = Math.min(history.firstDay, rememberedJobDays);
  for (const age of daysBetween(oldest, lastRun(history))) {
    const startedMilliseconds = startOfRun(history, age);
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

function stop(item: ProtectedItem): void {
  item.protectionState = 'ProtectionStopped';
  item.policyName = '';
}

function softDelete(vault: BackupVault, item: ProtectedItem, deletedMilliseconds: number): void {
  stop(item);
  item.deletion = { deletedMilliseconds, retentionDays: softDeleteDays };
  addEvent(vault, {
    kind: 'retention-ends',
    dueMilliseconds: deletedMilliseconds + softDeleteDays * day,
    itemName: item.name,
    deletedMilliseconds,
  });
}

/** The start of the backup of so many days ago; 0 is the last one that has ended by now. */
function startOfRun({ runs }: Past, daysAgo: number): number {
  return runs[daysAgo]?.atMilliseconds ?? Number.NaN;
}

/** Ages in days, the oldest first. */
function daysBetween(oldest: number, newest: number): number[] {
  return Array.from({ length: Math.max(0, oldest - newest + 1) }, (_, index) => oldest - index);
}
