// `azbackup sandbox verify`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../../command.js';
import type { OptionsOf } from '../../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../../options/option.js';

const args = {
  folder: {
    description: 'a recording: the folder of --record',
    schema: (zod) => zod.string().min(1, 'sandbox verify needs a folder'),
  },
} satisfies ArgumentTable;
const options = {} satisfies OptionTable;
const globalOptions = [] as const;

/** The options of `azbackup sandbox verify`. */
export type SandboxVerifyOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

/** `azbackup sandbox verify` */
export const sandboxVerifyCommand = defineCommand({
  name: 'verify',
  parent: 'sandbox',
  kind: 'sandbox-verify',
  purpose: 'learn',
  summary: 'Compare the sandbox with a recording of Azure',
  examples: [
    {
      command: 'azbackup sandbox verify ./recording',
      description: 'where the sandbox would have answered otherwise',
    },
    {
      command: 'azbackup sandbox verify ./recording -o json',
      description: 'with every difference',
    },
    {
      command: `azbackup sandbox verify ./recording --query "items[?verdict=='differs']" -o json`,
      description: 'only what differs',
    },
  ],
  arguments: args,
  options,
  globalOptions,
  exits: ['done', 'blocked'],
  related: ['preflight', 'sandbox serve'],
  sandboxOnly: true,
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).sandboxVerifyDocumentSchema,
  loadView: async () => (await import('./view.js')).formatSandboxVerify,
});
