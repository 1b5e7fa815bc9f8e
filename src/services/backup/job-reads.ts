// Jobs as they are read: all that fit a filter, and one with its tasks. Azure allows 150 such reads an hour
// (recorded), pages and single jobs together, so who reads is told of each page.

import type { JobResource, RecoveryServicesBackupClient } from '@azure/arm-recoveryservicesbackup';
import type { Clock } from '../../clock.js';
import { addSeconds, instantOf, millisecondsOf, type Instant } from '../../domain/time/instant.js';
import type { BackupJob } from '../../domain/vaults/recovery-services.js';
import type { ResourceId } from '../../domain/resource-id.js';
import { partsOf } from '../arm/addressed-client.js';
import { callAzure, callOrAbsent } from '../arm/errors.js';
import { equalities } from '../arm/odata-filter.js';
import type { BackupService, JobFilter } from '../services.js';
import { jobFrom } from './job.js';

type ClientFor = (id: ResourceId) => RecoveryServicesBackupClient;

/**
 * The reading of jobs.
 * @param onceClientFor clients that do not repeat what failed
 */
export function jobReads(
  clientFor: ClientFor,
  onceClientFor: ClientFor,
  clock: Clock,
): Pick<BackupService, 'jobs' | 'job'> {
  const client = (vaultId: ResourceId, once = false): RecoveryServicesBackupClient =>
    (once ? onceClientFor : clientFor)(vaultId);
  return {
    jobs: (vaultId, filter = {}) => {
      const { resourceGroup, name } = partsOf(vaultId);
      const text = jobFilterText(filter, clock);
      return callAzure({ doing: `list the backup jobs of ${name}`, target: vaultId }, () =>
        collectPages(
          client(vaultId, filter.once)
            .backupJobs.list(name, resourceGroup, text === undefined ? {} : { filter: text })
            .byPage(),
          filter,
        ),
      );
    },
    job: async (vaultId, jobId, options) => {
      const { resourceGroup, name } = partsOf(vaultId);
      const found = await callOrAbsent(
        { doing: `read the backup job ${jobId} of ${name}`, target: vaultId },
        () => client(vaultId, options?.once).jobDetails.get(name, resourceGroup, jobId),
      );
      return found === undefined ? undefined : jobFrom(found);
    },
  };
}

async function collectPages(
  pages: AsyncIterable<readonly JobResource[]>,
  { mostPages = Number.POSITIVE_INFINITY, onPage }: JobFilter,
): Promise<readonly BackupJob[]> {
  const found: BackupJob[] = [];
  let read = 0;
  for await (const page of pages) {
    onPage?.();
    read += 1;
    found.push(...page.map((job) => jobFrom(job)).filter((job) => job !== undefined));
    if (read >= mostPages) {
      break;
    }
  }
  return found;
}

/** A day later than now: a clock that is behind Azure's must not hide the newest job. */
const AHEAD_SECONDS = 86_400;
/** Azure Backup is older than no job. */
const BEGINNING = '2016-01-01T00:00:00Z';

/** The filter as Azure reads it; a time range always has both its ends there (BackupJobs_List). */
function jobFilterText(
  { operation, status, since, until }: JobFilter,
  clock: Clock,
): string | undefined {
  const bounded = since !== undefined || until !== undefined;
  const end = until ?? addSeconds(instantOf(clock.now()), AHEAD_SECONDS);
  return equalities({
    status,
    operation,
    ...(bounded
      ? { startTime: jobFilterTime(since ?? BEGINNING), endTime: jobFilterTime(end) }
      : {}),
  });
}

/** `2016-01-01 12:00:00 AM`: a clock of twelve hours, in UTC, as az and the specification's example write. */
export function jobFilterTime(instant: Instant): string {
  const [date = '', time = ''] = instantOf(millisecondsOf(instant)).slice(0, 19).split('T');
  const hour = Number(time.slice(0, 2));
  const twelve = String(hour % 12 === 0 ? 12 : hour % 12).padStart(2, '0');
  return `${date} ${twelve}${time.slice(2)} ${hour < 12 ? 'AM' : 'PM'}`;
}
