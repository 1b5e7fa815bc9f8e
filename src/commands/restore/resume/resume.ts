// How far earlier runs of the same restore have come: what of it is there already.

import { adeExtensionOf } from '../../../domain/encryption/ade-extension.js';
import { nameOf, type ResourceId } from '../../../domain/resource-id.js';
import { RESTORE_POINT_TAG } from '../../../domain/recovery/restore-progress.js';
import type { StorageAccount } from '../../../domain/storage-account.js';
import { AzbackupError } from '../../../errors/azbackup-error.js';
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
  const [interfaceThere, staging] = await Promise.all([
    machineId === undefined || machine
      ? Promise.resolve(machine)
      : interfaceIsThere(context, interfaceIdOf(machineId), point),
    leavesStaging(context, account, earlier, {
      template: keepsTemplate,
      vhds: chosen.point.managedDisks === false,
    }),
  ]);
  return {
    disks: earlier?.status ?? 'missing',
    ...(earlier === undefined ? {} : { jobId: earlier.job.jobId }),
    interface: interfaceThere,
    machine,
    extension: built !== undefined && adeExtensionOf(built)?.outcome === 'done',
    staging,
  };
}

async function interfaceIsThere(
  context: CommandContext,
  id: ResourceId,
  point: string,
): Promise<boolean> {
  const found = await (await context.services.networks()).networkInterface(id);
  if (found !== undefined && found.tags[RESTORE_POINT_TAG] !== point) {
    throw new AzbackupError({
      code: 'AZB_NAME_TAKEN',
      kind: 'blocked',
      message: `network interface ${nameOf(id)} already exists`,
      target: id,
      causes: ['it was not created by this restore'],
      fix: ['choose another name for the new VM: --name NAME'],
    });
  }
  return found !== undefined;
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
  const names = await storage.names(containerAddress(account, staged.container));
  return superfluousBlobs(staged, names, use).length > 0;
}
