// `azbackup completion`: its options, what help says of it, and where its run, its result and its view are.

import { SHELLS } from '../../domain/shells.js';
import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../options/option.js';

const taken = {
  shell: {
    description: `shell to complete in: ${SHELLS.join(', ')}`,
    choices: SHELLS,
    schema: (zod) => zod.enum(SHELLS, `the shell is one of ${SHELLS.join(', ')}`),
  },
} satisfies ArgumentTable;
const options = {} satisfies OptionTable;
const globalOptions = [] as const;

/** The options of `azbackup completion`. */
export type CompletionOptions = OptionsOf<typeof options, typeof globalOptions, typeof taken>;

/** `azbackup completion` */
export const completionCommand = defineCommand({
  name: 'completion',
  kind: 'completion',
  purpose: 'learn',
  summary: 'Print the completion script of a shell',
  examples: [
    { command: 'eval "$(azbackup completion bash)"', description: 'in ~/.bashrc' },
    { command: 'eval "$(azbackup completion zsh)"', description: 'in ~/.zshrc, after compinit' },
    {
      command: 'azbackup completion fish | source',
      description: 'in ~/.config/fish/config.fish',
    },
    {
      command: 'azbackup completion powershell | Out-String | Invoke-Expression',
      description: 'in the PowerShell profile',
    },
  ],
  arguments: taken,
  options,
  globalOptions,
  exits: ['done'],
  related: ['version', 'explain'],
  local: true,
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).completionDocumentSchema,
  loadView: async () => (await import('./view.js')).formatCompletion,
});
