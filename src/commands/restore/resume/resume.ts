// How far earlier runs of the same restore have come: what of it is there already.

import { adeExtensionOf } from '../../../domain/encryption/ade-extension.js';
import { nameOf, sameId, type ResourceId } from '../../../domain/resource-id.js';
import { RESTORE_POINT_TAG } from '../../../domain/recovery/restore-progress.js';
import type { VirtualMachine } from '../../../domain/virtual-machine.js';
import type { StorageAccount } from '../../../domain/storage-account.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
import { needsInfoFile } from '../../keys/report.js';
import { interfaceIdOf, type RestoreDone } from '../plan.js';
import type { CommandContext } from '../../context.js';
import type { EarlierRestore } from './earlier-restores.js';
import type { RestoreSubjectFacts } from '../source/source.js';
import { containerAddress, superfluousBlobs, type StagingUse } from '../steps/disks.js';

/** Which restore is meant. */
export interface RestoreIdentity {
  readonly subject: RestoreSubjectFacts;
  readonly account: StorageAccount;
  /** Azure's name of the recovery point. */
  readonly point: string;
  /** Absent where disks alone are restored. */
  readonly machineId: ResourceId | undefined;
  readonly keepsTemplate: boolean;
}

/** @throws AzbackupError `AZB_NAME_TAKEN` (5): what is there by the name is somebody else's */
export async function restoreDone(
  context: CommandContext,
  { subject, account, point, machineId, keepsTemplate }: RestoreIdentity,
): Promise<RestoreDone> {
  const { earlier, built, chosen } = subject;
  const machine = built?.provisioningState === 'Succeeded';
  const [networkInterface, staging] = await Promise.all([
    machineId === undefined || machine ? undefined : interfaceFor(context, machineId, point),
    leavesStaging(context, account, earlier, {
      template: keepsTemplate,
      vhds: chosen.point.managedDisks === false,
      keys: keysStay(subject, machineId !== undefined),
    }),
  ]);
  return {
    disks: earlier?.status ?? 'missing',
    ...(earlier === undefined ? {} : { jobId: earlier.job.jobId }),
    ours: earlier === undefined || earlier.ours || hasMade(built, networkInterface),
    interface: machine || networkInterface?.made === true,
    ...(networkInterface === undefined ? {} : { interfaceId: networkInterface.id }),
    machine,
    extension: built !== undefined && adeExtensionOf(built)?.outcome === 'done',
    staging,
  };
}

/** What of it is worth knowing before the restore; sentences without a full stop. */
export function resumeNotes(
  { pending, earlier }: RestoreSubjectFacts,
  done: RestoreDone,
): string[] {
  return [
    ...(pending === undefined
      ? []
      : [
          `an earlier run asked for this restore at ${pending.sentTime}; what came of it is looked for before another is started`,
        ]),
    ...(earlier === undefined || done.ours
      ? []
      : [
          `job ${earlier.job.jobId} was not started by azbackup from here, so its files in the staging account are left to whoever started it`,
        ]),
  ];
}

/** True where key or secret will not be there, as nothing of what is planned brings them back. */
function keysStay({ keys, chosen }: RestoreSubjectFacts, machineBuilt: boolean): boolean {
  return keys === undefined
    ? chosen.point.encrypted
    : keys.steps.length === 0 && needsInfoFile(keys.restoration.facts, machineBuilt);
}

/** What bears the tag of the point under the name that is asked for, azbackup has made from these disks. */
function hasMade(
  built: VirtualMachine | undefined,
  networkInterface: { readonly made: boolean } | undefined,
): boolean {
  return built !== undefined || networkInterface?.made === true;
}

/** The interface of a VM that is gone often stays: so there may be as many in the way. */
const MAX_INTERFACES = 9;

/** The interface that an earlier run has made, or the first name that is free. */
async function interfaceFor(
  context: CommandContext,
  machineId: ResourceId,
  point: string,
): Promise<{ readonly id: ResourceId; readonly made: boolean }> {
  const networks = await context.services.networks();
  for (let number = 1; number <= MAX_INTERFACES; number++) {
    const id = interfaceIdOf(machineId, number);
    const found = await networks.networkInterface(id);
    const owner = found?.machineId;
    const free = owner === undefined || sameId(owner, machineId);
    if (found === undefined || (free && found.tags[RESTORE_POINT_TAG] === point)) {
      return { id, made: found !== undefined };
    }
  }
  const id = interfaceIdOf(machineId);
  throw new AzbackupError({
    code: 'AZB_NAME_TAKEN',
    kind: 'blocked',
    message: `network interface ${nameOf(id)} already exists`,
    target: id,
    causes: [`it was not created by this restore, nor were ${MAX_INTERFACES - 1} others like it`],
    fix: ['choose another name for the new VM: --name NAME'],
  });
}

async function leavesStaging(
  context: CommandContext,
  account: StorageAccount,
  earlier: EarlierRestore | undefined,
  use: StagingUse,
): Promise<boolean> {
  const staged = earlier?.status === 'restored' ? earlier.disks.staged : undefined;
  if (staged === undefined) {
    return false;
  }
  const storage = await context.services.storage();
  const names = (await storage.names(containerAddress(account, staged.container))) ?? [];
  return superfluousBlobs(staged, names, use).length > 0;
}
