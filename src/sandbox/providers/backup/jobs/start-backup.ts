// Backups begin: on demand and by the clock in the same way.

import { jobFaultFor } from '../../../faults/job-faults.js';
import { SNAPSHOT_CHECK_MILLISECONDS } from '../assumed-errors.js';
import { backupSteps } from './backup-duration.js';
import { newBackupJob } from './backup-job.js';
import { findItemOfMachine, machineNames } from '../backup-vault.js';
import { selectedDisks } from '../recovery-points/recovery-point.js';
import type { EventContext } from '../event-context.js';
import { jobErrorNamed } from './errors.js';
import { machineDataGB, machineDiskGB } from './machine-size.js';
import type { BackupJob, PlannedOutcome } from './state.js';
import type { ScheduledBackup } from '../schedules/state.js';

/** A backup that begins. */
export interface BackupStart {
  readonly vmId: string;
  readonly jobId: string;
  readonly activityId: string;
  /** Milliseconds since the epoch. */
  readonly startedMilliseconds: number;
  readonly recoveryPointName: string;
  /** Of a backup on demand; its job names it. */
  readonly expiryMilliseconds?: number;
  /** Of a backup by the clock; when its point expires is up to the policy. */
  readonly schedule?: ScheduledBackup;
}

/** Makes the job of a backup and what is to happen during it. */
export function startBackup({ state, vault, addEvent }: EventContext, start: BackupStart): void {
  const { vmId, jobId, startedMilliseconds, recoveryPointName, expiryMilliseconds, schedule } =
    start;
  const steps = backupSteps(machineDiskGB(state, vmId));
  const plannedOutcome = plannedOutcomeOf(state, 'Backup', vmId);
  vault.jobs[jobId] = {
    ...newBackupJob({
      id: jobId,
      vmId,
      startedMilliseconds,
      activityId: start.activityId,
      ...(expiryMilliseconds === undefined ? {} : { expiryMilliseconds }),
      dataGB: machineDataGB(state, vmId),
      disks: selectedDisks(state, findItemOfMachine(vault, vmId)),
      steps,
    }),
    ...(plannedOutcome === undefined ? {} : { plannedOutcome }),
  };
  const at = (offset: number): number => startedMilliseconds + offset;
  addEvent({
    kind: 'snapshot-checked',
    dueMilliseconds: at(SNAPSHOT_CHECK_MILLISECONDS),
    jobId,
  });
  addEvent({
    kind: 'snapshot-ends',
    dueMilliseconds: at(steps.snapshotEnds),
    jobId,
    recoveryPointName,
    ...(expiryMilliseconds === undefined ? {} : { expiryMilliseconds }),
    ...(schedule === undefined ? {} : { schedule }),
  });
  addEvent({
    kind: 'transfer-ends',
    dueMilliseconds: at(steps.jobEnds),
    jobId,
    vmId,
    recoveryPointName,
  });
}

/** Errors of jobs that a fault ends without naming one. */
const USUAL_ERROR = 'BackUpOperationFailed';
const USUAL_RESTORE_ERROR = 'CopyingVHDsFromBackUpVaultTakingLongTime';

/** What the faults of the world have in store for a job that begins; it is counted there. */
export function plannedOutcomeOf(
  state: EventContext['state'],
  operation: BackupJob['operation'],
  vmId: string,
): PlannedOutcome | undefined {
  const machine = machineNames(vmId).friendlyName;
  const fault = jobFaultFor(state.faults ?? [], { operation, machine });
  if (fault === undefined) {
    return undefined;
  }
  const usual = operation === 'Restore' ? USUAL_RESTORE_ERROR : USUAL_ERROR;
  return fault.outcome === 'Cancelled'
    ? { outcome: fault.outcome }
    : { outcome: fault.outcome, error: jobErrorNamed(fault.code ?? usual) };
}
