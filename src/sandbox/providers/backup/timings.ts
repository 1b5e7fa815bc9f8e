// How long Azure Backup takes, in milliseconds, as recorded with az in May 2023.

import { minute } from '../../kernel/time/durations.js';

/** protection-enable.poll-sequence: the job took 40.97 s. */
export const ENABLE_MILLISECONDS = 40_969;

/** protection-change-policy.poll-sequence: 11.86 s; also resuming and choosing disks. */
export const CHANGE_MILLISECONDS = 11_860;

/** protection-stop-retain.sequence: 10.67 s. */
export const STOP_MILLISECONDS = 10_669;

/** protection-undelete.poll-sequence: 11.07 s. */
export const UNDELETE_MILLISECONDS = 11_071;

/** protection-delete-soft.poll-sequence: 11.95 s. */
export const SOFT_DELETE_MILLISECONDS = 11_953;

/** protection-delete-data.poll-sequence: 111.3 s. */
export const DELETE_MILLISECONDS = 111_335;

/** refresh-containers.poll-sequence: not yet after 7 s, done after 13 s. */
export const REFRESH_MILLISECONDS = 12_500;

/** backup-now.poll-sequence: the request is carried out at once, the job goes on for 41 minutes. */
export const TRIGGER_BACKUP_MILLISECONDS = 1_200;

/** restore-disks.poll-sequence-slow-vault-tier: the request is carried out by the first poll, a second later. */
export const TRIGGER_RESTORE_MILLISECONDS = 500;

/** Validating a restore by an operation; nobody has measured it. */
export const VALIDATE_MILLISECONDS = 5_000;

/** The steps of a backup, from the start of its job. Recording backup-now.poll-sequence. */
export const BACKUP_STEPS = {
  snapshotStarts: 1_702,
  recoveryPoint: 8_428,
  snapshotEnds: 463_808,
  transferStarts: 464_074,
  /** The transfer is shown as not started for another three minutes. */
  transferShown: 654_000,
  transferEnds: 2_476_958,
  jobEnds: 2_478_054,
} as const;

/** `protectedItemsCount` of a policy lags behind; seen to be right after five minutes. */
export const POLICY_COUNT_LAG_MILLISECONDS = 5 * minute;
