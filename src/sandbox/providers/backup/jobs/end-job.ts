// Backups and restores that end otherwise than planned: they fail, fail half-way, or are cancelled.

import { CANCEL_MILLISECONDS } from '../assumed-errors.js';
import { eventKey } from '../settling/vault-events.js';
import type { BackupJob, JobError } from './state.js';
import type { BackupVault } from '../state.js';

/** Ends a backup or a restore in its first step; the data is never transferred. */
export function failBackupJob(job: BackupJob, atMilliseconds: number, error: JobError): void {
  job.outcome = 'Failed';
  job.endsMilliseconds = atMilliseconds;
  job.errors = [error];
  job.finalPropertyBag = {};
  job.tasks = job.tasks.map((task, index) => ({
    ...task,
    ...(index === 0 ? {} : { startedMilliseconds: atMilliseconds }),
    shownMilliseconds: Math.min(task.shownMilliseconds, atMilliseconds),
    endsMilliseconds: atMilliseconds,
    outcome: index === 0 ? 'Failed' : 'Skipped',
  }));
}

/**
 * Ends a backup whose snapshot is there and whose transfer failed. Documentation: Manage and monitor
 * Azure VM backups, the table of a job's status and those of its tasks.
 */
export function failTransfer(job: BackupJob, error: JobError): void {
  job.outcome = 'CompletedWithWarnings';
  job.errors = [error];
  job.finalPropertyBag = {};
  job.tasks = job.tasks.map((task, index) => (index === 0 ? task : { ...task, outcome: 'Failed' }));
}

/**
 * Begins to cancel a backup or a restore: nothing more comes of it. Recording
 * reference.powershell-2024.backup-trigger-and-cancel.
 */
export function cancelBackupJob(vault: BackupVault, job: BackupJob, atMilliseconds: number): void {
  const endsMilliseconds = atMilliseconds + CANCEL_MILLISECONDS;
  job.outcome = 'Cancelled';
  job.cancelRequestedMilliseconds = atMilliseconds;
  job.endsMilliseconds = endsMilliseconds;
  job.finalPropertyBag = {};
  job.tasks = job.tasks.map((task) => ({ ...task, endsMilliseconds, outcome: 'Cancelled' }));
  removeEvents(vault, job);
}

/** Whether a job can be cancelled, once: a backup during its snapshot only, a restore until its end. */
export function isCancellable(job: BackupJob, atMilliseconds: number): boolean {
  const snapshotEnds = job.tasks[0]?.endsMilliseconds ?? 0;
  const until = job.operation === 'Restore' ? job.endsMilliseconds : snapshotEnds;
  return (
    job.cancellable &&
    job.cancelRequestedMilliseconds === undefined &&
    atMilliseconds < Math.min(until, job.endsMilliseconds)
  );
}

const JOB_EVENTS = ['snapshot-checked', 'snapshot-ends', 'transfer-ends', 'restore-ends'] as const;

/** Nothing more happens during a job. */
export function removeEvents(vault: BackupVault, job: BackupJob): void {
  for (const kind of JOB_EVENTS) {
    delete vault.events[eventKey(kind, job.id)];
  }
}
