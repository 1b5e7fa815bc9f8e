// How long a backup takes. Recording backup-now.poll-sequence: 41 minutes for a disk of 127 GB.

import { BACKUP_STEPS } from '../timings.js';

/** Instants of a backup, in milliseconds from the start of its job. */
export type BackupSteps = { readonly [Step in keyof typeof BACKUP_STEPS]: number };

/**
 * Machines with disks up to this size in all, in GB, are backed up in the recorded time. That the
 * transfer of larger ones takes longer in proportion is an assumption: the same 11,374 MB took 33
 * minutes in one recording and 53 in another.
 */
const RECORDED_UP_TO_GB = 1_024;

/** The steps of the backup of a machine with disks of so many GB in all; 44,000 GB take a day. */
export function backupSteps(diskGB: number): BackupSteps {
  const { transferStarts, transferEnds, jobEnds } = BACKUP_STEPS;
  const longer = Math.max(1, diskGB / RECORDED_UP_TO_GB) - 1;
  const delay = Math.round((transferEnds - transferStarts) * longer);
  return {
    ...BACKUP_STEPS,
    transferEnds: transferEnds + delay,
    jobEnds: jobEnds + delay,
  };
}
