// Jobs of Azure Backup: how they are made, and how they look at an instant.

import { usInstant } from '../../world/instant.js';
import { backupDuration, backupInstant, NOT_YET } from './backup-time.js';
import { machineNames } from './backup-vault.js';
import type { BackupJob, BackupOperation, BackupVault, JobError, JobTask } from './state.js';
import { BACKUP_STEPS } from './timings.js';

/** From this api-version on a task says its type. Wire recordings of 2024. */
const TASK_TYPE_SINCE = '2024-04-01';

/** Records the job of a change that ends with its operation. Recordings protection-*. */
export function addChangeJob(
  vault: BackupVault,
  operation: BackupOperation,
  vmId: string,
  job: Pick<BackupJob, 'operation' | 'propertyBag'> & { readonly errors?: JobError[] },
): void {
  const errors = job.errors ?? [];
  vault.jobs[operation.jobId] = {
    id: operation.jobId,
    operation: job.operation,
    vmId,
    startedMilliseconds: operation.startedMilliseconds,
    endsMilliseconds: operation.endsMilliseconds,
    outcome: errors.length === 0 ? 'Completed' : 'Failed',
    errors,
    tasks: [],
    propertyBag: { 'VM Name': machineNames(vmId).friendlyName, ...job.propertyBag },
    finalPropertyBag: {},
    activityId: operation.activityId,
    cancellable: false,
  };
}

/** A backup that will succeed, as planned at its start. Recording backup-now.poll-sequence. */
export function newBackupJob(plan: {
  readonly id: string;
  readonly vmId: string;
  readonly startedMilliseconds: number;
  readonly activityId: string;
  /** Absent for scheduled backups. */
  readonly expiryMilliseconds?: number;
  readonly dataGB: number;
}): BackupJob {
  const at = (offset: number): number => plan.startedMilliseconds + offset;
  const expiry: Record<string, string> =
    plan.expiryMilliseconds === undefined
      ? {}
      : { 'Recovery Point Expiry Time in UTC': usInstant(plan.expiryMilliseconds) };
  return {
    id: plan.id,
    operation: 'Backup',
    vmId: plan.vmId,
    startedMilliseconds: plan.startedMilliseconds,
    endsMilliseconds: at(BACKUP_STEPS.jobEnds),
    outcome: 'Completed',
    errors: [],
    tasks: [
      {
        taskId: 'Take Snapshot',
        startedMilliseconds: at(BACKUP_STEPS.snapshotStarts),
        shownMilliseconds: plan.startedMilliseconds,
        endsMilliseconds: at(BACKUP_STEPS.snapshotEnds),
        outcome: 'Completed',
      },
      {
        taskId: 'Transfer data to vault',
        startedMilliseconds: at(BACKUP_STEPS.transferStarts),
        shownMilliseconds: at(BACKUP_STEPS.transferShown),
        endsMilliseconds: at(BACKUP_STEPS.transferEnds),
        outcome: 'Completed',
      },
    ],
    propertyBag: { 'VM Name': machineNames(plan.vmId).friendlyName, ...expiry },
    finalPropertyBag: { 'Backup Size': `${plan.dataGB * 1024} MB` },
    internalPropertyBag: { IsInstantRpJob: 'True' },
    activityId: plan.activityId,
    cancellable: true,
  };
}

/** Ends a backup in its first step; the data is never transferred. */
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

/** Whether a job goes on at an instant. */
export function isRunning(job: BackupJob, nowMilliseconds: number): boolean {
  return nowMilliseconds < job.endsMilliseconds;
}

/** A job's status at an instant. */
export function jobStatus(job: BackupJob, nowMilliseconds: number): string {
  return isRunning(job, nowMilliseconds) ? 'InProgress' : job.outcome;
}

/** How a job is to be shown. */
export interface JobView {
  readonly vaultId: string;
  readonly apiVersion: string;
  readonly nowMilliseconds: number;
  /** Lists leave `extendedInfo` out. Recording jobs-list.no-filter-and-filters. */
  readonly detailed: boolean;
}

/** A job as the API shows it; the order of members is the recorded one. */
export function renderJob(job: BackupJob, view: JobView): Record<string, unknown> {
  const { nowMilliseconds: now } = view;
  const running = isRunning(job, now);
  const names = machineNames(job.vmId);
  const end = running ? now : job.endsMilliseconds;
  return {
    id: `${view.vaultId}/backupJobs/${job.id}`,
    name: job.id,
    type: 'Microsoft.RecoveryServices/vaults/backupJobs',
    properties: {
      jobType: 'AzureIaaSVMJob',
      ...(job.cancellable ? { actionsInfo: ['Cancellable'] } : {}),
      containerName: names.bare,
      duration: backupDuration(job.startedMilliseconds, end),
      ...(running || job.errors.length === 0 ? {} : { errorDetails: job.errors }),
      virtualMachineVersion: 'Compute',
      ...(view.detailed ? { extendedInfo: extendedInfo(job, view) } : {}),
      entityFriendlyName: names.friendlyName,
      backupManagementType: 'AzureIaasVM',
      operation: job.operation,
      status: jobStatus(job, now),
      startTime: backupInstant(job.startedMilliseconds),
      ...(running ? {} : { endTime: backupInstant(job.endsMilliseconds) }),
      activityId: job.activityId,
    },
  };
}

function extendedInfo(job: BackupJob, view: JobView): Record<string, unknown> {
  const ended = !isRunning(job, view.nowMilliseconds);
  return {
    tasksList: job.tasks.map((task) => renderTask(task, view)),
    propertyBag: { ...job.propertyBag, ...(ended ? job.finalPropertyBag : {}) },
    ...(job.internalPropertyBag === undefined
      ? {}
      : { internalPropertyBag: job.internalPropertyBag }),
  };
}

function renderTask(task: JobTask, view: JobView): Record<string, unknown> {
  const { nowMilliseconds: now } = view;
  const shown = now >= task.shownMilliseconds && now >= task.startedMilliseconds;
  const ended = now >= task.endsMilliseconds;
  const end = ended ? task.endsMilliseconds : now;
  const skipped = ended && task.outcome === 'Skipped';
  return {
    taskId: task.taskId,
    startTime: shown && !skipped ? backupInstant(task.startedMilliseconds) : NOT_YET,
    endTime: ended && !skipped ? backupInstant(task.endsMilliseconds) : NOT_YET,
    duration: shown ? backupDuration(task.startedMilliseconds, end) : 'PT0S',
    status: taskStatus(task, shown, ended),
    ...(view.apiVersion >= TASK_TYPE_SINCE ? { taskType: 'Normal' } : {}),
  };
}

function taskStatus(task: JobTask, shown: boolean, ended: boolean): string {
  if (ended) {
    return task.outcome;
  }
  return shown ? 'InProgress' : 'NotStarted';
}
