// `azbackup jobs watch`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../options/option.js';
import { WAIT_LIMIT_OPTIONS } from '../options/wait-options.js';
import { JOB_ID, jobIdSchema, JOB_PLACE_GLOBALS, JOB_VM_OPTION } from './options.js';

const args = {
  id: {
    ...JOB_ID,
    optional: true,
    repeatable: true,
    schema: (zod) => zod.array(jobIdSchema(zod)).default([]),
  },
} satisfies ArgumentTable;
const options = { vm: JOB_VM_OPTION, ...WAIT_LIMIT_OPTIONS } satisfies OptionTable;
const globalOptions = JOB_PLACE_GLOBALS;

/** The options of `azbackup jobs watch`. */
export type JobsWatchOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

/** `azbackup jobs watch` */
export const jobsWatchCommand = defineCommand({
  name: 'watch',
  parent: 'jobs',
  kind: 'jobs-watch',
  purpose: 'back-up',
  summary: 'Watch jobs until they end, and exit with their result',
  examples: [
    {
      command: 'azbackup jobs watch 4e2d0c3e-7a51-4c55-9f0e-2b8f6a1d7c10',
      description: 'continues watching after backup-now',
    },
    { command: 'azbackup jobs watch --vm VM005', description: 'watches the running job of a VM' },
    {
      command: 'azbackup jobs watch --vault rsv-prod --progress jsonl',
      description: 'all running jobs, as JSON lines',
    },
  ],
  arguments: args,
  options,
  globalOptions,
  exits: [
    'done',
    'not-found',
    'not-allowed',
    'partial',
    'azure-failed',
    'still-running',
    'warnings',
    'unavailable',
    'interrupted',
  ],
  related: ['jobs list', 'jobs show', 'jobs cancel'],
  load: () => import('./watch.run.js'),
  loadResultSchema: async () => (await import('./result.js')).jobsWatchDocumentSchema,
  loadView: async () => (await import('./view.js')).formatJobsWatch,
});
