// `azbackup sandbox env`: its options, what help says of it, and where its run, its result and its view are.

import { SHELLS } from '../../domain/shells.js';
import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';

const options = {
  shell: {
    flags: '--shell <shell>',
    description: 'bash, zsh, fish or powershell (default: from SHELL, else bash)',
    group: 'What',
    choices: SHELLS,
    schema: (zod) => zod.enum(SHELLS).optional(),
  },
} satisfies OptionTable;
const globalOptions = [] as const;

/** The options of `azbackup sandbox env`. */
export type SandboxEnvOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup sandbox env` */
export const sandboxEnvCommand = defineCommand({
  name: 'env',
  parent: 'sandbox',
  kind: 'sandbox-env',
  purpose: 'learn',
  summary: 'Print the environment variables for using the served sandbox',
  examples: [
    { command: 'eval "$(azbackup sandbox env)"', description: 'in bash and zsh' },
    { command: 'azbackup sandbox env --shell fish | source', description: 'in fish' },
    {
      command: 'azbackup sandbox env --shell powershell | Out-String | Invoke-Expression',
      description: 'in PowerShell',
    },
    { command: 'azbackup sandbox env -o json', description: 'as JSON' },
  ],
  options,
  globalOptions,
  exits: ['done'],
  related: ['sandbox serve'],
  sandboxOnly: true,
  load: () => import('./env.run.js'),
  loadResultSchema: async () => (await import('./serve.result.js')).sandboxEnvDocumentSchema,
  loadView: async () => (await import('./env.view.js')).formatSandboxEnv,
});
