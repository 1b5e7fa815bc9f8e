// `azbackup sandbox fault list`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../../command.js';
import type { OptionTable } from '../../options/option.js';

const options = {} satisfies OptionTable;
const globalOptions = [] as const;

/** `azbackup sandbox fault list` */
export const sandboxFaultListCommand = defineCommand({
  name: 'list',
  parent: 'sandbox fault',
  kind: 'sandbox-fault',
  purpose: 'learn',
  summary: 'List injected faults',
  examples: [
    { command: 'azbackup sandbox fault list', description: 'also shows how often each matched' },
    { command: 'azbackup sandbox fault list -o json', description: 'as JSON' },
    {
      command: 'azbackup sandbox fault list --query "items[].match" -o tsv',
      description: 'their match patterns',
    },
  ],
  options,
  globalOptions,
  exits: ['done'],
  related: ['sandbox fault add', 'sandbox fault clear'],
  sandboxOnly: true,
  load: () => import('./list.run.js'),
  loadResultSchema: async () => (await import('./result.js')).sandboxFaultDocumentSchema,
  loadView: async () => (await import('./view.js')).formatSandboxFault,
});
