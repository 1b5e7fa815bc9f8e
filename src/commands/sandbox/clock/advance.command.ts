// `azbackup sandbox clock advance`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../../command.js';
import type { OptionsOf } from '../../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../../options/option.js';

const args = {
  duration: {
    description: 'days, hours, minutes and seconds, such as 41m or 2d12h',
    schema: async () => (await import('./advance.run.js')).durationSchema,
  },
} satisfies ArgumentTable;
const options = {} satisfies OptionTable;
const globalOptions = ['dryRun'] as const;

/** The options of `azbackup sandbox clock advance`. */
export type ClockAdvanceOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

/** `azbackup sandbox clock advance` */
export const sandboxClockAdvanceCommand = defineCommand({
  name: 'advance',
  parent: 'sandbox clock',
  kind: 'sandbox-clock',
  purpose: 'learn',
  summary: 'Move the sandbox clock forward',
  examples: [
    {
      command: 'azbackup sandbox clock advance 41m',
      description: 'completes a running backup',
    },
    {
      command: 'azbackup sandbox clock advance 14d1h',
      description: 'purges soft-deleted items',
    },
    {
      command: 'azbackup sandbox clock advance 10m',
      description: 'makes a new role assignment effective',
    },
  ],
  arguments: args,
  options,
  globalOptions,
  exits: ['done'],
  related: ['sandbox clock show', 'sandbox clock speed'],
  sandboxOnly: true,
  load: () => import('./advance.run.js'),
  loadResultSchema: async () => (await import('./result.js')).sandboxClockDocumentSchema,
  loadView: async () => (await import('./view.js')).formatSandboxClock,
});
