// How far an earlier restore has come: told by its job, by the blobs that it left, and by the tags of what
// was built. Pure; property names as recorded (`Recovery point time ` ends with a blank).

import { millisecondsOf, type Instant } from '../time/instant.js';
import { isJobOf } from '../jobs/job-outcome.js';
import type { BackupJob } from '../vaults/recovery-services.js';
import { sameName, type ResourceId } from '../resource-id.js';
import { parseUsTime } from '../time/us-time.js';

/** Tag on all that azbackup builds from a recovery point: the point's name. */
export const RESTORE_POINT_TAG = 'azbackup-restore-point';

/** Restores of longer ago are not looked for, and what was asked for before that is of no use to anybody. */
export const RESTORE_LOOKBACK_SECONDS = 30 * 86_400;

/** The blobs that a restore of disks leaves in its staging account. */
export interface StagedBlobs {
  readonly container: string;
  readonly template?: string;
  readonly config?: string;
  /** Only of encrypted machines. */
  readonly encryptionInfo?: string;
}

/** Name of the account in which a job whose particulars were read stages. */
function stagingAccountOf(job: BackupJob): string | undefined {
  return property(job, 'Target Storage Account Name');
}

/** True where a job whose particulars were read stages in an account of this name. */
export function isStagedIn(job: BackupJob, storageAccountName: string): boolean {
  return sameName(stagingAccountOf(job) ?? '', storageAccountName);
}

/**
 * True where a job whose particulars were read makes disks in this resource group; without a name, where it
 * leaves blobs instead of disks, which is when Azure names no group in it (recorded).
 */
export function isRestoreInto(job: BackupJob, groupName: string | undefined): boolean {
  const named = property(job, 'Target resource group');
  return groupName === undefined || named === undefined
    ? named === groupName
    : sameName(named, groupName);
}

/** True where a job whose particulars were read restores the point of this time; told to the second. */
export function isRestoreOfPoint(job: BackupJob, pointTime: Instant): boolean {
  const time = parseUsTime(property(job, 'Recovery point time') ?? '');
  return (
    time !== undefined &&
    millisecondsOf(time) === Math.floor(millisecondsOf(pointTime) / 1000) * 1000
  );
}

/** Azure's words for restores: of a vault's own region, and of its secondary one. */
const RESTORES = new Set(['restore', 'crossregionrestore']);

/** True for restores of a machine, whatever became of them. */
export function isRestoreJobOf(job: BackupJob, vmId: ResourceId): boolean {
  return RESTORES.has(job.operation.toLowerCase()) && isJobOf(job, vmId);
}

/** True for jobs that are worth a look at their particulars: restores that go on, or went well. */
export function mayBeRestoreOf(job: BackupJob, vmId: ResourceId): boolean {
  const useful: readonly string[] = ['InProgress', 'Completed', 'CompletedWithWarnings'];
  return useful.includes(job.status) && isRestoreJobOf(job, vmId);
}

/** Where a job's blobs are; undefined where it names none. */
export function stagedBlobsOf(job: BackupJob): StagedBlobs | undefined {
  const [templateContainer, template] = blobOfUri(property(job, 'Template Blob Uri') ?? '');
  const container = property(job, 'Config Blob Container Name') ?? templateContainer;
  const config = property(job, 'Config Blob Name');
  const encryptionInfo = property(job, 'Encryption Info Blob Name');
  return container === undefined
    ? undefined
    : {
        container,
        ...(template === undefined ? {} : { template }),
        ...(config === undefined ? {} : { config }),
        ...(encryptionInfo === undefined ? {} : { encryptionInfo }),
      };
}

/** Of a longer name nobody has recorded where Azure cuts it. */
const SURE_LENGTH = 24;

/** How the names of containers begin in which restores of a machine stage: its name, as far as that is sure. */
export function containerPrefix(vmName: string): string {
  const bare = vmName.toLowerCase().replaceAll(/[^0-9a-z]/gu, '');
  return bare.length > SURE_LENGTH ? bare.slice(0, SURE_LENGTH) : `${bare}-`;
}

/** True for the name of such a container: the machine's without dashes, and a guid without dashes (recorded). */
export function isStagingContainer(container: string, vmName: string): boolean {
  return (
    container.startsWith(containerPrefix(vmName)) && /^[0-9a-z]*-[0-9a-f]{32}$/u.test(container)
  );
}

/** Container and name in the address of a blob. */
function blobOfUri(uri: string): readonly [container?: string, blob?: string] {
  const path = URL.parse(uri)?.pathname.split('/').slice(1).map(decodeURIComponent) ?? [];
  const [container, ...blob] = path;
  return container === undefined || blob.length === 0 ? [] : [container, blob.join('/')];
}

function property({ properties }: BackupJob, name: string): string | undefined {
  const found = Object.entries(properties).find(([key]) => sameName(key.trim(), name))?.[1];
  return found === undefined || found === '' ? undefined : found;
}
