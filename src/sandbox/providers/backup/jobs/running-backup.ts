// Whether a machine is being backed up.

import { resourceKey } from '../../../kernel/resource.js';
import { isRunning } from './backup-job.js';
import type { BackupJob } from './state.js';
import type { BackupOperation } from '../operations/state.js';
import type { BackupVault } from '../state.js';

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
      isRunning(job, atMilliseconds) &&
      resourceKey(job.vmId) === wanted,
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

/** How often a backup of a machine was asked for since an instant, whatever became of it. */
export function triggeredBackups(
  vault: BackupVault,
  vmId: string,
  sinceMilliseconds: number,
): number {
  const wanted = resourceKey(vmId);
  return Object.values(vault.operations).filter(
    (operation) =>
      operation.change.kind === 'backup' &&
      operation.startedMilliseconds > sinceMilliseconds &&
      operation.vmId !== undefined &&
      resourceKey(operation.vmId) === wanted,
  ).length;
}
