// What happens while backups run and deleted items wait. Recording backup-now.poll-sequence.

import { z } from 'zod';
import { machineExtensions } from '../../compute/extensions/disk-encryption-extension.js';
import {
  agentAnswers,
  findVirtualMachine,
  type VirtualMachine,
} from '../../compute/virtual-machines/state.js';
import { keepCollection } from '../../compute/restore-points/collections.js';
import {
  JOB_DISK_ACCESS,
  JOB_ENCRYPTED_ELSEWHERE,
  JOB_AGENT_UNAVAILABLE,
  JOB_EXTENSION_FAILED,
  JOB_KEY_VAULT_PERMISSIONS,
  JOB_MACHINE_FAILED,
  JOB_VAULT_KEY,
} from '../assumed-errors.js';
import { canUseOwnKey } from '../../recovery-services/vaults/own-key.js';
import { hasDisksWithAuthenticatedAccess } from '../disk-support.js';
import { findItemOfMachine } from '../backup-vault.js';
import { cancelBackupJob, failBackupJob, failTransfer, removeEvents } from './end-job.js';
import type { EventContext } from '../event-context.js';
import { MACHINE_NOT_FOUND } from '../errors.js';
import { checkEncryptedElsewhere } from '../cross-subscription.js';
import { checkKeyAccess } from '../key-access.js';
import { lifeOfBackup } from '../recovery-points/lifetime-of-backup.js';
import { captureRecoveryPoint } from '../recovery-points/recovery-point.js';
import type { BackupJob, JobError } from './state.js';
import type { BackupEvent } from '../pending-event.js';

type Event<Kind extends BackupEvent['kind']> = Extract<BackupEvent, { kind: Kind }>;

/** Fails a backup that cannot be taken, or whose end was decided by a fault. */
export function checkSnapshot(context: EventContext, event: Event<'snapshot-checked'>): void {
  const job = context.vault.jobs[event.jobId];
  if (job?.plannedOutcome?.outcome === 'Cancelled') {
    cancelBackupJob(context.vault, job, context.atMilliseconds);
    return;
  }
  const error =
    job === undefined ? undefined : (fatalError(job) ?? snapshotError(context, job.vmId));
  if (job !== undefined && error !== undefined) {
    failBackup(context, job, error);
  }
}

function fatalError({ plannedOutcome }: BackupJob): JobError | undefined {
  return plannedOutcome?.outcome === 'Failed' ? plannedOutcome.error : undefined;
}

/** The recovery point exists, in the snapshot tier only; or the machine has become unfit meanwhile. */
export function endSnapshot(context: EventContext, event: Event<'snapshot-ends'>): void {
  const job = context.vault.jobs[event.jobId];
  const item = job === undefined ? undefined : findItemOfMachine(context.vault, job.vmId);
  if (job === undefined || item === undefined) {
    return;
  }
  const machine = findVirtualMachine(context.state, job.vmId);
  const error = snapshotError(context, job.vmId);
  if (machine === undefined || error !== undefined) {
    failBackup(context, job, error ?? MACHINE_NOT_FOUND);
    return;
  }
  if (context.state.snapshotCollections === true) {
    keepCollection(context.state, machine);
  }
  const life = lifeOfBackup(context, item, { job, event });
  item.recoveryPoints.push(
    captureRecoveryPoint(context.state, machine, {
      ...life,
      name: event.recoveryPointName,
      tiers: life.tiers.filter((tier) => tier.type === 'InstantRP' || reachesVault(job)),
      diskSelection: item.diskSelection,
    }),
  );
}

function reachesVault({ plannedOutcome }: BackupJob): boolean {
  return plannedOutcome?.outcome !== 'CompletedWithWarnings';
}

function failBackup(
  { vault, atMilliseconds }: EventContext,
  job: BackupJob,
  error: JobError,
): void {
  failBackupJob(job, atMilliseconds, error);
  removeEvents(vault, job);
  const item = findItemOfMachine(vault, job.vmId);
  if (item !== undefined) {
    item.protectionStatus = 'Unhealthy';
    item.lastBackupStatus = 'Failed';
    item.lastBackupMilliseconds = job.startedMilliseconds;
  }
}

/** The backup is complete, or only its snapshot is; that the item tells the same of both is an assumption. */
export function endTransfer({ vault }: EventContext, event: Event<'transfer-ends'>): void {
  const job = vault.jobs[event.jobId];
  if (
    job?.plannedOutcome?.outcome === 'CompletedWithWarnings' &&
    job.plannedOutcome.error !== undefined
  ) {
    failTransfer(job, job.plannedOutcome.error);
  }
  const item = job === undefined ? undefined : findItemOfMachine(vault, job.vmId);
  if (job === undefined || item === undefined) {
    return;
  }
  item.lastBackupStatus = 'Completed';
  item.lastBackupMilliseconds = job.startedMilliseconds;
  item.protectionStatus = 'Healthy';
  if (item.protectionState === 'IRPending') {
    item.protectionState = 'Protected';
  }
}

/** A soft-deleted item goes for good, unless it was brought back since. */
export function endRetention({ vault }: EventContext, event: Event<'retention-ends'>): void {
  const key = event.itemName.toLowerCase();
  if (vault.items[key]?.deletion?.deletedMilliseconds === event.deletedMilliseconds) {
    delete vault.items[key];
  }
}

/** Documentation: troubleshoot backup failures on Azure virtual machines; … with the agent or extension. */
function snapshotError(context: EventContext, vmId: string): JobError | undefined {
  const machine = findVirtualMachine(context.state, vmId);
  if (machine === undefined) {
    return MACHINE_NOT_FOUND;
  }
  const denied = checkKeyAccess(context.state, machine, context.atMilliseconds);
  return (
    machineError(machine, context.atMilliseconds) ??
    extensionError(context, machine) ??
    (hasDisksWithAuthenticatedAccess(context.state, machine) ? JOB_DISK_ACCESS : undefined) ??
    (checkEncryptedElsewhere(context.state, machine, context.vaultKey) === undefined
      ? undefined
      : JOB_ENCRYPTED_ELSEWHERE) ??
    (denied === undefined ? undefined : JOB_KEY_VAULT_PERMISSIONS) ??
    (canUseOwnKey(context.state, context.vaultKey, context.atMilliseconds)
      ? undefined
      : JOB_VAULT_KEY)
  );
}

/** The agent matters only while the machine runs. */
function machineError(
  { properties }: VirtualMachine,
  atMilliseconds: number,
): JobError | undefined {
  if (properties.provisioningState === 'Failed') {
    return JOB_MACHINE_FAILED;
  }
  const { runtime } = properties;
  return runtime.powerState === 'running' && !agentAnswers(runtime, atMilliseconds)
    ? JOB_AGENT_UNAVAILABLE
    : undefined;
}

/** The extension that takes the snapshots: Documentation, Back up Azure VMs in a Recovery Services vault. */
const snapshotExtensionSchema = z.object({
  publisher: z.literal('Microsoft.Azure.RecoveryServices'),
  provisioningState: z.literal('Failed'),
});

function extensionError({ state }: EventContext, machine: VirtualMachine): JobError | undefined {
  const runs = machine.properties.runtime.powerState === 'running';
  const failed = machineExtensions(state, machine).some(
    ({ properties }) => snapshotExtensionSchema.safeParse(properties).success,
  );
  return runs && failed ? JOB_EXTENSION_FAILED : undefined;
}
