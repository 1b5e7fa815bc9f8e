// A job from the SDK's model to ours (JobDetails_Get, BackupJobs_List).

import type {
  AzureIaaSVMErrorInfo,
  AzureIaaSVMJob,
  AzureIaaSVMJobTaskDetails,
  AzureIaaSVMJobV2,
  JobResource,
} from '@azure/arm-recoveryservicesbackup';
import type { BackupJob, JobStatus } from '../../domain/vaults/recovery-services.js';
import type { ResourceId } from '../../domain/resource-id.js';
import { required } from '../arm/unexpected-response.js';
import { instantFrom, secondsOfDuration } from '../arm/wire-time.js';
import { resourceGroupInContainer, vmNameInContainer } from './item-names.js';

const STATUSES: readonly JobStatus[] = [
  'InProgress',
  'Completed',
  'CompletedWithWarnings',
  'Failed',
  'Cancelling',
  'Cancelled',
];

type VmJob = AzureIaaSVMJob | AzureIaaSVMJobV2;

/** The job in our words; undefined when it is not about a VM. Throws `AZB_UNEXPECTED_RESPONSE`. */
export function jobFrom(resource: JobResource): BackupJob | undefined {
  const jobId = required(resource.name, 'name', 'a backup job');
  const properties = required(resource.properties, 'properties', jobId);
  if (!isVmJob(properties)) {
    return undefined;
  }
  const { containerName, entityFriendlyName, extendedInfo } = properties;
  const percent = extendedInfo?.progressPercentage;
  const remainingSeconds = secondsOfDuration(extendedInfo?.estimatedRemainingDuration);
  return {
    jobId,
    vaultId: vaultIdOf(required(resource.id, 'id', jobId)),
    operation: required(properties.operation, 'operation', jobId),
    ...statusOf(required(properties.status, 'status', jobId)),
    vmName: required(
      entityFriendlyName ?? vmNameInContainer(containerName),
      'entityFriendlyName',
      jobId,
    ),
    ...groupOf(containerName),
    cancellable: (properties.actionsInfo ?? []).length > 0,
    startTime: required(instantFrom(properties.startTime), 'startTime', jobId),
    ...ending(properties),
    ...(percent === undefined ? {} : { percent }),
    ...(remainingSeconds === undefined ? {} : { remainingSeconds }),
    properties: extendedInfo?.propertyBag ?? {},
    tasks: (extendedInfo?.tasksList ?? []).map((task) => taskFrom(task, jobId)),
    errors: (properties.errorDetails ?? []).map((error) => errorFrom(error)),
  };
}

/** A word that is not known says nothing of an end: the job goes on for all that anybody can tell. */
function statusOf(text: string): Pick<BackupJob, 'status' | 'unknownStatus'> {
  const status = STATUSES.find((word) => word.toLowerCase() === text.toLowerCase());
  return status === undefined ? { status: 'InProgress', unknownStatus: text } : { status };
}

/** Everything before the job's own part of its id. */
function vaultIdOf(id: string): ResourceId {
  return id.replace(/\/backupJobs\/[^/]*$/iu, '');
}

function isVmJob(properties: NonNullable<JobResource['properties']>): properties is VmJob {
  return properties.jobType === 'AzureIaaSVMJob' || properties.jobType === 'AzureIaaSVMJobV2';
}

function groupOf(containerName: string | undefined): Pick<BackupJob, 'resourceGroup'> {
  const resourceGroup = resourceGroupInContainer(containerName);
  return resourceGroup === undefined ? {} : { resourceGroup };
}

function ending(properties: VmJob): Pick<BackupJob, 'endTime' | 'durationSeconds'> {
  const endTime = instantFrom(properties.endTime);
  const durationSeconds = secondsOfDuration(properties.duration);
  return {
    ...(endTime === undefined ? {} : { endTime }),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
  };
}

function taskFrom(task: AzureIaaSVMJobTaskDetails, jobId: string): BackupJob['tasks'][number] {
  const durationSeconds = secondsOfDuration(task.duration);
  const { progressPercentage: percent, taskExecutionDetails: details = '' } = task;
  return {
    name: required(task.taskId, 'tasksList.taskId', jobId),
    status: required(task.status, 'tasksList.status', jobId),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...(percent === undefined ? {} : { percent }),
    ...(details === '' ? {} : { details }),
  };
}

/** Codes are numbers on the wire, and the title, where the name is, is sometimes missing. */
function errorFrom(error: AzureIaaSVMErrorInfo): BackupJob['errors'][number] {
  const { errorCode, errorTitle, errorString, recommendations } = error;
  return {
    code: errorCode === undefined ? '' : String(errorCode),
    ...(errorTitle === undefined || errorTitle === '' ? {} : { title: errorTitle }),
    message: errorString ?? '',
    recommendations: recommendations ?? [],
  };
}
