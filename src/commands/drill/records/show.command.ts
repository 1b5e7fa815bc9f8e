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
  summary: 'Show a restore drill: its checks, times, and what became of all that it made',
  examples: [
    {
      command: 'azbackup drill show 20261123-3f2a9c41',
      description: 'by id, as drill list shows it',
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
