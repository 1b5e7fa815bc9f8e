// The cancellation of jobs.

import { entryOf } from '../../../kernel/entry-of.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { acceptChange } from '../operations/accept-change.js';
import { BACKUP_API_VERSIONS } from '../api-versions.js';
import { JOB_NOT_IN_PROGRESS, OBJECT_NOT_FOUND } from '../assumed-errors.js';
import { jobStatus } from './backup-job.js';
import { accepted, backupError, VAULT_PATH } from '../response.js';
import { jobAsyncPaths } from '../operations/routes.js';
import { vaultOfRequest } from '../vault-of-request.js';

/**
 * 202 for every job in progress, and the outcome is known at once. A backup whose snapshot is done
 * goes on: the operation of the cancellation fails.
 */
function cancelJob(request: OperationRequest): OperationResponse {
  const { backup } = vaultOfRequest(request);
  const job = entryOf(backup.jobs, request.params['jobName']);
  if (job === undefined) {
    return backupError(404, OBJECT_NOT_FOUND);
  }
  const now = request.clock.now();
  if (jobStatus(job, now) !== 'InProgress') {
    return backupError(400, JOB_NOT_IN_PROGRESS);
  }
  const change = { kind: 'cancel', cancelledJobId: job.id } as const;
  const operation = acceptChange(request, backup, change, { milliseconds: 0 });
  return accepted(request, jobAsyncPaths(request, operation.id));
}

/** The operation of cancelling. */
export const jobCancellationRoutes: readonly SandboxOperation[] = [
  defineOperation({
    id: 'JobCancellations_Trigger',
    provider: 'backup',
    host: 'arm',
    method: 'POST',
    path: `${VAULT_PATH}/backupJobs/{jobName}/cancel`,
    apiVersions: BACKUP_API_VERSIONS,
    action: 'Microsoft.RecoveryServices/Vaults/backupJobs/cancel/action',
    evidence: [
      { kind: 'recording', file: 'job-cancel.202.json' },
      { kind: 'recording', file: 'reference.powershell-2024.backup-trigger-and-cancel.json' },
      { kind: 'documentation', page: 'Azure/azure-rest-api-specs issue 5306' },
      { kind: 'assumption', note: 'the refusals, and that a job is cancelled after a minute' },
    ],
    fidelity: 'modelled',
    handle: cancelJob,
  }),
];
