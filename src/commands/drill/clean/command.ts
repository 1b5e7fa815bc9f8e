// `azbackup drill clean`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../../command.js';
import type { OptionsOf } from '../../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../../options/option.js';

const args = {
  drill: {
    description: 'drills, by id as drill list shows them',
    optional: true,
    repeatable: true,
    schema: (zod) =>
      zod.array(zod.string().regex(/^[\w-]{1,60}$/u, 'a drill is named by its id')).default([]),
  },
} satisfies ArgumentTable;

const options = {
  expired: {
    flags: '--expired',
    description: 'all drills of the subscription whose time is over, whoever ran them',
    group: 'What',
    schema: (zod) => zod.boolean().default(false),
  },
} satisfies OptionTable;
const globalOptions = ['subscription', 'dryRun'] as const;

/** The options of `azbackup drill clean`. */
export type DrillCleanOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

/** `azbackup drill clean` */
export const drillCleanCommand = defineCommand({
  name: 'clean',
  parent: 'drill',
  kind: 'drill-clean',
  purpose: 'restore',
  summary: 'Delete what restore drills have left',
  examples: [
    {
      command: 'azbackup drill clean --expired --dry-run',
      description: 'what is left of drills whose time is over, whoever ran them',
    },
    { command: 'azbackup drill clean --expired', description: 'deletes it' },
    { command: 'azbackup drill clean 20261123-3f2a9c41', description: 'what one drill has left' },
  ],
  arguments: args,
  options,
  globalOptions,
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable', 'interrupted'],
  related: ['drill run', 'drill list'],
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).drillCleanDocumentSchema,
  loadView: async () => (await import('./view.js')).formatDrillClean,
});
