// Restores that earlier runs of this user on this computer have asked for, as the journal has them.

import { addSeconds, isBefore } from '../../../domain/time/instant.js';
import { isRestoreOfPoint } from '../../../domain/recovery/restore-progress.js';
import { sameId, type ResourceId } from '../../../domain/resource-id.js';
import { sameRegion } from '../../../domain/region.js';
import type { RestoreRequest } from '../../../domain/recovery/restore-request.js';
import type { Instant } from '../../../domain/time/instant.js';
import type { BackupJob } from '../../../domain/vaults/recovery-services.js';
import type { CommandContext } from '../../context.js';
import type { Intent } from '../../../steps/intents/intent.js';
import type { JobReader } from '../../../steps/job-watch/reader.js';
import { CLOCK_SKEW_SECONDS } from '../../../steps/waiting/send-safely.js';

/** The kind under which restores stand in the journal. */
const KIND = 'restore-disks';

/** Where a restore goes. */
export interface RestoreDestination {
  readonly vaultId: ResourceId;
  readonly vmId: ResourceId;
  readonly storageAccountId: ResourceId;
  readonly location: string;
}

/** What there is of them. */
export interface OwnRestores {
  /** In full, where Azure still has them. */
  readonly jobs: readonly BackupJob[];
  /** Those of which no job is known yet, newest first. */
  readonly pending: readonly Intent[];
}

/** What stands in the journal of a restore. */
export function restoreIntent(
  { vaultId, vmId, point, location, storageAccountId, targetResourceGroupId }: RestoreRequest,
  pointTime: Instant,
): Pick<Intent, 'kind' | 'vaultId' | 'vmId' | 'details'> {
  const group = targetResourceGroupId === undefined ? {} : { targetResourceGroupId };
  const details = { point, pointTime, location, storageAccountId, ...group };
  return { kind: KIND, vaultId, vmId, details };
}

/** Restores of the machine that were asked for from here. @throws AzbackupError when a job cannot be read */
export async function ownRestores(
  { journal }: Pick<CommandContext, 'journal'>,
  jobs: JobReader,
  { vaultId, vmId, storageAccountId, location }: RestoreDestination,
): Promise<OwnRestores> {
  const intents = await journal.find({ kinds: [KIND], vaultId, vmId });
  const there = intents.filter(
    ({ details }) =>
      sameId(details['storageAccountId'] ?? '', storageAccountId) &&
      sameRegion(details['location'] ?? '', location),
  );
  const looked = await Promise.all(
    there.map(async (intent) => ({ intent, job: await jobOf(jobs, intent) })),
  );
  return {
    jobs: looked.flatMap(({ job }) => job ?? []),
    pending: looked.flatMap(({ intent, job }) =>
      job === undefined && intent.jobId === undefined ? [intent] : [],
    ),
  };
}

/** The job of a restore has the id of its operation (recorded). */
async function jobOf(
  jobs: JobReader,
  { vaultId, jobId, accepted }: Intent,
): Promise<BackupJob | undefined> {
  const id = jobId ?? accepted?.id;
  return id === undefined ? undefined : jobs.job(vaultId, id);
}

/** True where a job, whose particulars were read, can be what came of an intent. */
export function cameOf(job: BackupJob, { sentTime, details, accepted }: Intent): boolean {
  const since = addSeconds(sentTime, -CLOCK_SKEW_SECONDS);
  return (
    job.jobId === accepted?.id ||
    (!isBefore(job.startTime, since) && isRestoreOfPoint(job, details['pointTime'] ?? sentTime))
  );
}
