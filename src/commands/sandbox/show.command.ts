// `azbackup sandbox show`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionTable } from '../options/option.js';

const options = {} satisfies OptionTable;
const globalOptions = [] as const;

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
