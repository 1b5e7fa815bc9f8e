// `azbackup drill list`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../../command.js';
import type { OptionsOf } from '../../options/global-options.js';
import type { OptionTable } from '../../options/option.js';

const options = {
  limit: {
    flags: '--limit <number>',
    description: 'only the newest so many',
    group: 'What',
    schema: (zod) =>
      zod
        .string()
        .regex(/^[1-9]\d{0,4}$/u, '--limit needs a number')
        .transform(Number)
        .optional(),
  },
} satisfies OptionTable;
const globalOptions = [] as const;

/** The options of `azbackup drill list`. */
export type DrillListOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup drill list` */
export const drillListCommand = defineCommand({
  name: 'list',
  parent: 'drill',
  kind: 'drill-list',
  purpose: 'restore',
  summary: 'List the restore drills that were run from here',
  examples: [
    { command: 'azbackup drill list', description: 'the newest first' },
    { command: 'azbackup drill list --limit 5', description: 'the newest five' },
    {
      command:
        'azbackup drill list --query "items[?outcome==\'passed\'].[vm.name, started]" -o tsv',
      description: 'VMs whose drill has passed, and when',
    },
  ],
  options,
  globalOptions,
  exits: ['done', 'partial'],
  related: ['drill run', 'drill show', 'drill report', 'drill clean'],
  load: () => import('./list.run.js'),
  loadResultSchema: async () => (await import('./result.js')).drillListDocumentSchema,
  loadView: async () => (await import('./list.view.js')).formatDrillList,
});
