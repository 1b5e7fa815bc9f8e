// Result documents about jobs, for the tests of formats and views.

import type {
  BackupNowDocument,
  BackupNowItem,
} from '../../../../src/commands/backup-now/result.js';
import type {
  CancelItem,
  JobItem,
  JobsCancelDocument,
  JobsListDocument,
  JobsShowDocument,
  JobsWatchDocument,
} from '../../../../src/commands/jobs/result.js';
import type { ItemErrorDocument } from '../../../../src/commands/results/parts.js';

const SUBSCRIPTION = '/subscriptions/00000000-0000-0000-0000-000000000001';
const GROUP = `${SUBSCRIPTION}/resourceGroups/rg-prod/providers`;
const VAULT = { id: `${GROUP}/Microsoft.RecoveryServices/vaults/rsv-prod`, name: 'rsv-prod' };
const LEGACY = {
  id: `${SUBSCRIPTION}/resourceGroups/rg-legacy/providers/Microsoft.RecoveryServices/vaults/rsv-legacy`,
  name: 'rsv-legacy',
};
const JOB_ID = '4e2d0c3e-7a51-4c55-9f0e-2b8f6a1d7c10';
const WATCH = `azbackup jobs watch ${JOB_ID} --vault rsv-prod`;

function machine(name: string): { id: string; name: string } {
  return { id: `${GROUP}/Microsoft.Compute/virtualMachines/${name}`, name };
}

const task = (
  name: string,
  status: string,
  seconds: number,
  details: string | null = null,
): JobItem['tasks'][number] => ({ name, status, seconds, percent: null, details });

const DONE_TASKS = [
  task('Take Snapshot', 'Completed', 462),
  task('Transfer data to vault', 'Completed', 2012),
];
const RUNNING_TASKS = [
  task('Take Snapshot', 'Completed', 462),
  task('Transfer data to vault', 'InProgress', 1264, '62 GBs / 127 GBs Transferred'),
];
const FAILED_TASKS = [
  task('Take Snapshot', 'Failed', 93),
  task('Transfer data to vault', 'Skipped', 0),
];

const NO_GRANT: ItemErrorDocument = {
  code: 'AZB_JOB_FAILED',
  azureCode: 'UserErrorKeyVaultPermissionsNotConfigured',
  message: 'Backup of VM016 failed: UserErrorKeyVaultPermissionsNotConfigured',
  causes: [
    'the backup service has no access to the keys or secrets of VM016',
    `job ${JOB_ID} in rsv-prod`,
  ],
  fix: ['azbackup grant-access --vm VM016'],
};

function backupItem(name: string, more: Partial<BackupNowItem> = {}): BackupNowItem {
  return {
    vm: machine(name),
    outcome: 'completed',
    vault: VAULT,
    joined: false,
    operationId: '1f0c4f43-31a9-4b0b-8d4f-22a6a39bd777',
    jobId: JOB_ID,
    status: 'Completed',
    expiry: '2026-12-23T16:00:00Z',
    recoveryPoint: { name: '367984831085317', time: '2026-11-23T16:00:08Z' },
    startTime: '2026-11-23T16:00:00Z',
    endTime: '2026-11-23T16:41:18Z',
    seconds: 2478,
    tasks: DONE_TASKS,
    properties: { 'VM Name': name, 'Backup Size': '11374 MB' },
    changes: [],
    findings: [],
    error: null,
    next: [],
    ...more,
  };
}

const RUNNING: Partial<BackupNowItem> = {
  outcome: 'running',
  status: 'InProgress',
  recoveryPoint: null,
  endTime: null,
  tasks: RUNNING_TASKS,
  properties: { 'VM Name': 'VM005' },
  next: [WATCH],
};

const FAILED: Partial<BackupNowItem> = {
  outcome: 'failed',
  status: 'Failed',
  recoveryPoint: null,
  tasks: FAILED_TASKS,
  properties: {},
  seconds: 95,
  error: NO_GRANT,
};

function backupNow(items: BackupNowItem[], dryRun = false): BackupNowDocument {
  return {
    kind: 'backup-now',
    schemaVersion: 1,
    run: null,
    dryRun,
    items,
    summary: { total: items.length, outcomes: {}, changes: 0 },
  };
}

/** One of each kind of ending. */
export const BACKUP_SAMPLES: readonly (readonly [name: string, document: BackupNowDocument])[] = [
  ['backup-now-completed', backupNow([backupItem('VM005')])],
  ['backup-now-running', backupNow([backupItem('VM005', RUNNING)])],
  [
    'backup-now-interrupted',
    backupNow([backupItem('VM005', { ...RUNNING, outcome: 'interrupted' })]),
  ],
  ['backup-now-failed', backupNow([backupItem('VM016', FAILED)])],
  [
    'backup-now-dry-run',
    backupNow(
      [
        backupItem('VM005', {
          outcome: 'planned',
          jobId: null,
          operationId: null,
          recoveryPoint: null,
          tasks: [],
          changes: [
            {
              id: 'backup',
              type: 'backup',
              target: VAULT.id,
              details: { vm: machine('VM005').id, expiry: '2026-12-23T16:00:00Z' },
              status: 'planned',
              operationId: null,
              jobId: null,
              seconds: null,
            },
          ],
        }),
      ],
      true,
    ),
  ],
  [
    'backup-now-several',
    backupNow([
      backupItem('VM005'),
      backupItem('VM016', FAILED),
      backupItem('VM003', { ...RUNNING, joined: true }),
      backupItem('VM010', { ...RUNNING, outcome: 'started', tasks: [] }),
    ]),
  ],
];

/** A job as Azure shows it. */
export function jobItem(name: string, more: Partial<JobItem> = {}): JobItem {
  return {
    jobId: JOB_ID,
    vault: VAULT,
    vm: { ...machine(name), resourceGroup: 'rg-prod', sharedName: false },
    operation: 'Backup',
    status: 'Completed',
    outcome: 'completed',
    startTime: '2026-11-23T16:00:00Z',
    endTime: '2026-11-23T16:41:18Z',
    seconds: 2478,
    percent: null,
    remainingSeconds: null,
    tasks: DONE_TASKS,
    properties: { 'VM Name': name, 'Backup Size': '11374 MB' },
    error: null,
    next: [],
    ...more,
  };
}

const FAILED_JOB = jobItem('VM016', {
  status: 'Failed',
  outcome: 'failed',
  seconds: 95,
  tasks: FAILED_TASKS,
  properties: {},
  error: NO_GRANT,
});
const RUNNING_RESTORE = jobItem('VM005', {
  operation: 'Restore',
  status: 'InProgress',
  outcome: 'running',
  endTime: null,
  percent: 50,
  tasks: [
    { ...task('Transfer data from vault', 'InProgress', 0, '63.5 GBs / 127 GBs Transferred') },
  ],
  properties: { 'Job Type': 'Recover disks', 'Recovery point time ': '5/20/2023 1:03:06 PM' },
  next: [WATCH],
});
const OF_LEGACY = jobItem('VM010', {
  vault: LEGACY,
  operation: 'ConfigureBackup',
  seconds: 41,
  tasks: [],
  properties: {},
});

const summary = { total: 1, outcomes: {} };

/** The documents of `jobs`. */
export const JOB_SAMPLES: readonly (readonly [
  name: string,
  document: JobsListDocument | JobsShowDocument | JobsWatchDocument | JobsCancelDocument,
])[] = [
  [
    'jobs-list',
    {
      kind: 'jobs-list',
      schemaVersion: 1,
      items: [RUNNING_RESTORE, jobItem('VM005'), FAILED_JOB, OF_LEGACY],
      summary,
    },
  ],
  ['jobs-list-none', { kind: 'jobs-list', schemaVersion: 1, items: [], summary }],
  ['jobs-show-running', { kind: 'jobs-show', schemaVersion: 1, items: [RUNNING_RESTORE], summary }],
  ['jobs-show-failed', { kind: 'jobs-show', schemaVersion: 1, items: [FAILED_JOB], summary }],
  [
    'jobs-watch-interrupted',
    {
      kind: 'jobs-watch',
      schemaVersion: 1,
      items: [{ ...RUNNING_RESTORE, outcome: 'interrupted' }],
      summary,
    },
  ],
  [
    'jobs-watch-several',
    { kind: 'jobs-watch', schemaVersion: 1, items: [jobItem('VM005'), FAILED_JOB], summary },
  ],
  ['jobs-watch-none', { kind: 'jobs-watch', schemaVersion: 1, items: [], summary }],
  ['jobs-cancel-cancelled', cancelled('cancelled', null)],
  [
    'jobs-cancel-refused',
    cancelled('refused', {
      code: 'AZB_JOB_NOT_CANCELLABLE',
      azureCode: null,
      message: `job ${JOB_ID}, Backup of VM005, can no longer be cancelled`,
      causes: ['it has already ended: Completed'],
      fix: [],
    }),
  ],
];

function cancelled(outcome: CancelItem['outcome'], error: CancelItem['error']): JobsCancelDocument {
  return {
    kind: 'jobs-cancel',
    schemaVersion: 1,
    dryRun: false,
    items: [{ ...jobItem('VM005'), outcome, error, changes: [] }],
    summary,
  };
}
