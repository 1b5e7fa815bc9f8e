// Backups that begin by the clock.

import { idsNamed } from '../../../kernel/ids.js';
import { resourceKey } from '../../../kernel/resource.js';
import type { EventContext } from '../event-context.js';
import type { DueRun } from './schedule-book.js';
import { startBackup } from '../jobs/start-backup.js';
import type { ProtectedItem } from '../protected-items/state.js';
import type { BackupVault } from '../state.js';
import { BACKUP_STEPS } from '../timings.js';

/**
 * Begins the backup that a policy asks for. While another one of the machine is running none begins,
 * and no job tells of it; that is assumed. Azure begins within two hours of the time, the sandbox on
 * time.
 */
export function startScheduledBackup(context: EventContext, due: DueRun): void {
  const { item, policyName, run } = due;
  const { vault, atMilliseconds } = context;
  item.scheduledMilliseconds = atMilliseconds;
  if (isBeingBackedUp(vault, item)) {
    return;
  }
  const ids = idsNamed(context.state, `scheduled/${item.dataId}/${atMilliseconds}`);
  const jobId = ids.guid();
  startBackup(context, {
    vmId: item.vmId,
    jobId,
    activityId: ids.guid(),
    startedMilliseconds: atMilliseconds,
    recoveryPointName: ids.decimal(15),
    schedule: { policyName, dayNumber: run.dayNumber, vaulted: run.lastOfDay },
  });
  if (!run.lastOfDay) {
    skipTransfer(vault, jobId);
  }
}

/** Asked of what is to happen, and not of the jobs, of which there are many more. */
function isBeingBackedUp(vault: BackupVault, item: ProtectedItem): boolean {
  return vault.events.some((event) => {
    const vmId = event.kind === 'transfer-ends' ? vault.jobs[event.jobId]?.vmId : undefined;
    return vmId !== undefined && resourceKey(vmId) === resourceKey(item.vmId);
  });
}

/** Documentation: Manage and monitor Azure VM backups; a skipped transfer does not spoil the job. */
function skipTransfer(vault: BackupVault, jobId: string): void {
  const job = vault.jobs[jobId];
  const [snapshot, transfer] = job?.tasks ?? [];
  if (job === undefined || snapshot === undefined || transfer === undefined) {
    return;
  }
  const { endsMilliseconds } = snapshot;
  const ended = endsMilliseconds + BACKUP_STEPS.jobEnds - BACKUP_STEPS.transferEnds;
  job.tasks = [snapshot, { ...transfer, endsMilliseconds, outcome: 'Skipped' }];
  job.finalPropertyBag = {};
  job.endsMilliseconds = ended;
  vault.events = vault.events.map((event) =>
    event.kind === 'transfer-ends' && event.jobId === jobId
      ? { ...event, dueMilliseconds: ended }
      : event,
  );
}
