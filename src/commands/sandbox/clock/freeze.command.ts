// `azbackup sandbox clock freeze`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../../command.js';
import type { OptionsOf } from '../../options/global-options.js';
import type { OptionTable } from '../../options/option.js';

const options = {} satisfies OptionTable;
const globalOptions = ['dryRun'] as const;

/** The options of `azbackup sandbox clock freeze`. */
export type ClockFreezeOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup sandbox clock freeze` */
export const sandboxClockFreezeCommand = defineCommand({
  name: 'freeze',
  parent: 'sandbox clock',
  kind: 'sandbox-clock',
  purpose: 'learn',
  summary: 'Freeze time in the served sandbox',
  examples: [
    {
      command: 'azbackup sandbox clock freeze',
      description: 'until a speed is set; advance still works',
    },
    {
      command: 'azbackup sandbox clock freeze --sandbox-dir ./lab',
      description: 'for a sandbox in another folder',
    },
    { command: 'azbackup sandbox clock freeze -q -o none', description: 'in a script' },
  ],
  options,
  globalOptions,
  exits: ['done'],
  related: ['sandbox clock speed', 'sandbox clock advance'],
  sandboxOnly: true,
  load: () => import('./freeze.run.js'),
  loadResultSchema: async () => (await import('./result.js')).sandboxClockDocumentSchema,
  loadView: async () => (await import('./view.js')).formatSandboxClock,
});
