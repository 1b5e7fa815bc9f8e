// `azbackup sandbox show`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';

const options = {
  export: {
    flags: '--export <file>',
    description: 'write the whole world to a JSON file, as sandbox reset --world takes it',
    group: 'Output',
    schema: (zod) => zod.string().trim().min(1, '--export needs a file').optional(),
  },
} satisfies OptionTable;
const globalOptions = [] as const;

/** The options of `azbackup sandbox show`. */
export type SandboxShowOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup sandbox show` */
export const sandboxShowCommand = defineCommand({
  name: 'show',
  parent: 'sandbox',
  kind: 'sandbox-show',
  purpose: 'learn',
  summary: 'Show what is in the sandbox',
  examples: [
    { command: 'azbackup sandbox show', description: 'its VMs and their vaults' },
    { command: 'azbackup sandbox show -o json', description: 'as JSON' },
    {
      command: 'azbackup sandbox show --query "items[].vm.name" -o tsv',
      description: 'names of its VMs',
    },
    { command: 'azbackup sandbox show --export my-world.json', description: 'keeps its state' },
  ],
  options,
  globalOptions,
  exits: ['done'],
  related: ['sandbox reset'],
  sandboxOnly: true,
  load: () => import('./show.run.js'),
  loadResultSchema: async () => (await import('./result.js')).sandboxShowDocumentSchema,
  loadView: async () => (await import('./view.js')).formatSandboxShow,
});
