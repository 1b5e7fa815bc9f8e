// `azbackup cloud list`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionTable } from '../options/option.js';

const options = {} satisfies OptionTable;

/** `azbackup cloud list` */
export const cloudListCommand = defineCommand({
  name: 'list',
  parent: 'cloud',
  kind: 'cloud-list',
  purpose: 'learn',
  summary: 'List Azure clouds for --cloud',
  examples: [
    { command: 'azbackup cloud list', description: 'names for --cloud' },
    { command: 'azbackup cloud list -o json', description: 'with audiences and suffixes' },
    {
      command: "azbackup cloud list -o tsv --query 'items[].[name,armEndpoint]'",
      description: 'only names and Resource Manager, for scripts',
    },
  ],
  options,
  globalOptions: [],
  exits: ['done'],
  related: ['cloud show', 'login'],
  local: true,
  load: () => import('./list.run.js'),
  loadResultSchema: async () => (await import('./result.js')).cloudListDocumentSchema,
  loadView: async () => (await import('./view.js')).formatCloudList,
});
