// What a restore of disks has left behind, read from its job and its staging account.

import { stagedBlobsOf, type StagedBlobs } from '../../../domain/recovery/restore-progress.js';
import { parseRestoredConfig, parseRestoredTemplate, type RestoredMachine } from './template.js';
import type { BackupJob } from '../../../domain/vaults/recovery-services.js';
import type { StorageAccount } from '../../../domain/storage-account.js';
import type { BlobAddress } from '../../../services/restore-services.js';
import type { FactReader } from '../../../facts/fact-reader.js';
import { whyNotRestored, type DiskOrigin } from './disk-identity.js';
import type { CommandContext } from '../../context.js';

/** The result of a restore of disks. */
export interface RestoredDisks {
  readonly jobId: string;
  /** Absent where the job names no blobs. */
  readonly staged?: StagedBlobs;
  /** Absent where the template is gone, or names no disks that this restore made. */
  readonly machine?: RestoredMachine;
  /** Why the disks that are named are not those of this restore; empty where nothing speaks against them. */
  readonly objections: readonly string[];
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
  const { account } = place;
  const { container, template, config } = staged;
  const machine =
    (await parsed(context, account, { container, blob: template }, parseRestoredTemplate)) ??
    (await parsed(context, account, { container, blob: config }, parseRestoredConfig));
  const objections =
    machine === undefined
      ? []
      : await whyNotRestored(reader, machine, { ...place, job, container });
  return {
    jobId: job.jobId,
    staged,
    objections,
    ...(machine === undefined || objections.length > 0 ? {} : { machine }),
  };
}

async function parsed(
  context: CommandContext,
  account: StorageAccount,
  { container, blob }: { readonly container: string; readonly blob: string | undefined },
  parse: (bytes: Uint8Array) => RestoredMachine | undefined,
): Promise<RestoredMachine | undefined> {
  if (blob === undefined) {
    return undefined;
  }
  const storage = await context.services.storage();
  const bytes = await storage.read(blobAddress(account, container, blob));
  return bytes === undefined ? undefined : parse(bytes);
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
  const secret = keyBlobs(staged);
  const copies = names.filter((name) => !use.vhds && name.toLowerCase().endsWith('.vhd'));
  const template = names.filter((name) => !use.template && name === staged.template);
  return [...names.filter((name) => secret.includes(name)), ...copies, ...template];
}
