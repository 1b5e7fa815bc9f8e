// `azbackup runs show`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../options/option.js';

const runArguments = {
  run: {
    description: 'a run, by id or file',
    schema: (zod) => zod.string().trim().min(1, 'name a run'),
  },
} satisfies ArgumentTable;
const options = {} satisfies OptionTable;
const globalOptions = [] as const;

/** The options of `azbackup runs show`. */
export type RunsShowOptions = OptionsOf<typeof options, typeof globalOptions, typeof runArguments>;

/** `azbackup runs show` */
export const runsShowCommand = defineCommand({
  name: 'show',
  parent: 'runs',
  kind: 'runs-show',
  purpose: 'protect',
  summary: 'Show the VMs of a recorded change',
  examples: [
    {
      command: 'azbackup runs show enable-20261123-180000-1a2b',
      description: 'by id, as runs list shows it',
    },
    { command: 'azbackup runs show ./nightly.jsonl', description: 'the file of --run-file' },
    {
      command: 'azbackup runs show ./nightly.jsonl --query "items[?next!=\'skip\'].vm.id" -o tsv',
      description: 'the VMs that are left',
    },
  ],
  arguments: runArguments,
  options,
  globalOptions,
  exits: ['done', 'not-found'],
  related: ['runs list'],
  local: true,
  load: () => import('./show.run.js'),
  loadResultSchema: async () => (await import('./result.js')).runsShowDocumentSchema,
  loadView: async () => (await import('./view.js')).formatRun,
});
