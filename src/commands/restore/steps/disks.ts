// What a restore of disks has left behind, read from its job and its staging account.

import {
  isRestoreInto,
  stagedBlobsOf,
  type StagedBlobs,
} from '../../../domain/recovery/restore-progress.js';
import type { BackupJob } from '../../../domain/vaults/recovery-services.js';
import type { StorageAccount } from '../../../domain/storage-account.js';
import type { BlobAddress } from '../../../services/restore-services.js';
import type { FactReader } from '../../../facts/fact-reader.js';
import type { DiskOrigin } from './disk-identity.js';
import { findRestoredDisks, parameterFileOf, type FoundDisks } from './find-disks.js';
import type { CommandContext } from '../../context.js';

/** The result of a restore of disks. */
export interface RestoredDisks extends FoundDisks {
  readonly jobId: string;
  /** Absent where the job names no blobs. */
  readonly staged?: StagedBlobs;
}

/** Where the disks of a job are to be, and what may have them. */
export type DiskPlace = Pick<DiskOrigin, 'account' | 'groupId' | 'location' | 'machineId'>;

/** Reads the result of a job that was completed. */
export async function readRestoredDisks(
  context: CommandContext,
  reader: Pick<FactReader, 'disk'>,
  job: BackupJob,
  place: DiskPlace,
): Promise<RestoredDisks> {
  const staged = stagedBlobsOf(job);
  if (staged === undefined) {
    return { jobId: job.jobId, objections: [] };
  }
  const storage = await context.services.storage();
  const { container } = staged;
  const found = await findRestoredDisks(context, reader, {
    ...place,
    // Azure names no group in a job that makes blobs.
    groupId: isRestoreInto(job, undefined) ? '' : place.groupId,
    job,
    container,
    staged,
    read: (blob) => storage.read(blobAddress(place.account, container, blob)),
  });
  return { jobId: job.jobId, staged, ...found };
}

/** The address of a blob in the staging account. */
export function blobAddress(
  { id, blobEndpoint }: StorageAccount,
  container: string,
  blob: string,
): BlobAddress {
  return { accountId: id, endpoint: blobEndpoint, container, blob };
}

/** The address of the container of a restore. */
export function containerAddress(
  { id, blobEndpoint }: StorageAccount,
  container: string,
): Omit<BlobAddress, 'blob'> {
  return { accountId: id, endpoint: blobEndpoint, container };
}

/** The address of a VHD in the staging account. */
export function vhdAddress(account: StorageAccount, vhdUri: string): BlobAddress {
  const [container = '', ...blob] = new URL(vhdUri).pathname.split('/').slice(1);
  return blobAddress(account, container, blob.map(decodeURIComponent).join('/'));
}

/** The blobs of a restore that hold key material. */
export function keyBlobs({ encryptionInfo, config }: StagedBlobs): readonly string[] {
  return [encryptionInfo, config].filter((name) => name !== undefined);
}

/** What a finished restore still has a use for. */
export interface StagingUse {
  /** True where no machine was built from it. */
  readonly template: boolean;
  /** True where the blobs are the disks; of managed ones they are copies that were needed on the way. */
  readonly vhds: boolean;
  /** True where key or secret is not back: what they can be brought back from stays. */
  readonly keys: boolean;
}

/**
 * Which blobs of the container are left for nothing, in the order in which they are deleted: those with key
 * material first, and last the template, by which a later run knows the restore again.
 */
export function superfluousBlobs(
  staged: StagedBlobs,
  names: readonly string[],
  use: StagingUse,
): readonly string[] {
  const secret = keyBlobs(staged).filter((name) => !use.keys || name !== staged.encryptionInfo);
  const copies = use.vhds || isShared(staged, names) ? [] : names.filter(isVhd);
  const files = [parameterFileOf(staged.template), staged.template];
  const template = use.template
    ? []
    : files.filter((name) => name !== undefined && names.includes(name));
  return [
    ...names.filter((name) => secret.includes(name)),
    ...copies,
    ...template.filter((name) => name !== undefined),
  ];
}

/**
 * The VHDs of a container that may be the disks of another restore. Azure names a container after the VM and some
 * guid, and nothing says that each restore gets its own; whose a VHD is does not stand in its name.
 */
export function doubtfulVhds(staged: StagedBlobs, names: readonly string[]): readonly string[] {
  return isShared(staged, names) ? names.filter(isVhd) : [];
}

/** Whether other jobs have left files, by the names that Azure gives them: with the id of a job that is not this one. */
function isShared({ config, template }: StagedBlobs, names: readonly string[]): boolean {
  const own = [config, template].map((name) => jobOfFile(name ?? ''));
  return names.map(jobOfFile).some((jobId) => jobId !== undefined && !own.includes(jobId));
}

function jobOfFile(name: string): string | undefined {
  return JOB_FILE.exec(name)?.[1]?.toLowerCase();
}

/** As recorded: `config-<vm>-<job>.json`, `azuredeploy<job>.json`. */
const JOB_FILE =
  /^(?:config-.*-|azuredeploy|parameter)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.json$/iu;

/** A disk among the blobs. */
export function isVhd(name: string): boolean {
  return name.toLowerCase().endsWith('.vhd');
}
