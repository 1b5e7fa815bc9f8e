import { withParsedOptions, type CommandDefinition } from '../command.js';
import { JOB_ID, JOB_PLACE_GLOBALS, WATCH_TIMEOUT_OPTION } from './options.js';
import { DETAILED_EXITCODE_OPTION } from '../options/machine-options.js';

const ID = '4e2d0c3e-7a51-4c55-9f0e-2b8f6a1d7c10';

/** `azbackup jobs cancel` */
export const jobsCancelCommand: CommandDefinition = {
  name: 'cancel',
  parent: 'jobs',
  purpose: 'back-up',
  summary: 'Cancels a job and waits until it is; says so where Azure cancels it no more',
  examples: [
    { command: `azbackup jobs cancel ${ID}`, description: 'waits until it is cancelled' },
    { command: `azbackup jobs cancel ${ID} --dry-run`, description: 'says whether it could be' },
    { command: `azbackup jobs cancel ${ID} --no-wait`, description: 'only asks Azure to' },
  ],
  argument: JOB_ID,
  options: [
    {
      flags: '--no-wait',
      description: 'return once Azure has accepted the request; its outcome is not known then',
      group: 'How',
    },
    WATCH_TIMEOUT_OPTION,
    DETAILED_EXITCODE_OPTION,
  ],
  globalOptions: [...JOB_PLACE_GLOBALS, 'dry-run'],
  exits: [
    'done',
    'not-found',
    'not-allowed',
    'azure-failed',
    'still-running',
    'unavailable',
    'changes-pending',
    'interrupted',
  ],
  related: ['jobs show', 'jobs watch', 'backup-now'],
  load: async () => withParsedOptions(await import('./cancel.run.js')),
};
