// `azbackup runs list`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionTable } from '../options/option.js';

const options = {} satisfies OptionTable;

/** `azbackup runs list` */
export const runsListCommand = defineCommand({
  name: 'list',
  parent: 'runs',
  kind: 'runs-list',
  purpose: 'protect',
  summary: 'List recorded changes of several VMs, newest first',
  examples: [
    { command: 'azbackup runs list', description: 'also shows what is left of each' },
    { command: 'azbackup runs list -o json', description: 'as JSON' },
    {
      command: 'azbackup runs list --query "items[?machines.left>`0`].id" -o tsv',
      description: 'ids of the runs of which something is left',
    },
  ],
  options,
  globalOptions: [],
  exits: ['done'],
  related: ['runs show', 'runs prune'],
  local: true,
  load: () => import('./list.run.js'),
  loadResultSchema: async () => (await import('./result.js')).runsListDocumentSchema,
  loadView: async () => (await import('./view.js')).formatRuns,
});
