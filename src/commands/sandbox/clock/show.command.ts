// `azbackup sandbox clock show`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../../command.js';
import type { OptionTable } from '../../options/option.js';

const options = {} satisfies OptionTable;
const globalOptions = [] as const;

/** `azbackup sandbox clock show` */
export const sandboxClockShowCommand = defineCommand({
  name: 'show',
  parent: 'sandbox clock',
  kind: 'sandbox-clock',
  purpose: 'learn',
  summary: 'Show the sandbox clock and its speed',
  examples: [
    {
      command: 'azbackup sandbox clock show',
      description: 'time, speed, and whether a server is running',
    },
    { command: 'azbackup sandbox clock show -o json', description: 'as JSON' },
    {
      command: 'azbackup sandbox clock show --sandbox-dir ./lab',
      description: 'for a sandbox in another folder',
    },
  ],
  options,
  globalOptions,
  exits: ['done'],
  related: ['sandbox clock advance', 'sandbox clock speed'],
  sandboxOnly: true,
  load: () => import('./show.run.js'),
  loadResultSchema: async () => (await import('./result.js')).sandboxClockDocumentSchema,
  loadView: async () => (await import('./view.js')).formatSandboxClock,
});
