// `azbackup sandbox fault clear`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../../command.js';
import type { OptionsOf } from '../../options/global-options.js';
import type { OptionTable } from '../../options/option.js';

const options = {} satisfies OptionTable;
const globalOptions = ['dryRun'] as const;

/** The options of `azbackup sandbox fault clear`. */
export type FaultClearOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup sandbox fault clear` */
export const sandboxFaultClearCommand = defineCommand({
  name: 'clear',
  parent: 'sandbox fault',
  kind: 'sandbox-fault',
  purpose: 'learn',
  summary: 'Remove all injected faults',
  examples: [
    { command: 'azbackup sandbox fault clear', description: 'removes all faults' },
    {
      command: 'azbackup sandbox fault clear --sandbox-dir ./lab',
      description: 'for a sandbox in another folder',
    },
    { command: 'azbackup sandbox fault clear -q -o none', description: 'in a script' },
  ],
  options,
  globalOptions,
  exits: ['done'],
  related: ['sandbox fault list', 'sandbox fault add'],
  sandboxOnly: true,
  load: () => import('./clear.run.js'),
  loadResultSchema: async () => (await import('./result.js')).sandboxFaultDocumentSchema,
  loadView: async () => (await import('./view.js')).formatSandboxFault,
});
