// `azbackup jobs cancel`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../options/option.js';
import { JOB_ID, JOB_PLACE_GLOBALS } from './options.js';
import { DETAILED_EXITCODE_OPTION } from '../options/machine-options.js';
import { WAIT_OPTIONS } from '../options/wait-options.js';

const ID = '4e2d0c3e-7a51-4c55-9f0e-2b8f6a1d7c10';

const args = { id: JOB_ID } satisfies ArgumentTable;
const options = {
  ...WAIT_OPTIONS,
  detailedExitcode: DETAILED_EXITCODE_OPTION,
} satisfies OptionTable;
const globalOptions = [...JOB_PLACE_GLOBALS, 'dryRun'] as const;

/** The options of `azbackup jobs cancel`. */
export type JobsCancelOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

/** `azbackup jobs cancel` */
export const jobsCancelCommand = defineCommand({
  name: 'cancel',
  parent: 'jobs',
  kind: 'jobs-cancel',
  purpose: 'back-up',
  summary: 'Cancel a job, or report if it is too late',
  examples: [
    { command: `azbackup jobs cancel ${ID}`, description: 'cancels it and waits' },
    {
      command: `azbackup jobs cancel ${ID} --dry-run`,
      description: 'checks whether it can be cancelled',
    },
    { command: `azbackup jobs cancel ${ID} --no-wait`, description: 'requests cancellation only' },
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
    'unavailable',
    'changes-pending',
    'interrupted',
  ],
  related: ['jobs show', 'jobs watch', 'backup-now'],
  load: () => import('./cancel.run.js'),
  loadResultSchema: async () => (await import('./result.js')).jobsCancelDocumentSchema,
  loadView: async () => (await import('./view.js')).formatJobsCancel,
});
