// Backups that begin by the clock.

import { countWith } from '../../../kernel/entry-index.js';
import { idsNamed } from '../../../kernel/ids.js';
import { resourceKey } from '../../../kernel/resource.js';
import type { EventContext } from '../event-context.js';
import type { DueRun } from './schedule-book.js';
import { startBackup } from '../jobs/start-backup.js';
import { backupsInProgress, eventKey } from '../settling/vault-events.js';
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
    skipTransfer(context, jobId);
  }
}

function isBeingBackedUp(vault: BackupVault, item: ProtectedItem): boolean {
  return countWith(vault.events, backupsInProgress, resourceKey(item.vmId)) > 0;
}

/** Documentation: Manage and monitor Azure VM backups; a skipped transfer does not spoil the job. */
function skipTransfer({ vault, addEvent }: EventContext, jobId: string): void {
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
  const event = vault.events[eventKey('transfer-ends', jobId)];
  if (event !== undefined) {
    addEvent({ ...event, dueMilliseconds: ended });
  }
}
