// Restores of the same machine that were begun before: by an interrupted run of the same command, or by
// somebody else. They are found by their jobs, so that nothing is restored twice.

import type { Instant } from '../../../domain/time/instant.js';
import { hasEnded } from '../../../domain/jobs/job-outcome.js';
import type { BackupJob } from '../../../domain/vaults/recovery-services.js';
import { sameId, type ResourceId } from '../../../domain/resource-id.js';
import { isStagedIn, mayBeRestoreOf } from '../../../domain/recovery/restore-progress.js';
import type { StorageAccount } from '../../../domain/storage-account.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { CommandContext } from '../../context.js';
import type { FactReader } from '../../../facts/fact-reader.js';
import type { ItemTarget } from '../../../facts/choose-items.js';
import type { JobReader } from '../../../steps/job-watch/reader.js';
import { readRestoredDisks, type RestoredDisks } from '../steps/disks.js';

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
  {
    account,
    job,
    machineId,
  }: {
    readonly account: StorageAccount;
    readonly job: BackupJob;
    readonly machineId: ResourceId | undefined;
  },
): Promise<EarlierRestore | undefined> {
  if (!hasEnded(job)) {
    return { status: 'running', job };
  }
  const disks = await readUnlessForbidden(context, account, job, machineId !== undefined);
  return disks !== undefined && (await areFree(reader, disks, machineId))
    ? { status: 'restored', job, disks }
    : undefined;
}

/** Without a machine to build nobody needs what is staged, so not being allowed to read it ends nothing. */
async function readUnlessForbidden(
  context: CommandContext,
  account: StorageAccount,
  job: BackupJob,
  needed: boolean,
): Promise<RestoredDisks | undefined> {
  try {
    return await readRestoredDisks(context, account, job);
  } catch (error) {
    if (!needed && error instanceof AzbackupError && error.fields.kind === 'not-allowed') {
      return undefined;
    }
    throw error;
  }
}

/** True where all managed disks exist and are attached to nothing else; blobs are taken as they are. */
async function areFree(
  reader: FactReader,
  { machine }: RestoredDisks,
  machineId: ResourceId | undefined,
): Promise<boolean> {
  if (machine === undefined) {
    return false;
  }
  const facts = await Promise.all(
    [machine.osDisk, ...machine.dataDisks].flatMap((disk) =>
      disk.kind === 'managed' ? [reader.disk(disk.diskId)] : [],
    ),
  );
  return facts.every((fact) => {
    const attached = fact.status === 'known' ? fact.value.machineId : undefined;
    const ours = attached === undefined || (machineId !== undefined && sameId(attached, machineId));
    return fact.status === 'known' && ours;
  });
}
