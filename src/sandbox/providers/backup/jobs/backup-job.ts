// Jobs of Azure Backup: how they are made, and how they look at an instant.

import { usInstant } from '../../../kernel/time/instant.js';
import { backupDuration, backupInstant, NOT_YET } from '../time.js';
import { machineNames } from '../backup-vault.js';
import { subscriptionMember } from '../cross-subscription.js';
import type { BackupJob, JobError, JobTask } from './state.js';
import type { BackupOperation } from '../operations/state.js';
import type { BackupVault } from '../state.js';
import type { DiskChoice } from '../recovery-points/recovery-point.js';
import type { BackupSteps } from './backup-duration.js';
import { transferAt } from '../restores/transfer.js';
import { BACKUP_STEPS } from '../timings.js';

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
  /** Of an item that leaves disks out. */
  readonly disks?: DiskChoice | undefined;
  /** Left out: as recorded. */
  readonly steps?: BackupSteps;
}): BackupJob {
  const { steps = BACKUP_STEPS } = plan;
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
    endsMilliseconds: at(steps.jobEnds),
    outcome: 'Completed',
    errors: [],
    tasks: [
      {
        taskId: 'Take Snapshot',
        startedMilliseconds: at(steps.snapshotStarts),
        shownMilliseconds: plan.startedMilliseconds,
        endsMilliseconds: at(steps.snapshotEnds),
        outcome: 'Completed',
      },
      {
        taskId: 'Transfer data to vault',
        startedMilliseconds: at(steps.transferStarts),
        shownMilliseconds: at(steps.transferShown),
        endsMilliseconds: at(steps.transferEnds),
        outcome: 'Completed',
      },
    ],
    propertyBag: { 'VM Name': machineNames(plan.vmId).friendlyName, ...expiry },
    finalPropertyBag: {
      'Backup Size': `${plan.dataGB * 1024} MB`,
      ...(plan.disks === undefined ? {} : diskMembers(plan.disks)),
    },
    internalPropertyBag: { IsInstantRpJob: 'True' },
    activityId: plan.activityId,
    cancellable: true,
  };
}

/** Recorded of items with disk exclusion, once their jobs have ended. */
function diskMembers({ included, excluded }: DiskChoice): Record<string, string> {
  return { 'Backed-up disk(s)': namesOf(included), 'Excluded disk(s)': namesOf(excluded) };
}

function namesOf(disks: DiskChoice['included']): string {
  return disks.map(({ name }) => name).join('; ');
}

/** Whether a job goes on at an instant. */
export function isRunning(job: BackupJob, nowMilliseconds: number): boolean {
  return nowMilliseconds < job.endsMilliseconds;
}

/** Whether the vault's own region knows nothing of a job. */
export function isOfSecondaryRegion({ operation }: BackupJob): boolean {
  return operation === 'CrossRegionRestore';
}

/** A job's status at an instant. */
export function jobStatus(job: BackupJob, nowMilliseconds: number): string {
  if (!isRunning(job, nowMilliseconds)) {
    return job.outcome;
  }
  return job.cancelRequestedMilliseconds === undefined ? 'InProgress' : 'Cancelling';
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
  const { nowMilliseconds: now } = view;
  const ended = !isRunning(job, now);
  const transfer = transferAt(job, now);
  const later = job.laterPropertyBag;
  return {
    tasksList: job.tasks.map((task) => renderTask(job, task, view)),
    propertyBag: {
      ...job.propertyBag,
      ...(later !== undefined && now >= later.fromMilliseconds ? later.members : {}),
      ...(ended ? job.finalPropertyBag : {}),
      ...subscriptionMember(job.vmId, view.vaultId),
    },
    ...(job.internalPropertyBag === undefined
      ? {}
      : { internalPropertyBag: job.internalPropertyBag }),
    ...(transfer === undefined ? {} : { progressPercentage: transfer.percentage }),
    ...(job.transfer?.ending !== 'create' || ended ? {} : { dynamicErrorMessage: '' }),
    ...(transfer?.moved === undefined
      ? {}
      : { estimatedRemainingDuration: transfer.moved.remaining }),
  };
}

/** A task that has not started when its job is cancelled never does; those of restores tell no times. */
function renderTask(job: BackupJob, task: JobTask, view: JobView): Record<string, unknown> {
  const { nowMilliseconds: now } = view;
  const until = Math.min(now, task.endsMilliseconds, job.cancelRequestedMilliseconds ?? now);
  const started = until >= task.shownMilliseconds && until >= task.startedMilliseconds;
  const ended = now >= task.endsMilliseconds;
  const skipped = ended && task.outcome === 'Skipped';
  const transfer = transferAt(job, now);
  return {
    taskId: task.taskId,
    ...(transfer === undefined
      ? {
          startTime: started && !skipped ? backupInstant(task.startedMilliseconds) : NOT_YET,
          endTime: ended && started && !skipped ? backupInstant(task.endsMilliseconds) : NOT_YET,
        }
      : {}),
    duration:
      started && transfer === undefined ? backupDuration(task.startedMilliseconds, until) : 'PT0S',
    status: taskStatus(job, task, { started, ended }),
    ...movedOf(job, task, transfer),
    ...(view.apiVersion >= TASK_TYPE_SINCE ? { taskType: 'Normal' } : {}),
  };
}

/** How much the first task of a restore has moved. */
function movedOf(
  job: BackupJob,
  task: JobTask,
  transfer: ReturnType<typeof transferAt>,
): Record<string, unknown> {
  return transfer?.moved === undefined || task !== job.tasks[0]
    ? {}
    : { taskExecutionDetails: transfer.moved.details };
}

function taskStatus(
  job: BackupJob,
  task: JobTask,
  { started, ended }: { readonly started: boolean; readonly ended: boolean },
): string {
  if (ended) {
    return task.outcome;
  }
  if (job.cancelRequestedMilliseconds !== undefined) {
    return 'Cancelling';
  }
  return started ? 'InProgress' : 'NotStarted';
}
