// The end of a restore: the disks are there, and in the staging container lie the files about them. Recording
// restore-disks.poll-sequence-slow-vault-tier; with managed disks: Documentation, Restore encrypted Azure VMs.

import { z } from 'zod';
import { idsNamed } from '../../../kernel/ids.js';
import { findResource, resourceKey } from '../../../kernel/resource.js';
import { writeBlob } from '../../storage-data/blobs.js';
import {
  REPLACEMENT_BACKUP_FAILED,
  restoreJobError,
  STAGING,
  TARGET_GROUP_DELETING,
  TARGET_GROUP_LOCKED,
  TARGET_GROUP_MISSING,
} from './assumed-errors.js';
import { lockedScopes } from '../../authorization/locks/locks.js';
import { canUseOwnKey } from '../../recovery-services/vaults/own-key.js';
import { JOB_VAULT_KEY } from '../assumed-errors.js';
import { machineNames } from '../backup-vault.js';
import { asItComesBack } from './disks-that-come-back.js';
import { failBackupJob } from '../jobs/end-job.js';
import type { EventContext } from '../event-context.js';
import { stagingAccount } from './staging-account-rules.js';
import {
  makeManagedDisks,
  writeDiskBlobs,
  type DiskMaking,
  type RestoredDisk,
  type StagingContainer,
} from './restored-disks.js';
import {
  configDocument,
  encryptionInfoDocument,
  encryptionInfoName,
  parameterDocument,
  templateDocument,
  type RestoredContents,
  type RestoredDocument,
} from './restored-documents.js';
import { createMachine, replaceDisks } from './restored-machines.js';
import { isFromSnapshot, wantedDisks } from './start-restore.js';
import type { RestoreOrder } from './state.js';
import type { BackupJob, JobError } from '../jobs/state.js';
import type { BackupEvent } from '../pending-event.js';

type RestoreEnds = Extract<BackupEvent, { kind: 'restore-ends' }>;

/** Disks beyond this leave no copy behind. Documentation: Restore VMs, storage accounts. */
const MAX_COPY_GB = 4096;

/** The part of a machine's name that fits into the 63 characters of a container's. */
const NAME_LENGTH = 30;

/** Carries out the restore, or fails its job. */
export function endRestore(context: EventContext, event: RestoreEnds): void {
  const job = context.vault.jobs[event.jobId];
  if (job === undefined) {
    return;
  }
  const error = fatalError(context, job, event);
  if (error === undefined) {
    const disks = leaveResults(context, job, event);
    warn(job);
    finish(context, job, event, disks);
  } else {
    failBackupJob(job, context.atMilliseconds, error);
  }
}

/** That a restore which ends with warnings has made everything is an assumption. */
function warn(job: BackupJob): void {
  if (job.plannedOutcome?.outcome === 'CompletedWithWarnings') {
    job.outcome = 'CompletedWithWarnings';
    job.errors = job.plannedOutcome.error === undefined ? [] : [job.plannedOutcome.error];
  }
}

/** What follows the disks. The disks stay where that does not go well. */
function finish(
  context: EventContext,
  job: BackupJob,
  { order, point }: RestoreEnds,
  disks: readonly RestoredDisk[],
): void {
  const { replaced, created } = order;
  const location = findResource(context.state, context.vaultKey)?.location ?? '';
  const failure =
    (replaced === undefined ? undefined : replaceDisks(context, replaced, disks)) ??
    (created === undefined
      ? undefined
      : createMachine(context, { created, location, point, disks }));
  if (failure !== undefined) {
    const warned = failure === REPLACEMENT_BACKUP_FAILED;
    job.outcome = warned ? 'CompletedWithWarnings' : 'Failed';
    job.errors = [restoreJobError(failure)];
    job.tasks = job.tasks.map((task, index) =>
      index === 0 ? task : { ...task, outcome: warned ? 'Skipped' : 'Failed' },
    );
  }
}

/** Where the disks are made: in a replacement, where the machine is. */
function groupOf({ targetResourceGroupId, replaced }: RestoreOrder): string | undefined {
  return replaced === undefined
    ? targetResourceGroupId
    : replaced.machineId.split('/').slice(0, 5).join('/');
}

/** The account, or the group, may have gone since the restore began. */
function fatalError(
  { state, vaultKey, atMilliseconds }: EventContext,
  { plannedOutcome }: BackupJob,
  { order }: RestoreEnds,
): JobError | undefined {
  const { storageAccountId } = order;
  const group = groupOf(order);
  if (plannedOutcome?.outcome === 'Failed' && plannedOutcome.error !== undefined) {
    return plannedOutcome.error;
  }
  if (!canUseOwnKey(state, vaultKey, atMilliseconds)) {
    return JOB_VAULT_KEY;
  }
  if (stagingAccount(state, storageAccountId) === undefined) {
    return restoreJobError(STAGING.missing);
  }
  const target = group === undefined ? undefined : state.resourceGroups[resourceKey(group)];
  if (group !== undefined && target === undefined) {
    return restoreJobError(TARGET_GROUP_MISSING);
  }
  if (target?.deletion !== undefined) {
    return restoreJobError(TARGET_GROUP_DELETING);
  }
  return group !== undefined && lockedScopes(state, group, 'write').length > 0
    ? restoreJobError(TARGET_GROUP_LOCKED)
    : undefined;
}

function leaveResults(
  context: EventContext,
  job: BackupJob,
  { order, point }: RestoreEnds,
): readonly RestoredDisk[] {
  const { state, vaultKey, atMilliseconds } = context;
  const { storageAccountId } = order;
  const group = state.resourceGroups[resourceKey(groupOf(order) ?? '')]?.id;
  const vmName = machineNames(job.vmId).friendlyName;
  const staging: StagingContainer = {
    account: stagingAccount(state, storageAccountId)?.name ?? '',
    container: `${bareName(vmName)}-${idsNamed(state, `restores of ${job.vmId}`).hex(32)}`,
    endpoint: blobEndpoint(context, storageAccountId),
  };
  const making: DiskMaking = {
    state,
    vmName,
    jobId: job.id,
    location: order.region ?? findResource(state, vaultKey)?.location ?? '',
    point,
    disks: (point.machine === undefined ? [] : wantedDisks(point.machine, order)).map((disk) =>
      asItComesBack(state, vmName, disk),
    ),
    diskAccessId: order.diskAccessId,
    atMilliseconds,
  };
  const disks =
    group === undefined ? writeDiskBlobs(making, staging) : makeManagedDisks(making, group);
  if (group !== undefined && !isFromSnapshot(point, order, job.startedMilliseconds)) {
    const copied = making.disks.filter(({ sizeGB }) => sizeGB <= MAX_COPY_GB);
    writeDiskBlobs({ ...making, disks: copied }, staging);
  }
  const intoMachine = order.replaced !== undefined || order.created !== undefined;
  if (!intoMachine) {
    job.finalPropertyBag = resultMembers(context, { job, staging, making, disks, order });
  }
  return disks;
}

/** That a restore into a machine names no files is as recorded. */
function resultMembers(
  context: EventContext,
  {
    job,
    staging,
    making,
    disks,
    order,
  }: {
    readonly job: BackupJob;
    readonly staging: StagingContainer;
    readonly making: DiskMaking;
    readonly disks: readonly RestoredDisk[];
    readonly order: RestoreOrder;
  },
): Record<string, string> {
  return {
    ...writeDocuments(context, staging, {
      names: { bare: bareName(making.vmName), jobId: job.id },
      contents: {
        form: context.state.restoreFiles ?? 'parameters',
        location: making.location,
        sourceGroupId: job.vmId.replace(/\/providers\/.*$/iu, ''),
        point: making.point,
        disks,
      },
    }),
    ...(order.luns === undefined
      ? {}
      : { 'Restored disk(s)': making.disks.map(({ name }) => name).join('; ') }),
  };
}

/** Writes the files; returns what the job says of them. */
function writeDocuments(
  { state, atMilliseconds }: EventContext,
  { account, container, endpoint }: StagingContainer,
  {
    names: { bare, jobId },
    contents,
  }: {
    readonly names: { readonly bare: string; readonly jobId: string };
    readonly contents: RestoredContents;
  },
): Record<string, string> {
  const write = (name: string, document: RestoredDocument): string => {
    writeBlob(state, { account, container, name, ...document }, atMilliseconds);
    return name;
  };
  const config = write(`config-${bare}-${jobId}.json`, configDocument(contents));
  const parameters = parameterDocument(contents);
  if (parameters !== undefined) {
    write(`parameter${jobId}.json`, parameters);
  }
  const { keyAndSecret } = contents.point;
  return {
    'Config Blob Name': config,
    'Config Blob Container Name': container,
    'Config Blob Uri': `${endpoint}${container}/${config}`,
    ...(contents.form === 'config-only'
      ? {}
      : {
          'Template Blob Uri': `${endpoint}${container}/${write(`azuredeploy${jobId}.json`, templateDocument(contents))}`,
        }),
    ...(keyAndSecret === undefined
      ? {}
      : {
          'Encryption Info Blob Name': write(
            encryptionInfoName(bare, jobId),
            encryptionInfoDocument(keyAndSecret),
          ),
        }),
  };
}

/** As recorded: without dashes; that it is in lower case and cut follows from the rules for containers. */
function bareName(vmName: string): string {
  const bare = vmName.toLowerCase().replaceAll(/[^0-9a-z]/gu, '');
  return bare.slice(0, NAME_LENGTH);
}

const endpointsSchema = z.object({ primaryEndpoints: z.object({ blob: z.string() }) });

function blobEndpoint({ state }: EventContext, storageAccountId: string): string {
  const account = stagingAccount(state, storageAccountId);
  return (
    endpointsSchema.safeParse(account?.properties).data?.primaryEndpoints.blob ??
    `https://${account?.name}.blob.core.windows.net/`
  );
}
