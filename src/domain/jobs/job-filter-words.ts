// The words by which people ask for jobs, and Azure's own (OpenAPI JobQueryObject).

/** States of jobs. */
export const JOB_STATE_WORDS = {
  running: 'InProgress',
  completed: 'Completed',
  'completed-with-warnings': 'CompletedWithWarnings',
  failed: 'Failed',
  cancelling: 'Cancelling',
  cancelled: 'Cancelled',
} as const;

/** Kinds of jobs. */
export const JOB_OPERATION_WORDS = {
  backup: 'Backup',
  restore: 'Restore',
  'cross-region-restore': 'CrossRegionRestore',
  protect: 'ConfigureBackup',
  stop: 'DisableBackup',
  'delete-data': 'DeleteBackupData',
  undelete: 'Undelete',
} as const;

/** The words for states, as options take them. */
export const JOB_STATES = [
  'running',
  'completed',
  'completed-with-warnings',
  'failed',
  'cancelling',
  'cancelled',
] as const satisfies readonly (keyof typeof JOB_STATE_WORDS)[];

/** The words for kinds, as options take them. */
export const JOB_OPERATIONS = [
  'backup',
  'restore',
  'cross-region-restore',
  'protect',
  'stop',
  'delete-data',
  'undelete',
] as const satisfies readonly (keyof typeof JOB_OPERATION_WORDS)[];
