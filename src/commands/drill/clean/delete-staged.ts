// Deletes what restores of a drill have left in their staging account, as far as it is theirs for sure.

import {
  containerPrefix,
  isStagingContainer,
  stagedBlobsOf,
  type StagedBlobs,
} from '../../../domain/recovery/restore-progress.js';
import { nameOf, parseResourceId, sameName } from '../../../domain/resource-id.js';
import type { StorageAccount } from '../../../domain/storage-account.js';
import type { BackupJob } from '../../../domain/vaults/recovery-services.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { BlobAddress } from '../../../services/restore-services.js';
import type { CommandContext } from '../../context.js';
import { doubtfulVhds, isVhd, superfluousBlobs } from '../../restore/steps/disks.js';
import type { Drill } from '../evidence.js';
import type { DrillSession } from '../session.js';

type StagingAccount = Pick<StorageAccount, 'id' | 'blobEndpoint'>;

/** The blobs that a restore of the drill has left: they bear the id of its job. */
export async function deleteStaged(
  context: CommandContext,
  session: DrillSession,
  job: BackupJob,
): Promise<void> {
  const staged = stagedBlobsOf(job);
  const account = await stagingAccount(context, session.drill(), job);
  if (account === undefined) {
    const where =
      staged?.container ??
      `${containerPrefix(session.drill().vm.name)}… of the account it staged in`;
    throw new AzbackupError({
      code: 'AZB_NOT_FOUND',
      kind: 'not-found',
      message: `the staging account of restore job ${job.jobId} was not found, so its files in container ${where} may be left`,
      target: job.jobId,
    });
  }
  if (staged === undefined) {
    await deleteUnnamed(context, session, job, account);
    return;
  }
  const storage = await context.services.storage();
  const place = {
    accountId: account.id,
    endpoint: account.blobEndpoint,
    container: staged.container,
  };
  // Before the drill's own files are deleted: they tell whose the others are.
  const names = (await storage.names(place)) ?? [];
  const found = ownBlobs(staged, names, job.jobId);
  await deleteBlobs(context, session, place, found);
  const doubtful = doubtfulVhds(staged, names).filter((name) => !found.includes(name));
  if (doubtful.length > 0) {
    throw new AzbackupError({
      code: 'AZB_CHANGE_REFUSED',
      kind: 'blocked',
      message: `container ${staged.container} has files of other restores, too, so its VHDs were not deleted: ${doubtful.join(', ')}`,
      target: `${account.id}/${staged.container}`,
      fix: ['delete those that no restore needs'],
    });
  }
}

/** Its files bear the id of the job; its copies of disks are what any restore deletes of its container. */
function ownBlobs(staged: StagedBlobs, names: readonly string[], jobId: string): readonly string[] {
  const superfluous = superfluousBlobs(staged, names, {
    template: false,
    vhds: false,
    keys: false,
  });
  return names.filter((name) => superfluous.includes(name) || name.includes(jobId));
}

async function stagingAccount(
  context: CommandContext,
  { vm }: Drill,
  { properties }: BackupJob,
): Promise<StagingAccount | undefined> {
  const name = Object.entries(properties).find(([key]) =>
    sameName(key.trim(), 'Target Storage Account Name'),
  )?.[1];
  const { subscriptionId = '' } = parseResourceId(vm.id) ?? {};
  const accounts = await (await context.services.storage()).accounts(subscriptionId);
  return accounts.find((account) => sameName(account.name, name ?? ''));
}

/** Deletes them, and looks that they are gone. */
async function deleteBlobs(
  { services }: CommandContext,
  session: DrillSession,
  place: Omit<BlobAddress, 'blob'>,
  blobs: readonly string[],
): Promise<void> {
  const storage = await services.storage();
  const idOf = (name: string): string => `${place.accountId}/${place.container}/${name}`;
  for (const blob of blobs) {
    await session.note({ kind: 'staging-blob', id: idOf(blob), state: 'made' });
    await storage.delete({ ...place, blob });
  }
  const after = blobs.length === 0 ? [] : ((await storage.names(place)) ?? []);
  for (const blob of blobs) {
    const state = after.includes(blob) ? 'left' : 'deleted';
    await session.note({ kind: 'staging-blob', id: idOf(blob), state });
  }
}

/**
 * A job that failed or was cancelled does not name its files. Those that bear its id are deleted; whose a VHD is does not
 * stand in its name.
 * @throws AzbackupError `AZB_CHANGE_REFUSED` (5) where there are VHDs
 */
async function deleteUnnamed(
  context: CommandContext,
  session: DrillSession,
  { jobId, status }: BackupJob,
  account: StagingAccount,
): Promise<void> {
  const { vm } = session.drill();
  const storage = await context.services.storage();
  const address = { accountId: account.id, endpoint: account.blobEndpoint };
  const containers = (await storage.containers(address, containerPrefix(vm.name))).filter((name) =>
    isStagingContainer(name, vm.name),
  );
  const doubtful: string[] = [];
  for (const container of containers) {
    const place = { ...address, container };
    const names = (await storage.names(place)) ?? [];
    const own = names.filter((name) => name.includes(jobId));
    await deleteBlobs(context, session, place, own);
    const vhds = names.filter((name) => isVhd(name) && !own.includes(name));
    doubtful.push(...(vhds.length === 0 ? [] : [`${container} (${vhds.join(', ')})`]));
  }
  if (doubtful.length > 0) {
    throw new AzbackupError({
      code: 'AZB_CHANGE_REFUSED',
      kind: 'blocked',
      message: `restore job ${jobId} ended as ${status} and names no files, so whether VHDs in storage account ${nameOf(account.id)} are left by it is unknown: look at container ${doubtful.join(', ')}`,
      target: account.id,
      fix: ['delete those that no restore needs'],
    });
  }
}
