// `azbackup runs prune`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import { durationSchema } from '../options/machine-options.js';
import type { OptionsOf } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';

const DEFAULT_SECONDS = 90 * 86_400;

const options = {
  olderThan: {
    flags: '--older-than <duration>',
    description: 'delete runs that were started longer ago (default: 90d)',
    group: 'What',
    schema: (zod) => durationSchema(zod, '--older-than').default(DEFAULT_SECONDS),
  },
  unfinished: {
    flags: '--unfinished',
    description: 'also delete runs of which VMs are left; they can then not be resumed',
    group: 'What',
    schema: (zod) => zod.boolean().default(false),
  },
} satisfies OptionTable;
const globalOptions = ['dryRun'] as const;

/** The options of `azbackup runs prune`. */
export type RunsPruneOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup runs prune` */
export const runsPruneCommand = defineCommand({
  name: 'prune',
  parent: 'runs',
  kind: 'runs-prune',
  purpose: 'protect',
  summary: 'Delete the records of old changes from this computer',
  examples: [
    { command: 'azbackup runs prune --dry-run', description: 'previews what would be deleted' },
    { command: 'azbackup runs prune --yes', description: 'deletes without asking' },
    {
      command: 'azbackup runs prune --older-than 7d --unfinished --dry-run',
      description: 'also those that could be resumed',
    },
  ],
  options,
  globalOptions,
  exits: ['done'],
  related: ['runs list'],
  local: true,
  load: () => import('./prune.run.js'),
  loadResultSchema: async () => (await import('./result.js')).runsPruneDocumentSchema,
  loadView: async () => (await import('./view.js')).formatPrunedRuns,
});
