// A restore under way: what its steps have brought about so far, each part read when a later step first needs
// it. Key material is held in memory alone.

import { mayHaveVolumeKeys } from '../../../domain/recovery/recovery-point.js';
import { sameObjects, withCopiesFrom, type KeyCopies } from '../../../domain/keys/key-copies.js';
import type { BackupJob } from '../../../domain/vaults/recovery-services.js';
import type { RestoredMachine } from './template.js';
import type { EncryptionSettings } from '../../../domain/virtual-machine.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import type { CommandContext } from '../../context.js';
import { readInfoFile } from '../../keys/info-file.js';
import { awaitsCopies } from '../../keys/plan.js';
import { needsInfoFile } from '../../keys/report.js';
import type { VolumeKeys } from '../../keys/volume-keys.js';
import { createFactReader } from '../../../facts/fact-reader.js';
import type { JobReader } from '../../../steps/job-watch/reader.js';
import { prepareRestoration, type KeyRestoration } from '../../keys/restoration.js';
import type { PreparedRestore } from '../prepare.js';
import { readRestoredDisks, type RestoredDisks } from './disks.js';
import { findDisks } from './disk-identity.js';
import { volumeKeysOfDisks } from '../source/volume-keys.js';
import { wantedSettings } from './wanted-settings.js';

/** What steps may ask of those before them. */
export interface RestoreRun {
  readonly prepared: PreparedRestore;
  jobStarted(jobId: string, job?: BackupJob): void;
  /** The job that restored the disks; undefined before there is one. */
  job(): { readonly jobId: string; readonly job?: BackupJob } | undefined;
  /** What the job left. @throws AzbackupError when it cannot be read */
  restored(): Promise<RestoredDisks>;
  /** The disks that it made. @throws AzbackupError `AZB_RESTORED_DISKS_UNKNOWN` (7) */
  machine(): Promise<RestoredMachine>;
  /** Copies of key and secret: those of the point, with what the encryption info file adds. */
  copies(): Promise<KeyCopies>;
  /** How key and secret stand now; undefined without ADE. */
  keyStatus(): Promise<KeyRestoration | undefined>;
  /** Those of further volumes, as the restored disks name them; undefined where there are none, or no such disks. */
  volumeKeys(): Promise<VolumeKeys | undefined>;
  /** True while the encryption info file may still be what key and secret have to be brought back from. */
  needsInfoFile(): Promise<boolean>;
  /** What was last answered to that. */
  keepsInfoFile(): boolean;
  /** Where key and secret can be had now; undefined without ADE, and while one is missing. */
  settings(): Promise<EncryptionSettings | undefined>;
}

/** A run at its beginning; an earlier one that is continued has left it a job. */
export function createRestoreRun(
  context: CommandContext,
  jobs: JobReader,
  prepared: PreparedRestore,
): RestoreRun {
  const { earlier } = prepared;
  let known: { readonly jobId: string; readonly job?: BackupJob } | undefined =
    earlier === undefined ? undefined : { jobId: earlier.job.jobId, job: earlier.job };
  let restored: Promise<RestoredDisks> | undefined =
    earlier?.status === 'restored' ? Promise.resolve(earlier.disks) : undefined;
  let kept = false;
  const run: RestoreRun = {
    prepared,
    jobStarted: (jobId, job) => {
      known = { jobId, ...(job === undefined ? {} : { job }) };
    },
    job: () => known,
    restored: () => {
      restored ??= readResult(context, jobs, prepared, known);
      return restored;
    },
    machine: async () => disksOf(prepared, await run.restored()),
    copies: async () => copiesOf(context, prepared, run),
    keyStatus: async () => statusNow(context, prepared),
    volumeKeys: async () => volumesNow(context, prepared, run),
    needsInfoFile: async () => {
      const keyStatus = await run.keyStatus();
      kept =
        keyStatus === undefined
          ? prepared.chosen.point.encrypted
          : needsInfoFile(keyStatus.facts, prepared.machine !== undefined);
      return kept;
    },
    keepsInfoFile: () => kept,
    settings: async () => {
      const keyStatus = await run.keyStatus();
      return keyStatus === undefined || prepared.keys === undefined
        ? undefined
        : wantedSettings(prepared.keys.source, keyStatus.facts);
    },
  };
  return run;
}

async function readResult(
  context: CommandContext,
  jobs: JobReader,
  { account, request, machine }: PreparedRestore,
  known: { readonly jobId: string; readonly job?: BackupJob } | undefined,
): Promise<RestoredDisks> {
  if (known === undefined) {
    throw new RangeError('the disks must be restored first');
  }
  const { targetResourceGroupId: groupId, location } = request;
  // The last look of the watch may have been at a list, which has no particulars.
  const inFull =
    known.job !== undefined && Object.keys(known.job.properties).length > 0
      ? known.job
      : await jobs.job(request.vaultId, known.jobId);
  return inFull === undefined
    ? { jobId: known.jobId, objections: [] }
    : readRestoredDisks(context, createFactReader(context.services), inFull, {
        account,
        groupId: groupId ?? '',
        location,
        machineId: machine?.id,
      });
}

function disksOf({ account, request }: PreparedRestore, restored: RestoredDisks): RestoredMachine {
  const { machine, staged, jobId, objections } = restored;
  if (machine !== undefined) {
    return machine;
  }
  const place = staged === undefined ? '' : `${account.name}/${staged.container}`;
  throw new AzbackupError({
    code: 'AZB_RESTORED_DISKS_UNKNOWN',
    kind: 'azure-failed',
    message: `the disks are restored, but their names could not be read`,
    target: jobId,
    causes:
      objections.length > 0
        ? objections
        : [
            staged?.template === undefined
              ? `job ${jobId} has no template`
              : `its template ${staged.template} in ${place} is gone, or has no disks`,
            'nor are they found by the configuration file, or by the tag that restored disks have',
          ],
    fix: [...findDisks(request.targetResourceGroupId, jobId), 'create the VM from the new disks'],
  });
}

/** What the point itself is without comes from the encryption info file, which there is only once disks are restored. */
async function copiesOf(
  context: CommandContext,
  { keys, account, target }: PreparedRestore,
  run: RestoreRun,
): Promise<KeyCopies> {
  if (keys === undefined) {
    throw new RangeError('a VM without ADE has no key to restore');
  }
  const { steps } = keys;
  const { copies } = keys.source;
  if (!awaitsCopies(steps, copies)) {
    return copies;
  }
  const { staged } = await run.restored();
  const found = await readInfoFile(context, account, staged);
  const complete = found === undefined ? copies : withCopiesFrom(copies, found);
  if (found === undefined || awaitsCopies(steps, complete) || !sameObjects(copies, found)) {
    throw new AzbackupError({
      code: 'AZB_KEY_COPY_MISSING',
      kind: 'blocked',
      message: `the restore has no backup of the key and secret of ${target.item.friendlyName}`,
      target: staged?.encryptionInfo ?? account.id,
      causes: [
        found !== undefined && !sameObjects(copies, found)
          ? 'the encryption info file is of other versions than the recovery point names'
          : 'the encryption info file is missing, or has no backup of them',
      ],
      fix: ['choose another recovery point, or restore them from a backup of your own'],
    });
  }
  return complete;
}

async function volumesNow(
  context: CommandContext,
  { keys, pass, chosen, request }: PreparedRestore,
  run: RestoreRun,
): Promise<VolumeKeys | undefined> {
  const { vmId, location } = request;
  const restoration = await run.keyStatus();
  if (keys === undefined || restoration === undefined || !mayHaveVolumeKeys(chosen.point)) {
    return undefined;
  }
  const machine = await restoredMachine(run);
  const reader = createFactReader(context.services);
  return machine === undefined
    ? undefined
    : volumeKeysOfDisks(reader, { source: keys.source, restoration }, machine, {
        vmId,
        location,
        pass,
      });
}

/** Who restores disks alone may not be allowed to read what names them, and need not be. */
async function restoredMachine(run: RestoreRun): Promise<RestoredMachine | undefined> {
  try {
    return run.job() === undefined ? undefined : (await run.restored()).machine;
  } catch (error) {
    if (error instanceof AzbackupError) {
      return undefined;
    }
    throw error;
  }
}

async function statusNow(
  context: CommandContext,
  { keys }: PreparedRestore,
): Promise<KeyRestoration | undefined> {
  return keys === undefined
    ? undefined
    : prepareRestoration(context, createFactReader(context.services), keys.source, keys.keyVault);
}
