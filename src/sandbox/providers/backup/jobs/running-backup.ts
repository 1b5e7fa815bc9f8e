// Whether a machine is being backed up.

import { countWith, entriesWith, sortableNumber } from '../../../kernel/entry-index.js';
import { resourceKey } from '../../../kernel/resource.js';
import { operationsByMachine, startedAfter, unfinishedByMachine } from '../operations/indexes.js';
import { isRunning } from './backup-job.js';
import { backupJobsByMachine } from './indexes.js';
import type { BackupJob } from './state.js';
import type { BackupOperation } from '../operations/state.js';
import type { BackupVault } from '../state.js';

/** The backup of a machine that goes on at an instant, if any. */
export function runningBackup(
  vault: BackupVault,
  vmId: string,
  atMilliseconds: number,
): BackupJob | undefined {
  return entriesWith(vault.jobs, backupJobsByMachine, {
    from: `${resourceKey(vmId)} ${sortableNumber(atMilliseconds)}`,
    to: `${resourceKey(vmId)} ${sortableNumber(Number.MAX_SAFE_INTEGER)}`,
  }).find((job) => isRunning(job, atMilliseconds));
}

/** The operation on a machine that has not ended, if any; there can be only one. */
export function runningOperation(vault: BackupVault, vmId: string): BackupOperation | undefined {
  return entriesWith(vault.operations, unfinishedByMachine, resourceKey(vmId))[0];
}

/** How often a backup of a machine was asked for since an instant, whatever became of it. */
export function triggeredBackups(
  vault: BackupVault,
  vmId: string,
  sinceMilliseconds: number,
): number {
  return countWith(
    vault.operations,
    operationsByMachine,
    startedAfter('backup', vmId, sinceMilliseconds),
  );
}
