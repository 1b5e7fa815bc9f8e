import { withParsedOptions, type CommandDefinition } from '../command.js';
import { JOB_ID, JOB_PLACE_GLOBALS, JOB_VM_OPTION, WATCH_TIMEOUT_OPTION } from './options.js';

/** `azbackup jobs watch` */
export const jobsWatchCommand: CommandDefinition = {
  name: 'watch',
  parent: 'jobs',
  purpose: 'back-up',
  summary: 'Watches jobs to their end and exits as they do; without a name, all that run',
  examples: [
    {
      command: 'azbackup jobs watch 4e2d0c3e-7a51-4c55-9f0e-2b8f6a1d7c10',
      description: 'goes on where backup-now stopped watching',
    },
    { command: 'azbackup jobs watch --vm VM005', description: "a machine's job, whoever began it" },
    {
      command: 'azbackup jobs watch --vault rsv-prod --progress jsonl',
      description: 'all that run, for a program',
    },
  ],
  argument: { ...JOB_ID, optional: true, repeatable: true },
  options: [JOB_VM_OPTION, WATCH_TIMEOUT_OPTION],
  globalOptions: JOB_PLACE_GLOBALS,
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
  load: async () => withParsedOptions(await import('./watch.run.js')),
};
