// Jobs: list and get.

import { entryOf } from '../../../kernel/entry-of.js';
import { entriesWith } from '../../../kernel/entry-index.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { jobsByStart } from './indexes.js';
import { BACKUP_API_VERSIONS } from '../api-versions.js';
import { OBJECT_NOT_FOUND } from '../assumed-errors.js';
import { isListed } from './listing.js';
import { isOfSecondaryRegion, jobStatus, renderJob } from './backup-job.js';
import { backupError, VAULT_PATH } from '../response.js';
import { isWanted, readFilter, readFilterTime } from '../list-filter.js';
import { vaultOfRequest } from '../vault-of-request.js';

const JOB_ACTION = 'Microsoft.RecoveryServices/Vaults/backupJobs/read';

/** Newest first. */
function listJobs(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const now = request.clock.now();
  const filter = readFilter(request, [
    'status',
    'operation',
    'backupManagementType',
    'jobId',
    'startTime',
    'endTime',
  ]);
  const { startTime, endTime } = filter;
  const from = startTime === undefined ? Number.NEGATIVE_INFINITY : readFilterTime(startTime);
  const to = endTime === undefined ? Number.POSITIVE_INFINITY : readFilterTime(endTime);
  const value = entriesWith(vault.backup.jobs, jobsByStart, { from, to })
    .filter((job) => !isOfSecondaryRegion(job) && isListed(request.state, job, now))
    .filter(
      (job) =>
        isWanted(filter.backupManagementType, 'AzureIaasVM') && isWanted(filter.jobId, job.id),
    )
    .filter((job) => isWanted(filter.operation, job.operation))
    .filter((job) => isWanted(filter.status, jobStatus(job, now)))
    .toSorted((left, right) => right.startedMilliseconds - left.startedMilliseconds)
    .map((job) =>
      renderJob(job, {
        vaultId: vault.id,
        apiVersion: request.apiVersion,
        nowMilliseconds: now,
        detailed: false,
      }),
    );
  return { status: 200, body: { value } };
}

function getJob(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const job = entryOf(vault.backup.jobs, request.params['jobName']);
  if (job === undefined || isOfSecondaryRegion(job)) {
    return backupError(404, OBJECT_NOT_FOUND);
  }
  const view = {
    vaultId: vault.id,
    apiVersion: request.apiVersion,
    nowMilliseconds: request.clock.now(),
    detailed: true,
  };
  const body = renderJob(job, view);
  return job.transfer === undefined
    ? { status: 200, body }
    : { status: 200, headers: JSON_HEADERS, body: withDecimals(body) };
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' };

/** The progress is written with a decimal, as `1.0`. Recording restore-disks.trigger-and-first-polls. */
function withDecimals(body: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(body).replace(/(?<="progressPercentage":\d+)(?=[,}])/u, '.0');
}

/** The operations of jobs. */
export const jobRoutes: readonly SandboxOperation[] = [
  defineOperation({
    id: 'BackupJobs_List',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${VAULT_PATH}/backupJobs`,
    apiVersions: BACKUP_API_VERSIONS,
    query: ['$filter'],
    action: JOB_ACTION,
    evidence: [
      { kind: 'recording', file: 'jobs-list.no-filter-and-filters.json' },
      { kind: 'assumption', note: 'names a new job up to 60 s after it can be read by its id' },
    ],
    fidelity: 'simplified',
    simplification: 'one page, however many jobs there are',
    handle: listJobs,
  }),
  defineOperation({
    id: 'JobDetails_Get',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${VAULT_PATH}/backupJobs/{jobName}`,
    apiVersions: BACKUP_API_VERSIONS,
    action: JOB_ACTION,
    evidence: [
      { kind: 'recording', file: 'backup-now.poll-sequence.json' },
      { kind: 'recording', file: 'protection-enable.poll-sequence.json' },
      { kind: 'recording', file: 'restore-disks.poll-sequence-slow-vault-tier.json' },
      { kind: 'assumption', note: '2022-09-01-preview names actions as 2023-02-01 does' },
    ],
    fidelity: 'modelled',
    handle: getJob,
  }),
];
