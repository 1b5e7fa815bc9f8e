// Whether the disks that a template or configuration file names are those that a restore made. Both may name the
// disks of the machine that was backed up, and whoever builds on those takes a running machine apart.

import { sameRegion } from '../../../domain/region.js';
import {
  groupIdOf,
  nameOf,
  sameId,
  sameName,
  type ResourceId,
} from '../../../domain/resource-id.js';
import { addSeconds, isBefore } from '../../../domain/time/instant.js';
import type { BackupJob } from '../../../domain/vaults/recovery-services.js';
import type { ManagedDisk } from '../../../domain/virtual-machine.js';
import type { StorageAccount } from '../../../domain/storage-account.js';
import { commandLine } from '../../../domain/command-line.js';
import type { FactReader } from '../../../facts/fact-reader.js';
import { CLOCK_SKEW_SECONDS } from '../../../steps/waiting/send-safely.js';
import type { RestoredMachine, TemplateDisk } from './template.js';

/** What the disks of a restore are told by. */
export interface DiskOrigin {
  readonly job: BackupJob;
  /** The resource group that the job restores managed disks to. */
  readonly groupId: ResourceId;
  readonly account: StorageAccount;
  /** The container that the job stages in. */
  readonly container: string;
  /** The region that is restored to. */
  readonly location: string;
  /** The machine that may have the disks already: the one that is built of them. */
  readonly machineId?: ResourceId | undefined;
}

/** Tag of restored disks: the id of the job that made them. Tag names have no case. */
const JOB_TAG = 'RSVaultBackup';

/** How to list the managed disks of a job; nothing where it made blobs. */
export function findDisks(groupId: ResourceId | undefined, jobId: string): readonly string[] {
  // The words of a query are Azure's; an id that is none is not put into a command.
  return groupId === undefined || !/^[\w-]+$/u.test(jobId)
    ? []
    : [
        `${commandLine('az', 'disk', 'list', '-g', nameOf(groupId))} --query "[?tags.${JOB_TAG}=='${jobId}']" --output table`,
      ];
}

/** The job that a disk says it was made by; undefined for a disk that says nothing. */
export function jobOfDisk({ tags }: ManagedDisk): string | undefined {
  return Object.entries(tags ?? {}).find(([name]) => sameName(name, JOB_TAG))?.[1];
}

/** Why the disks of a machine are not, or not surely, those that a job made; empty where all of them are. */
export async function whyNotRestored(
  reader: Pick<FactReader, 'disk'>,
  { osDisk, dataDisks }: RestoredMachine,
  origin: DiskOrigin,
): Promise<readonly string[]> {
  const reasons = await Promise.all(
    [osDisk, ...dataDisks].map((disk) => whyNotThis(reader, disk, origin)),
  );
  return reasons.filter((reason) => reason !== undefined);
}

async function whyNotThis(
  reader: Pick<FactReader, 'disk'>,
  disk: TemplateDisk,
  origin: DiskOrigin,
): Promise<string | undefined> {
  if (disk.kind === 'unmanaged') {
    return whyNotBlob(disk.vhdUri, origin);
  }
  const { diskId } = disk;
  if (!sameId(groupIdOf(diskId), origin.groupId)) {
    return `${nameOf(diskId)} is not in resource group ${nameOf(origin.groupId)}`;
  }
  const fact = await reader.disk(diskId);
  switch (fact.status) {
    case 'absent':
      return `${nameOf(diskId)} does not exist`;
    case 'unreadable':
      return `${nameOf(diskId)} could not be read: ${fact.message}`;
    case 'known':
      return whyNotDisk(fact.value, origin);
  }
}

/** Blobs of a restore are in its container. */
function whyNotBlob(vhdUri: string, { account, container }: DiskOrigin): string | undefined {
  const url = URL.parse(vhdUri);
  const endpoint = URL.parse(account.blobEndpoint);
  const inPlace =
    url !== null &&
    endpoint !== null &&
    sameName(url.host, endpoint.host) &&
    url.pathname.startsWith(`/${container}/`);
  return inPlace ? undefined : `${vhdUri} is not in ${account.name}/${container}`;
}

/** Why a managed disk is not one that the job made, or no longer free; undefined where neither is so. Pure. */
function whyNotDisk(
  disk: ManagedDisk,
  { job, machineId, location }: Pick<DiskOrigin, 'job' | 'machineId' | 'location'>,
): string | undefined {
  const { name, createdAt, machineId: owner } = disk;
  const madeBy = jobOfDisk(disk);
  if (owner !== undefined && (machineId === undefined || !sameId(owner, machineId))) {
    return `${name} is attached to ${nameOf(owner)}`;
  }
  if (madeBy !== undefined && !sameName(madeBy, job.jobId)) {
    return `${name} was made by job ${madeBy} (tag ${JOB_TAG})`;
  }
  if (createdAt !== undefined && isBefore(createdAt, earliest(job))) {
    return `${name} was created at ${createdAt}, before the job began`;
  }
  if (disk.location !== undefined && !sameRegion(disk.location, location)) {
    return `${name} is in ${disk.location}, not in ${location}`;
  }
  return undefined;
}

/** Clocks differ, also within Azure. */
function earliest({ startTime }: BackupJob): string {
  return addSeconds(startTime, -CLOCK_SKEW_SECONDS);
}
