import { erase, type CommandDefinition } from '../command.js';

/** `azbackup sandbox env` */
export const sandboxEnvCommand: CommandDefinition = {
  name: 'env',
  parent: 'sandbox',
  purpose: 'learn',
  summary: 'Prints what a shell needs to use the served sandbox',
  examples: [
    { command: 'eval "$(azbackup sandbox env)"', does: 'in bash and zsh' },
    { command: 'azbackup sandbox env --shell fish | source', does: 'in fish' },
    {
      command: 'azbackup sandbox env --shell powershell | Out-String | Invoke-Expression',
      does: 'in PowerShell',
    },
    { command: 'azbackup sandbox env -o json', does: 'the variables as data' },
  ],
  options: [
    {
      flags: '--shell <shell>',
      description: 'bash, zsh, fish or powershell (default: what SHELL names, else bash)',
      group: 'What',
      choices: ['bash', 'zsh', 'fish', 'powershell'],
    },
  ],
  takes: [],
  exits: ['done'],
  related: ['sandbox serve'],
  sandboxOnly: true,
  load: async () => erase(await import('./env.run.js')),
};
