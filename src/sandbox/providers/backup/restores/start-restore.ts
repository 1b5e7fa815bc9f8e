// Restores of disks begin. Recordings restore-disks.trigger-and-first-polls, …poll-sequence-slow-vault-tier.

import { day } from '../../../kernel/time/durations.js';
import { OBJECT_NOT_FOUND } from '../assumed-errors.js';
import { FAILS_AFTER_PART } from './assumed-errors.js';
import type { BackupFailure } from '../response.js';
import { findItemOfMachine } from '../backup-vault.js';
import type { EventContext } from '../event-context.js';
import { machineOfPoint } from './rules.js';
import { isArchivedOnly, tiersAt } from '../recovery-points/lifetime.js';
import { backUpBeforeReplacement } from './replacement-backup.js';
import { newRestoreJob } from './restore-job.js';
import { REHYDRATION_MILLISECONDS } from './transfer.js';
import type { CapturedMachine, RestoreOrder, RestoreTransfer } from './state.js';
import { plannedOutcomeOf } from '../jobs/start-backup.js';
import type { BackupOperation } from '../operations/state.js';
import type { RecoveryPoint } from '../recovery-points/state.js';

/** Makes the job of a restore and what is to happen at its end; a failure when the point is gone by now. */
export function startRestore(
  context: EventContext,
  operation: BackupOperation,
  order: RestoreOrder,
): BackupFailure | undefined {
  const { state, vault, addEvent } = context;
  const { vmId = '', startedMilliseconds, jobId } = operation;
  const item = findItemOfMachine(vault, vmId);
  const point = item?.recoveryPoints.find(({ name }) => name === order.recoveryPointName);
  if (item === undefined || point === undefined) {
    return OBJECT_NOT_FOUND;
  }
  const machine = machineOfPoint(state, item, point);
  const rehydration = rehydrate(point, order, startedMilliseconds);
  const transfer: RestoreTransfer = {
    ...(rehydration === undefined ? {} : { rehydrationMilliseconds: rehydration }),
    pace: paceOf(point, order, startedMilliseconds),
    totalGB: wantedDisks(machine, order).reduce((sum, { sizeGB }) => sum + sizeGB, 0),
    ...endingOf(order),
  };
  const backupJobId =
    order.replaced === undefined ? undefined : backUpBeforeReplacement(context, operation, item);
  const plannedOutcome = plannedOutcomeOf(state, 'Restore', vmId);
  const job = newRestoreJob(operation, { order, point, transfer });
  if (plannedOutcome?.outcome === 'Failed') {
    const length = job.endsMilliseconds - startedMilliseconds;
    job.endsMilliseconds = startedMilliseconds + Math.round(length * FAILS_AFTER_PART);
  }
  if (plannedOutcome !== undefined) {
    job.plannedOutcome = plannedOutcome;
  }
  vault.jobs[jobId] = job;
  addEvent({
    kind: 'restore-ends',
    dueMilliseconds: job.endsMilliseconds,
    jobId,
    order:
      order.replaced === undefined || backupJobId === undefined
        ? order
        : { ...order, replaced: { ...order.replaced, backupJobId } },
    point: { ...point, machine },
  });
  return undefined;
}

/**
 * Brings an archived point back for the days asked for; returns how long that takes, in milliseconds, or nothing
 * where the point can be read anyway. Before that it stays archived, and afterwards it is again.
 */
function rehydrate(
  point: RecoveryPoint,
  { rehydration }: RestoreOrder,
  startedMilliseconds: number,
): number | undefined {
  if (rehydration === undefined || !isArchivedOnly(point, startedMilliseconds)) {
    return undefined;
  }
  const taken = REHYDRATION_MILLISECONDS[rehydration.priority];
  const readable = startedMilliseconds + taken;
  const archivedAgain = readable + rehydration.days * day;
  point.tiers = point.tiers.flatMap((tier) =>
    tier.type === 'ArchivedRP' && tier.status === 'Valid'
      ? [
          { ...tier, untilMilliseconds: readable },
          {
            type: 'ArchivedRP' as const,
            status: 'Rehydrated' as const,
            fromMilliseconds: readable,
            untilMilliseconds: archivedAgain,
          },
          { ...tier, fromMilliseconds: archivedAgain },
        ]
      : [tier],
  );
  return taken;
}

function endingOf({ replaced, created }: RestoreOrder): Pick<RestoreTransfer, 'ending'> {
  if (replaced !== undefined) {
    return { ending: 'replace' };
  }
  return created === undefined ? {} : { ending: 'create' };
}

function paceOf(
  point: RecoveryPoint,
  order: RestoreOrder,
  atMilliseconds: number,
): RestoreTransfer['pace'] {
  if (order.region !== undefined) {
    return 'secondary';
  }
  return isFromSnapshot(point, order, atMilliseconds) ? 'snapshot' : 'vault';
}

/** The disks that an order means; the OS disk always. Documentation: Selective disk backup and restore. */
export function wantedDisks(
  { disks }: CapturedMachine,
  { luns }: RestoreOrder,
): CapturedMachine['disks'] {
  return disks.filter(({ lun }) => luns === undefined || lun === -1 || luns.includes(lun));
}

/** Whether the data lie where the service takes them from while they do: not for blobs. */
export function isFromSnapshot(
  point: RecoveryPoint,
  { targetResourceGroupId, region, replaced }: RestoreOrder,
  atMilliseconds: number,
): boolean {
  const tiers = tiersAt(point, atMilliseconds);
  // Snapshots stay in the region of the machine.
  return (
    region === undefined &&
    (targetResourceGroupId !== undefined || replaced !== undefined) &&
    tiers.some(({ type }) => type === 'InstantRP')
  );
}
