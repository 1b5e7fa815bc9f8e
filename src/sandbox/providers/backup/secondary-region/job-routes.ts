// Jobs that a vault has in its secondary region: list and get.
// Specification of the passive stamp, 2021-11-15.

import { allEntries } from '../../../kernel/entry-index.js';
import { z } from 'zod';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import { OBJECT_NOT_FOUND } from '../assumed-errors.js';
import { isListed } from '../jobs/listing.js';
import { isOfSecondaryRegion, renderJob } from '../jobs/backup-job.js';
import type { BackupJob } from '../jobs/state.js';
import { backupError } from '../response.js';
import { vaultOfRequest } from '../vault-of-request.js';
import { secondaryRegionOf } from './copies.js';
import {
  LOCATION_PATH,
  LOCATIONS,
  regionOf,
  secondaryRegion,
  specified,
  vaultParams,
} from './request.js';

const jobsBodySchema = z.strictObject({ resourceId: z.string() });
const jobBodySchema = z.strictObject({ resourceId: z.string(), jobName: z.string() });

/** Jobs that a vault has in a region; throws a Refusal where there is no such vault. */
function jobsIn(request: OperationRequest<{ readonly resourceId: string }>): BackupJob[] {
  const vault = vaultOfRequest({ ...request, params: vaultParams(request.body.resourceId) });
  return secondaryRegionOf(vault) === regionOf(request.params)
    ? allEntries(vault.backup.jobs).filter((job) => isOfSecondaryRegion(job))
    : [];
}

function showJob(
  request: OperationRequest<{ readonly resourceId: string }>,
  job: BackupJob,
  detailed: boolean,
): Record<string, unknown> {
  const { params, body, apiVersion, clock } = request;
  const { subscriptionId = '', resourceGroup = '', names } = parseResourceId(body.resourceId);
  const ofVault = {
    'Subscription Id of the vault': subscriptionId,
    'Resource Group Name of the vault': resourceGroup,
    'Vault name': names[0] ?? '',
  };
  const shown = renderJob(
    { ...job, propertyBag: { ...job.propertyBag, ...ofVault } },
    { vaultId: body.resourceId, apiVersion, nowMilliseconds: clock.now(), detailed },
  );
  const place = `/subscriptions/${params['subscriptionId']}/providers/Microsoft.RecoveryServices/locations/${regionOf(params)}`;
  return { ...shown, id: `${place}/backupJobs/${job.id}` };
}

function listJobs(request: OperationRequest<z.infer<typeof jobsBodySchema>>): OperationResponse {
  const { state, clock } = request;
  const value = jobsIn(request)
    .filter((job) => isListed(state, job, clock.now()))
    .toSorted((left, right) => right.startedMilliseconds - left.startedMilliseconds)
    .map((job) => showJob(request, job, false));
  return { status: 200, body: { value } };
}

function getJob(request: OperationRequest<z.infer<typeof jobBodySchema>>): OperationResponse {
  const job = jobsIn(request).find(({ id }) => id === request.body.jobName);
  return job === undefined
    ? backupError(404, OBJECT_NOT_FOUND)
    : { status: 200, body: showJob(request, job, true) };
}

/** Operations on jobs in secondary regions. */
export const secondaryJobRoutes: readonly SandboxOperation[] = [
  defineOperation({
    ...secondaryRegion,
    id: 'BackupCrrJobs_List',
    method: 'POST',
    path: `${LOCATION_PATH}/backupCrrJobs`,
    query: ['$filter'],
    body: jobsBodySchema,
    action: `${LOCATIONS}/backupCrrJobs/action`,
    evidence: specified('BackupCrrJobs_List'),
    simplification: 'one page, whatever the filter says',
    handle: listJobs,
  }),
  defineOperation({
    ...secondaryRegion,
    id: 'BackupCrrJobDetails_Get',
    method: 'POST',
    path: `${LOCATION_PATH}/backupCrrJob`,
    body: jobBodySchema,
    action: `${LOCATIONS}/backupCrrJob/action`,
    evidence: specified('BackupCrrJobDetails_Get'),
    simplification: 'of cross-region restores only',
    handle: getJob,
  }),
];
