// How much of a vault is used. Names and order: the examples of OpenAPI Usages_ListByVaults and ReplicationUsages_List.

import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { day } from '../../../kernel/time/durations.js';
import { jobStatus } from '../../backup/jobs/backup-job.js';
import { vaultOfRequest } from '../../backup/vault-of-request.js';

/** Jobs are counted over a day. */
const JOBS_PERIOD = { quotaPeriod: 'P1D' };

/** What Azure Backup uses. Soft-deleted items do not count, unhealthy ones are critical: both are assumptions. */
export function listUsages(request: OperationRequest): OperationResponse {
  const { backup } = vaultOfRequest(request);
  const now = request.clock.now();
  const items = Object.values(backup.items).filter(({ deletion }) => deletion === undefined);
  const critical = items.filter(({ protectionStatus }) => protectionStatus !== 'Healthy').length;
  const jobs = Object.values(backup.jobs).filter(
    ({ startedMilliseconds }) => startedMilliseconds > now - day,
  );
  const jobsIn = (status: string): number =>
    jobs.filter((job) => jobStatus(job, now) === status).length;
  const value = [
    count('MABContainersCount', 'Backup management servers', 0),
    count('ProtectedItemCount', 'Backup items/Azure virtual machine backup', items.length),
    count('ProtectedItemCriticalCount', 'Critical', critical),
    count('ProtectedItemWarningCount', 'Warning', 0),
    count('IaaSVMProtectedItemCount', 'Azure Virtual Machines', items.length),
    count('IaaSVMProtectedItemCriticalCount', 'Critical', critical),
    count('IaaSVMProtectedItemWarningCount', 'Warning', 0),
    count('MABProtectedItemCount', 'File-Folders', 0),
    count('DPMProtectedItemCount', 'DPM Protected Items Count', 0),
    count('AzureBackupServerProtectedItemCount', 'Azure Backup Server Protected Items Count', 0),
    { ...count('InProgressJobsCount', 'In progress', jobsIn('InProgress')), ...JOBS_PERIOD },
    { ...count('FailedJobsCount', 'Failed', jobsIn('Failed')), ...JOBS_PERIOD },
    bytes('GRSStorageUsage', 'Cloud - GRS'),
    bytes('LRSStorageUsage', 'Cloud - LRS'),
    count('ManagedInstances', 'Protected Instances', items.length),
    bytes('GRSDedupStorageUsage', 'Dedup - GRS'),
    bytes('LRSDedupStorageUsage', 'Dedup - LRS'),
    bytes('UsedDiskSize', "Backup Engines' Disk Used"),
  ];
  return { status: 200, body: { value } };
}

/** What Site Recovery uses, of which the sandbox has nothing; that it is told with zeros is an assumption. */
export function listReplicationUsages(request: OperationRequest): OperationResponse {
  vaultOfRequest(request);
  const nothing = {
    jobsSummary: { failedJobs: 0, inProgressJobs: 0, suspendedJobs: 0 },
    monitoringSummary: {
      deprecatedProviderCount: 0,
      eventsCount: 0,
      supportedProviderCount: 0,
      unHealthyProviderCount: 0,
      unHealthyVmCount: 0,
      unsupportedProviderCount: 0,
    },
    protectedItemCount: 0,
    recoveryPlanCount: 0,
    registeredServersCount: 0,
  };
  return { status: 200, body: { value: [nothing] } };
}

function count(value: string, localizedValue: string, currentValue: number) {
  return { name: { localizedValue, value }, currentValue, limit: -1, unit: 'Count' };
}

function bytes(value: string, localizedValue: string) {
  return { name: { localizedValue, value }, currentValue: 0, limit: -1, unit: 'Bytes' };
}
