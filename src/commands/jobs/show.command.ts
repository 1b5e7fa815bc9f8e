// `azbackup jobs show`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../options/option.js';
import { JOB_ID, JOB_PLACE_GLOBALS } from './options.js';

const ID = '4e2d0c3e-7a51-4c55-9f0e-2b8f6a1d7c10';

const args = { id: JOB_ID } satisfies ArgumentTable;
const options = {} satisfies OptionTable;
const globalOptions = JOB_PLACE_GLOBALS;

/** The options of `azbackup jobs show`. */
export type JobsShowOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

/** `azbackup jobs show` */
export const jobsShowCommand = defineCommand({
  name: 'show',
  parent: 'jobs',
  kind: 'jobs-show',
  purpose: 'back-up',
  summary: "Show a job's tasks, errors and how to fix them",
  examples: [
    {
      command: `azbackup jobs show ${ID}`,
      description: 'searches all vaults of the subscription',
    },
    { command: `azbackup jobs show ${ID} --vault rsv-prod`, description: 'searches one vault' },
    { command: `azbackup jobs show ${ID} -o json`, description: 'as JSON' },
  ],
  arguments: args,
  options,
  globalOptions,
  exits: ['done', 'not-found', 'not-allowed', 'unavailable', 'interrupted'],
  related: ['jobs list', 'jobs watch', 'jobs cancel'],
  load: () => import('./show.run.js'),
  loadResultSchema: async () => (await import('./result.js')).jobsShowDocumentSchema,
  loadView: async () => (await import('./view.js')).formatJobsShow,
});
