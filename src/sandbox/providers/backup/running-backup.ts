// Whether a machine is being backed up.

import { resourceKey } from '../../world/resource.js';
import { isRunning } from './backup-job.js';
import type { BackupJob, BackupOperation, BackupVault } from './state.js';

/** The backup of a machine that goes on at an instant, if any. */
export function runningBackup(
  vault: BackupVault,
  vmId: string,
  atMilliseconds: number,
): BackupJob | undefined {
  const wanted = resourceKey(vmId);
  return Object.values(vault.jobs).find(
    (job) =>
      job.operation === 'Backup' &&
      resourceKey(job.vmId) === wanted &&
      isRunning(job, atMilliseconds),
  );
}

/** The operation on a machine that has not ended, if any; there can be only one. */
export function runningOperation(vault: BackupVault, vmId: string): BackupOperation | undefined {
  const wanted = resourceKey(vmId);
  return Object.values(vault.operations).find(
    (operation) =>
      operation.result === undefined &&
      operation.vmId !== undefined &&
      resourceKey(operation.vmId) === wanted,
  );
}
