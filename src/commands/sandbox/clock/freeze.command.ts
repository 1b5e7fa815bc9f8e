import { erase, type CommandDefinition } from '../../command.js';

/** `azbackup sandbox clock freeze` */
export const sandboxClockFreezeCommand: CommandDefinition = {
  name: 'freeze',
  parent: 'sandbox clock',
  purpose: 'learn',
  summary: 'Lets time stand still while the sandbox is served',
  examples: [
    {
      command: 'azbackup sandbox clock freeze',
      does: 'until a speed is set; advance still moves it',
    },
    {
      command: 'azbackup sandbox clock freeze --sandbox-dir ./lab',
      does: 'of the sandbox in another folder',
    },
    { command: 'azbackup sandbox clock freeze -q -o none', does: 'in a script' },
  ],
  options: [],
  takes: ['dry-run'],
  exits: ['done'],
  related: ['sandbox clock speed', 'sandbox clock advance'],
  sandboxOnly: true,
  load: async () => erase(await import('./freeze.run.js')),
};
