import { JOB_OPERATIONS, JOB_STATES } from '../../domain/jobs/job-filter-words.js';
import { withParsedOptions, type CommandDefinition } from '../command.js';
import { JOB_PLACE_GLOBALS, JOB_VM_OPTION } from './options.js';

/** `azbackup jobs list` */
export const jobsListCommand: CommandDefinition = {
  name: 'list',
  parent: 'jobs',
  purpose: 'back-up',
  summary: 'Lists the jobs of a vault, or of all vaults of the subscription, newest first',
  examples: [
    { command: 'azbackup jobs list --since 24h', description: 'what ran since yesterday' },
    {
      command: 'azbackup jobs list --status failed --since 7d --vault rsv-prod',
      description: 'what failed in a week',
    },
    {
      command: 'azbackup jobs list --vm VM005 --operation backup -o json',
      description: "one machine's backups as data",
    },
  ],
  options: [
    JOB_VM_OPTION,
    {
      flags: '--status <state>',
      description: `jobs that are ${JOB_STATES.join(', ')}`,
      group: 'What',
      choices: JOB_STATES,
    },
    {
      flags: '--operation <kind>',
      description: `jobs of one kind: ${JOB_OPERATIONS.join(', ')}`,
      group: 'What',
      choices: JOB_OPERATIONS,
    },
    {
      flags: '--since <time>',
      description: 'jobs begun since then: 26h, 7d, a date, or an instant in RFC 3339',
      group: 'What',
    },
    {
      flags: '--until <time>',
      description: 'jobs begun until then; a date means the end of that day in UTC',
      group: 'What',
    },
  ],
  globalOptions: JOB_PLACE_GLOBALS,
  exits: ['done', 'not-found', 'not-allowed', 'unavailable', 'interrupted'],
  related: ['jobs show', 'jobs watch', 'status'],
  load: async () => withParsedOptions(await import('./list.run.js')),
};
