// Restores of the same machine that were begun before: by an interrupted run of the same command, or by
// somebody else. They are found by their jobs, so that nothing is restored twice.

import type { Instant } from '../../../domain/time/instant.js';
import { hasEnded } from '../../../domain/jobs/job-outcome.js';
import type { BackupJob } from '../../../domain/vaults/recovery-services.js';
import { isStagedIn, mayBeRestoreOf } from '../../../domain/recovery/restore-progress.js';
import type { StorageAccount } from '../../../domain/storage-account.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { CommandContext } from '../../context.js';
import type { FactReader } from '../../../facts/fact-reader.js';
import type { ItemTarget } from '../../../facts/choose-items.js';
import type { JobReader } from '../../../steps/job-watch/reader.js';
import { readRestoredDisks, type DiskPlace, type RestoredDisks } from '../steps/disks.js';

/** Each costs a read, of which Azure allows 150 an hour. */
const MAX_READ = 4;

/** Where earlier restores are looked for. */
export interface EarlierLookup {
  readonly target: ItemTarget;
  readonly account: StorageAccount;
  /** Restores begun before this are none of ours. */
  readonly since: Instant;
}

/** Restores of the machine through the staging account that go on or went well, newest first, in full. */
export async function earlierRestores(
  jobs: JobReader,
  { target: { item, vault }, account, since }: EarlierLookup,
): Promise<readonly BackupJob[]> {
  const listed = await jobs.jobs(vault.id, { operation: 'Restore', since });
  const candidates = listed
    .filter((job) => mayBeRestoreOf(job, item.sourceResourceId))
    .slice(0, MAX_READ);
  const read = await Promise.all(candidates.map(({ jobId }) => jobs.job(vault.id, jobId)));
  return read.filter((job) => job !== undefined).filter((job) => isStagedIn(job, account.name));
}

/** How far an earlier restore of a point has come. */
export type EarlierRestore =
  | { readonly status: 'running'; readonly job: BackupJob }
  | { readonly status: 'restored'; readonly job: BackupJob; readonly disks: RestoredDisks };

/**
 * What can be continued of a restore: its job while it runs, its disks while they are there and belong to no
 * machine but the one that is built.
 */
export async function continuable(
  context: CommandContext,
  reader: FactReader,
  job: BackupJob,
  place: DiskPlace,
): Promise<EarlierRestore | undefined> {
  if (!hasEnded(job)) {
    return { status: 'running', job };
  }
  const disks = await readUnlessForbidden(context, reader, job, place);
  return disks?.machine === undefined ? undefined : { status: 'restored', job, disks };
}

/** Without a machine to build nobody needs what is staged, so not being allowed to read it ends nothing. */
async function readUnlessForbidden(
  context: CommandContext,
  reader: FactReader,
  job: BackupJob,
  place: DiskPlace,
): Promise<RestoredDisks | undefined> {
  try {
    return await readRestoredDisks(context, reader, job, place);
  } catch (error) {
    const needed = place.machineId !== undefined;
    if (!needed && error instanceof AzbackupError && error.fields.kind === 'not-allowed') {
      return undefined;
    }
    throw error;
  }
}
