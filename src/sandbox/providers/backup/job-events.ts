// What happens while backups run and deleted items wait. Recording backup-now.poll-sequence.

import { findVirtualMachine, type VirtualMachine } from '../compute/virtual-machine.js';
import {
  JOB_AGENT_UNAVAILABLE,
  JOB_KEY_VAULT_PERMISSIONS,
  JOB_MACHINE_FAILED,
} from './assumed-failures.js';
import { failBackupJob } from './backup-job.js';
import { findItemOfMachine } from './backup-vault.js';
import type { EventContext } from './event-context.js';
import { MACHINE_NOT_FOUND } from './failures.js';
import { judgeKeyAccess } from './key-access.js';
import { captureRecoveryPoint } from './recovery-point.js';
import type { BackupEvent, BackupJob, JobError } from './state.js';
import { BACKUP_STEPS } from './timings.js';

type Event<Kind extends BackupEvent['kind']> = Extract<BackupEvent, { kind: Kind }>;

/** Fails a backup that cannot be taken. */
export function checkSnapshot(context: EventContext, event: Event<'snapshot-checked'>): void {
  const job = context.vault.jobs[event.jobId];
  const error = job === undefined ? undefined : judgeSnapshot(context, job.vmId);
  if (job !== undefined && error !== undefined) {
    failBackup(context, job, error);
  }
}

/** The recovery point exists, in the snapshot tier only; or the machine has become unfit meanwhile. */
export function endSnapshot(context: EventContext, event: Event<'snapshot-ends'>): void {
  const job = context.vault.jobs[event.jobId];
  const item = job === undefined ? undefined : findItemOfMachine(context.vault, job.vmId);
  if (job === undefined || item === undefined) {
    return;
  }
  const machine = findVirtualMachine(context.state, job.vmId);
  const error = judgeSnapshot(context, job.vmId);
  if (machine === undefined || error !== undefined) {
    failBackup(context, job, error ?? MACHINE_NOT_FOUND);
    return;
  }
  item.recoveryPoints.push(
    captureRecoveryPoint(context.state, machine, {
      name: event.recoveryPointName,
      timeMilliseconds: job.startedMilliseconds + BACKUP_STEPS.recoveryPoint,
      expiryMilliseconds: event.expiryMilliseconds,
      tiers: [
        { type: 'InstantRP', status: 'Valid' },
        { type: 'HardenedRP', status: 'Valid', fromMilliseconds: job.endsMilliseconds },
      ],
      diskSelection: item.diskSelection,
    }),
  );
}

function failBackup(
  { vault, atMilliseconds }: EventContext,
  job: BackupJob,
  error: JobError,
): void {
  failBackupJob(job, atMilliseconds, error);
  vault.events = vault.events.filter((other) => !('jobId' in other) || other.jobId !== job.id);
  const item = findItemOfMachine(vault, job.vmId);
  if (item !== undefined) {
    item.protectionStatus = 'Unhealthy';
    item.lastBackupStatus = 'Failed';
    item.lastBackupMilliseconds = job.startedMilliseconds;
  }
}

/** The backup is complete. */
export function endTransfer({ vault }: EventContext, event: Event<'transfer-ends'>): void {
  const job = vault.jobs[event.jobId];
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

/** Documentation: Troubleshoot backup failures on Azure virtual machines; … with the agent or extension. */
function judgeSnapshot(context: EventContext, vmId: string): JobError | undefined {
  const machine = findVirtualMachine(context.state, vmId);
  if (machine === undefined) {
    return MACHINE_NOT_FOUND;
  }
  const denied = judgeKeyAccess(context.state, machine, context.atMilliseconds);
  return judgeMachine(machine) ?? (denied === undefined ? undefined : JOB_KEY_VAULT_PERMISSIONS);
}

/** The agent matters only while the machine runs. */
function judgeMachine({ properties }: VirtualMachine): JobError | undefined {
  if (properties.provisioningState === 'Failed') {
    return JOB_MACHINE_FAILED;
  }
  const { powerState, agentReady } = properties.runtime;
  return powerState === 'running' && !agentReady ? JOB_AGENT_UNAVAILABLE : undefined;
}
