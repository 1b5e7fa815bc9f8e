import { withParsedOptions, type CommandDefinition } from '../command.js';

/** `azbackup sandbox env` */
export const sandboxEnvCommand: CommandDefinition = {
  name: 'env',
  parent: 'sandbox',
  purpose: 'learn',
  summary: 'Prints what a shell needs to use the served sandbox',
  examples: [
    { command: 'eval "$(azbackup sandbox env)"', description: 'in bash and zsh' },
    { command: 'azbackup sandbox env --shell fish | source', description: 'in fish' },
    {
      command: 'azbackup sandbox env --shell powershell | Out-String | Invoke-Expression',
      description: 'in PowerShell',
    },
    { command: 'azbackup sandbox env -o json', description: 'the variables as data' },
  ],
  options: [
    {
      flags: '--shell <shell>',
      description: 'bash, zsh, fish or powershell (default: what SHELL names, else bash)',
      group: 'What',
      choices: ['bash', 'zsh', 'fish', 'powershell'],
    },
  ],
  globalOptions: [],
  exits: ['done'],
  related: ['sandbox serve'],
  sandboxOnly: true,
  load: async () => withParsedOptions(await import('./env.run.js')),
};
