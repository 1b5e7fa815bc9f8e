// The encryption info file of a restore, in the staging account in which the restore has left it: it holds the
// copies of key and secret, for points of any age ("Restore Key Vault key and secret for encrypted VMs").

import { addSeconds, instantOf, type Instant } from '../../domain/time/instant.js';
import { hasEnded } from '../../domain/jobs/job-outcome.js';
import type { KeyCopies } from '../../domain/keys/key-copies.js';
import {
  isRestoreOfPoint,
  mayBeRestoreOf,
  isStagedIn,
  RESTORE_LOOKBACK_SECONDS,
  stagedBlobsOf,
  type StagedBlobs,
} from '../../domain/recovery/restore-progress.js';
import { parseResourceId, type ResourceId } from '../../domain/resource-id.js';
import type { StorageAccount } from '../../domain/storage-account.js';
import type { BackupJob } from '../../domain/vaults/recovery-services.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { createJobReader } from '../../steps/job-watch/reader.js';
import type { CommandContext } from '../context.js';
import { parseEncryptionInfo } from './encryption-info.js';

/** Which point, of which machine. */
export interface InfoFileLookup {
  readonly vaultId: ResourceId;
  readonly vmId: ResourceId;
  readonly pointTime: Instant;
}

/** Each costs a read, of which Azure allows 150 an hour. */
const MAX_READ = 8;

/**
 * The copies in the newest file that a restore of the point has left; undefined where there is none, or the caller may
 * not look: then it is as good as none.
 */
export async function findInfoFile(
  context: CommandContext,
  lookup: InfoFileLookup,
): Promise<KeyCopies | undefined> {
  const subscriptionId = parseResourceId(lookup.vmId)?.subscriptionId ?? '';
  try {
    const restores = await restoresOf(context, lookup);
    const storage = await context.services.storage();
    const accounts = restores.length === 0 ? [] : await storage.accounts(subscriptionId);
    for (const job of restores) {
      const account = accounts.find(({ name }) => isStagedIn(job, name));
      const copies =
        account === undefined
          ? undefined
          : await readInfoFile(context, account, stagedBlobsOf(job));
      if (copies !== undefined) {
        return copies;
      }
    }
    return undefined;
  } catch (error) {
    if (error instanceof AzbackupError && error.fields.kind === 'not-allowed') {
      context.warn(`the staging accounts of earlier restores could not be read: ${error.message}`);
      return undefined;
    }
    throw error;
  }
}

/** Restores of the point that went well, newest first, in full. */
async function restoresOf(
  context: CommandContext,
  { vaultId, vmId, pointTime }: InfoFileLookup,
): Promise<readonly BackupJob[]> {
  const jobs = createJobReader(context);
  const since = addSeconds(instantOf(context.clock.now()), -RESTORE_LOOKBACK_SECONDS);
  const listed = await jobs.jobs(vaultId, { operation: 'Restore', since });
  const ended = listed.filter((job) => mayBeRestoreOf(job, vmId) && hasEnded(job));
  const read = await Promise.all(
    ended.slice(0, MAX_READ).map(({ jobId }) => jobs.job(vaultId, jobId)),
  );
  return read.filter((job) => job !== undefined).filter((job) => isRestoreOfPoint(job, pointTime));
}

/**
 * The copies in the file of one restore; undefined where there is none, or it is gone.
 * @throws AzbackupError `AZB_ENCRYPTION_INFO` (2), and those of the storage account
 */
export async function readInfoFile(
  context: CommandContext,
  { id, blobEndpoint }: StorageAccount,
  staged: StagedBlobs | undefined,
): Promise<KeyCopies | undefined> {
  const { container, encryptionInfo: blob } = staged ?? {};
  if (container === undefined || blob === undefined) {
    return undefined;
  }
  const storage = await context.services.storage();
  const bytes = await storage.read({ accountId: id, endpoint: blobEndpoint, container, blob });
  return bytes === undefined ? undefined : parseEncryptionInfo(bytes, blob);
}
