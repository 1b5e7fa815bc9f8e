import { withParsedOptions, type CommandDefinition } from '../command.js';
import { JOB_ID, JOB_PLACE_GLOBALS } from './options.js';

const ID = '4e2d0c3e-7a51-4c55-9f0e-2b8f6a1d7c10';

/** `azbackup jobs show` */
export const jobsShowCommand: CommandDefinition = {
  name: 'show',
  parent: 'jobs',
  purpose: 'back-up',
  summary: 'Shows a job: its tasks, what it moved, why it failed and what settles it',
  examples: [
    {
      command: `azbackup jobs show ${ID}`,
      description: 'looks in every vault of the subscription',
    },
    { command: `azbackup jobs show ${ID} --vault rsv-prod`, description: 'looks in one' },
    { command: `azbackup jobs show ${ID} -o json`, description: 'as data' },
  ],
  argument: JOB_ID,
  options: [],
  globalOptions: JOB_PLACE_GLOBALS,
  exits: ['done', 'not-found', 'not-allowed', 'unavailable', 'interrupted'],
  related: ['jobs list', 'jobs watch', 'jobs cancel'],
  load: async () => withParsedOptions(await import('./show.run.js')),
};
