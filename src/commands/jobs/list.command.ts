// `azbackup jobs list`: its options, what help says of it, and where its run, its result and its view are.

import { JOB_OPERATIONS, JOB_STATES } from '../../domain/jobs/job-filter-words.js';
import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import { JOB_PLACE_GLOBALS, JOB_VM_OPTION } from './options.js';

const options = {
  vm: JOB_VM_OPTION,
  status: {
    flags: '--status <state>',
    description: `jobs that are ${JOB_STATES.join(', ')}`,
    group: 'What',
    choices: JOB_STATES,
    schema: (zod) => zod.literal(JOB_STATES).optional(),
  },
  operation: {
    flags: '--operation <kind>',
    description: `jobs of one kind: ${JOB_OPERATIONS.join(', ')}`,
    group: 'What',
    choices: JOB_OPERATIONS,
    schema: (zod) => zod.literal(JOB_OPERATIONS).optional(),
  },
  since: {
    flags: '--since <time>',
    description: 'jobs begun since then: 26h, 7d, a date, or an instant in RFC 3339',
    group: 'What',
    schema: (zod) => zod.string().optional(),
  },
  until: {
    flags: '--until <time>',
    description: 'jobs begun until then; a date means the end of that day in UTC',
    group: 'What',
    schema: (zod) => zod.string().optional(),
  },
} satisfies OptionTable;
const globalOptions = JOB_PLACE_GLOBALS;

/** The options of `azbackup jobs list`. */
export type JobsListOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup jobs list` */
export const jobsListCommand = defineCommand({
  name: 'list',
  parent: 'jobs',
  kind: 'jobs-list',
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
  options,
  globalOptions,
  exits: ['done', 'not-found', 'not-allowed', 'unavailable', 'interrupted'],
  related: ['jobs show', 'jobs watch', 'status'],
  load: () => import('./list.run.js'),
  loadResultSchema: async () => (await import('./result.js')).jobsListDocumentSchema,
  loadView: async () => (await import('./view.js')).formatJobsList,
});
