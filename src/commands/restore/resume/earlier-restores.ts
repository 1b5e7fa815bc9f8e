// Restores of the same machine that were begun before: by an interrupted run of the same command, or by
// somebody else. They are found by the journal and by their jobs, so that nothing is restored twice.

import type { Instant } from '../../../domain/time/instant.js';
import { hasEnded } from '../../../domain/jobs/job-outcome.js';
import type { BackupJob } from '../../../domain/vaults/recovery-services.js';
import {
  isRestoreJobOf,
  isStagedIn,
  mayBeRestoreOf,
} from '../../../domain/recovery/restore-progress.js';
import type { StorageAccount } from '../../../domain/storage-account.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { CommandContext } from '../../context.js';
import type { FactReader } from '../../../facts/fact-reader.js';
import type { ItemTarget } from '../../../facts/choose-items.js';
import type { JobReader } from '../../../steps/job-watch/reader.js';
import { readRestoredDisks, type DiskPlace, type RestoredDisks } from '../steps/disks.js';

/** The particulars of each cost a read, of which Azure allows 150 an hour. */
const MAX_READ = 24;

/** Where earlier restores are looked for. */
export interface EarlierLookup {
  readonly target: ItemTarget;
  readonly account: StorageAccount;
  /** Restores begun before this are none of ours. */
  readonly since: Instant;
  /** True where those that went wrong are wanted as well. */
  readonly failedToo?: boolean;
}

/**
 * Restores of the machine through the staging account that go on or went well, newest first, in full.
 * @param onMore told how many were too many to be looked at
 */
export async function earlierRestores(
  jobs: JobReader,
  { target: { item, vault }, account, since, failedToo = false }: EarlierLookup,
  onMore: (count: number) => void = () => undefined,
): Promise<readonly BackupJob[]> {
  const listed = await jobs.jobs(vault.id, { operation: 'Restore', since });
  const isCandidate = failedToo ? isRestoreJobOf : mayBeRestoreOf;
  const candidates = listed.filter((job) => isCandidate(job, item.sourceResourceId));
  if (candidates.length > MAX_READ) {
    onMore(candidates.length - MAX_READ);
  }
  const read = await Promise.all(
    candidates.slice(0, MAX_READ).map(({ jobId }) => jobs.job(vault.id, jobId)),
  );
  return read.filter((job) => job !== undefined).filter((job) => isStagedIn(job, account.name));
}

/** How far an earlier restore of a point has come, and whether it was begun from here. */
export type EarlierRestore = { readonly job: BackupJob; readonly ours: boolean } & (
  | { readonly status: 'running' }
  | { readonly status: 'restored'; readonly disks: RestoredDisks }
);

/**
 * What can be continued of a restore: its job while it runs, its disks while they are there and belong to no
 * machine but the one that is built.
 */
export async function continuable(
  context: CommandContext,
  reader: FactReader,
  { job, ours }: { readonly job: BackupJob; readonly ours: boolean },
  place: DiskPlace,
): Promise<EarlierRestore | undefined> {
  if (!hasEnded(job)) {
    return { status: 'running', job, ours };
  }
  const disks = await readUnlessForbidden(context, reader, job, place);
  return disks?.machine === undefined ? undefined : { status: 'restored', job, ours, disks };
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
