// `azbackup sandbox clock speed`: its options, what help says of it, and where its run, its result and its view are.

import { speedSchema } from '../serving.js';
import { defineCommand } from '../../command.js';
import type { OptionsOf } from '../../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../../options/option.js';

const args = {
  speed: { description: 'virtual seconds per real second, such as 60', schema: speedSchema },
} satisfies ArgumentTable;
const options = {} satisfies OptionTable;
const globalOptions = ['dryRun'] as const;

/** The options of `azbackup sandbox clock speed`. */
export type ClockSpeedOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

/** `azbackup sandbox clock speed` */
export const sandboxClockSpeedCommand = defineCommand({
  name: 'speed',
  parent: 'sandbox clock',
  kind: 'sandbox-clock',
  purpose: 'learn',
  summary: 'Set how fast time passes in the served sandbox',
  examples: [
    {
      command: 'azbackup sandbox clock speed 60',
      description: 'one minute per second, Retry-After included',
    },
    {
      command: 'azbackup sandbox clock speed 1',
      description: 'real time; also ends a freeze',
    },
    { command: 'azbackup sandbox clock speed 3600', description: 'one hour per second' },
  ],
  arguments: args,
  options,
  globalOptions,
  exits: ['done'],
  related: ['sandbox clock freeze', 'sandbox clock show'],
  sandboxOnly: true,
  load: () => import('./speed.run.js'),
  loadResultSchema: async () => (await import('./result.js')).sandboxClockDocumentSchema,
  loadView: async () => (await import('./view.js')).formatSandboxClock,
});
