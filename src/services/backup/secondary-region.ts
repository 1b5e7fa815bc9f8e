// A vault's copies in the region that Azure pairs with its own. The lists there are those of the vault at a
// version of its own, so the SDK reads them; the rest it does not know (specification of the passive
// stamp, 2021-11-15: AadProperties_Get, RecoveryPoints_GetAccessToken, CrossRegionRestore_Trigger,
// BackupCrrJobs_List, BackupCrrJobDetails_Get).

import { z } from 'zod';
import type { RecoveryServicesBackupClient } from '@azure/arm-recoveryservicesbackup';
import type { Clock } from '../../clock.js';
import type { RestoreRequest } from '../../domain/recovery/restore-request.js';
import { nameOf, type ResourceId } from '../../domain/resource-id.js';
import { partsOf } from '../arm/addressed-client.js';
import { callAzure, callOrAbsent, type AzureCall } from '../arm/errors.js';
import { operationOf } from '../arm/operation.js';
import type { RawClient } from '../arm/transport/raw-client.js';
import { readPages } from '../arm/transport/raw-pages.js';
import { unexpectedResponse } from '../arm/unexpected-response.js';
import type { SecondaryRegionService } from '../restore-services.js';
import { itemReads } from './item-reads.js';
import { recoveryPointReads } from './recovery-point-reads.js';
import { pointUrlPath, restoreBody } from './restores.js';
import { secondaryJobFrom, secondaryJobSchema } from './secondary-job.js';

/** The version in which a vault tells of its secondary region instead of its own. */
export const SECONDARY_REGION_API_VERSION = '2021-11-15';

/** What is needed besides the clients. */
interface Surroundings {
  /** Of the cloud, without a slash at its end. */
  readonly armEndpoint: string;
  readonly clock: Clock;
}

/**
 * The service of secondary regions.
 * @param clientFor clients that send `SECONDARY_REGION_API_VERSION`
 */
export function secondaryRegion(
  clientFor: (id: ResourceId) => RecoveryServicesBackupClient,
  client: RawClient,
  { armEndpoint, clock }: Surroundings,
): SecondaryRegionService {
  const { items, item } = itemReads(clientFor, clock);
  const urlOf = (path: string): string =>
    `${armEndpoint}${path}?api-version=${SECONDARY_REGION_API_VERSION}`;
  const jobsUrl = (vaultId: ResourceId, region: string, which: string): string =>
    urlOf(`${locationPath(vaultId, region)}/${which}`);
  return {
    items,
    item,
    ...recoveryPointReads({ clientFor, clock }),
    restoreDisks: (request) => restoreThere(client, urlOf, request),
    jobs: async (vaultId, region) => {
      const subject = `the backup jobs of ${nameOf(vaultId)} in ${region}`;
      const url = jobsUrl(vaultId, region, 'backupCrrJobs');
      const first = { method: 'POST', url, body: { resourceId: vaultId } } as const;
      const found = await callAzure({ doing: `list ${subject}`, target: vaultId }, () =>
        readPages(client, first, secondaryJobSchema, subject),
      );
      return found.map((job) => secondaryJobFrom(job, vaultId)).filter((job) => job !== undefined);
    },
    job: async (vaultId, region, jobId) => {
      const doing = `read the backup job ${jobId} of ${nameOf(vaultId)} in ${region}`;
      const answer = await callOrAbsent({ doing, target: vaultId }, () =>
        client.send({
          method: 'POST',
          url: jobsUrl(vaultId, region, 'backupCrrJob'),
          body: { resourceId: vaultId, jobName: jobId },
        }),
      );
      return answer === undefined
        ? undefined
        : secondaryJobFrom(checked(secondaryJobSchema, answer.body, doing), vaultId);
    },
  };
}

function locationPath(vaultId: ResourceId, region: string): string {
  const { subscriptionId } = partsOf(vaultId);
  return `/subscriptions/${subscriptionId}/providers/Microsoft.RecoveryServices/locations/${region}`;
}

/** What the two stamps tell each other: handed on as it came, and never looked into. */
const wordSchema = z.object({ properties: z.looseObject({}) });

/**
 * The secondary region says who it is, the vault then writes a token for it that opens the point, and with
 * that the secondary region restores (recorded from az). The token goes from one request to the next.
 */
async function restoreThere(
  client: RawClient,
  urlOf: (path: string) => string,
  request: RestoreRequest,
): ReturnType<SecondaryRegionService['restoreDisks']> {
  const { vaultId, vmId, location } = request;
  const place = locationPath(vaultId, location);
  const what = `the restore of the disks of ${nameOf(vmId)} in ${location}`;
  const call: AzureCall = { doing: `start ${what}`, target: vmId };
  return callAzure(call, async () => {
    const identity = await client.send({
      method: 'GET',
      url: urlOf(`${place}/backupAadProperties`),
    });
    const token = await client.send({
      method: 'POST',
      url: urlOf(`${pointUrlPath(request)}/accessToken`),
      body: { properties: checked(wordSchema, identity.body, call.doing).properties },
    });
    const accepted = await client.send({
      method: 'POST',
      url: urlOf(`${place}/backupCrossRegionRestore`),
      body: {
        crossRegionRestoreAccessDetails: checked(wordSchema, token.body, call.doing).properties,
        restoreRequest: restoreBody(request),
      },
    });
    return operationOf(accepted, client, what);
  });
}

/** Throws `AZB_UNEXPECTED_RESPONSE` with the name of the first field that is not as it should be. */
function checked<Answer>(schema: z.ZodType<Answer>, body: unknown, doing: string): Answer {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw unexpectedResponse(`'${field}' is missing`, `the request to ${doing}`);
  }
  return parsed.data;
}
