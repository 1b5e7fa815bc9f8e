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
    description: 'jobs started since then: 26h, 7d, a date, or an RFC 3339 time',
    group: 'What',
    schema: (zod) => zod.string().optional(),
  },
  until: {
    flags: '--until <time>',
    description: 'jobs started up to then; a date means the end of that UTC day',
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
  summary: 'List backup jobs, newest first',
  examples: [
    { command: 'azbackup jobs list --since 24h', description: 'jobs of the last 24 hours' },
    {
      command: 'azbackup jobs list --status failed --since 7d --vault rsv-prod',
      description: 'jobs that failed in the last week',
    },
    {
      command: 'azbackup jobs list --vm VM005 --operation backup -o json',
      description: 'backup jobs of one VM, as JSON',
    },
  ],
  options,
  globalOptions,
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable', 'interrupted'],
  related: ['jobs show', 'jobs watch', 'status'],
  load: () => import('./list.run.js'),
  loadResultSchema: async () => (await import('./result.js')).jobsListDocumentSchema,
  loadView: async () => (await import('./view.js')).formatJobsList,
});
