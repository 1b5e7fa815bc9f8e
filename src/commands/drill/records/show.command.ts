// `azbackup drill show`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../../command.js';
import type { OptionsOf } from '../../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../../options/option.js';

const args = {
  drill: {
    description: 'a drill, by id',
    schema: (zod) => zod.string().regex(/^[\w-]{1,60}$/u, 'a drill is named by its id'),
  },
} satisfies ArgumentTable;
const options = {} satisfies OptionTable;
const globalOptions = [] as const;

/** The options of `azbackup drill show`. */
export type DrillShowOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

/** `azbackup drill show` */
export const drillShowCommand = defineCommand({
  name: 'show',
  parent: 'drill',
  kind: 'drill-show',
  purpose: 'restore',
  summary: 'Show a restore drill: checks, times, and what it created',
  examples: [
    {
      command: 'azbackup drill show 20261123-3f2a9c41',
      description: 'by id, as drill list shows it',
    },
    {
      command: 'azbackup drill show 20261123-3f2a9c41 -o json --query "items[0].checks"',
      description: 'what was checked, and what was seen',
    },
    {
      command:
        'azbackup drill show 20261123-3f2a9c41 --query "items[0].resources[].[id, state]" -o tsv',
      description: 'what was created, and what became of it',
    },
  ],
  arguments: args,
  options,
  globalOptions,
  exits: ['done', 'not-found'],
  related: ['drill list', 'drill run', 'drill clean'],
  load: () => import('./show.run.js'),
  loadResultSchema: async () => (await import('./result.js')).drillShowDocumentSchema,
  loadView: async () => (await import('./show.view.js')).formatDrillShow,
});
