// Documents of the commands under `azbackup runs`, as those commands give them.

import type {
  RunItem,
  RunsListDocument,
  RunsPruneDocument,
  RunsShowDocument,
} from '../../../../src/commands/runs/result.js';

const GROUP = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-prod';

function machine(name: string): { id: string; name: string } {
  return { id: `${GROUP}/providers/Microsoft.Compute/virtualMachines/${name}`, name };
}

const ID = 'enable-20261120-020000-1a2b';
const RUN: RunItem = {
  id: ID,
  command: 'enable',
  started: '2026-11-20T02:00:00Z',
  place: 'AzureCloud',
  file: `/home/you/.local/state/azbackup/runs/${ID}.jsonl`,
  machines: { total: 3, done: 1, failed: 1, left: 1 },
};

/** Two runs, and a file that is none. */
export const RUNS_LIST: RunsListDocument = {
  kind: 'runs-list',
  schemaVersion: 1,
  items: [
    { ...RUN, problem: null },
    {
      ...RUN,
      id: 'backup-now-20261119-020000-3c4d',
      command: 'backup-now',
      started: '2026-11-19T02:00:00Z',
      machines: { total: 12, done: 12, failed: 0, left: 0 },
      problem: null,
    },
    {
      id: 'disable-20261101-020000-5e6f',
      command: null,
      started: null,
      place: null,
      file: '/home/you/.local/state/azbackup/runs/disable-20261101-020000-5e6f.jsonl',
      machines: null,
      problem: 'it is not a valid run file',
    },
  ],
  summary: { total: 3, left: 1 },
};

/** The first of them. */
export const RUNS_SHOW: RunsShowDocument = {
  kind: 'runs-show',
  schemaVersion: 1,
  items: [
    { vm: machine('VM003'), outcome: 'enabled', code: null, jobId: null, next: 'skip' },
    {
      vm: machine('VM001'),
      outcome: 'failed',
      code: 'UserErrorKeyVaultPermissionsNotConfigured',
      jobId: null,
      next: 'retry',
    },
    { vm: machine('VM004'), outcome: null, code: null, jobId: null, next: 'start' },
  ],
  summary: { ...RUN, resume: [`azbackup enable --resume ${ID}`] },
};

/** One that would be deleted, and one that is kept since VMs are left. */
export const RUNS_PRUNE: RunsPruneDocument = {
  kind: 'runs-prune',
  schemaVersion: 1,
  dryRun: true,
  items: [{ ...RUN, machines: { total: 3, done: 3, failed: 0, left: 0 }, outcome: 'planned' }],
  summary: { total: 1, kept: 1 },
};

/** By the name of the golden. */
export const RUN_SAMPLES = [
  ['runs-list', RUNS_LIST],
  ['runs-show', RUNS_SHOW],
  ['runs-prune', RUNS_PRUNE],
] as const;
