// The backup that is taken of a machine before its disks are replaced. Source: the blog of Azure Backup's support in
// Japan; MicrosoftDocs/azure-docs, issue 85699: none begins while another is running.

import { day } from '../../../kernel/time/durations.js';
import { idsNamed } from '../../../kernel/ids.js';
import { SNAPSHOT_CHECK_MILLISECONDS } from '../assumed-errors.js';
import type { EventContext } from '../event-context.js';
import { newBackupJob } from '../jobs/backup-job.js';
import { failBackupJob } from '../jobs/end-job.js';
import { machineDataGB } from '../jobs/machine-size.js';
import { runningBackup } from '../jobs/running-backup.js';
import { startBackup } from '../jobs/start-backup.js';
import type { BackupOperation } from '../operations/state.js';
import type { ProtectedItem } from '../protected-items/state.js';
import { NO_PROTECTED_SOURCE, restoreJobError } from './assumed-errors.js';

/** How long its recovery point is kept; an assumption. */
const KEPT_DAYS = 30;

/** Begins it, and answers the id of its job; nothing where a backup is running. Of a stopped item it fails. */
export function backUpBeforeReplacement(
  context: EventContext,
  { jobId: restoreId, startedMilliseconds, activityId }: BackupOperation,
  { vmId, protectionState }: ProtectedItem,
): string | undefined {
  const { state, vault } = context;
  if (runningBackup(vault, vmId, startedMilliseconds) !== undefined) {
    return undefined;
  }
  const ids = idsNamed(state, `backup before restore ${restoreId}`);
  const jobId = ids.guid();
  const expiryMilliseconds = startedMilliseconds + KEPT_DAYS * day;
  if (protectionState === 'ProtectionStopped') {
    const job = newBackupJob({
      id: jobId,
      vmId,
      startedMilliseconds,
      activityId,
      expiryMilliseconds,
      dataGB: machineDataGB(state, vmId),
    });
    const ends = startedMilliseconds + SNAPSHOT_CHECK_MILLISECONDS;
    failBackupJob(job, ends, restoreJobError(NO_PROTECTED_SOURCE));
    vault.jobs[jobId] = job;
    return jobId;
  }
  startBackup(context, {
    vmId,
    jobId,
    activityId,
    startedMilliseconds,
    recoveryPointName: ids.decimal(15),
    expiryMilliseconds,
  });
  return jobId;
}
