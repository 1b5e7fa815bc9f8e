import { withParsedOptions, type CommandDefinition } from '../../command.js';

/** `azbackup sandbox clock show` */
export const sandboxClockShowCommand: CommandDefinition = {
  name: 'show',
  parent: 'sandbox clock',
  purpose: 'learn',
  summary: "Shows the sandbox's time and how it passes",
  examples: [
    {
      command: 'azbackup sandbox clock show',
      description: 'time, speed, and whether a server runs',
    },
    { command: 'azbackup sandbox clock show -o json', description: 'the same as data' },
    {
      command: 'azbackup sandbox clock show --sandbox-dir ./lab',
      description: 'of the sandbox in another folder',
    },
  ],
  options: [],
  globalOptions: [],
  exits: ['done'],
  related: ['sandbox clock advance', 'sandbox clock speed'],
  sandboxOnly: true,
  load: async () => withParsedOptions(await import('./show.run.js')),
};
