import { withParsedOptions, type CommandDefinition } from '../../command.js';

/** `azbackup sandbox clock freeze` */
export const sandboxClockFreezeCommand: CommandDefinition = {
  name: 'freeze',
  parent: 'sandbox clock',
  purpose: 'learn',
  summary: 'Lets time stand still while the sandbox is served',
  examples: [
    {
      command: 'azbackup sandbox clock freeze',
      description: 'until a speed is set; advance still moves it',
    },
    {
      command: 'azbackup sandbox clock freeze --sandbox-dir ./lab',
      description: 'of the sandbox in another folder',
    },
    { command: 'azbackup sandbox clock freeze -q -o none', description: 'in a script' },
  ],
  options: [],
  globalOptions: ['dry-run'],
  exits: ['done'],
  related: ['sandbox clock speed', 'sandbox clock advance'],
  sandboxOnly: true,
  load: async () => withParsedOptions(await import('./freeze.run.js')),
};
