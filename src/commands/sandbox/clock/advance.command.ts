import { withParsedOptions, type CommandDefinition } from '../../command.js';

/** `azbackup sandbox clock advance` */
export const sandboxClockAdvanceCommand: CommandDefinition = {
  name: 'advance',
  parent: 'sandbox clock',
  purpose: 'learn',
  summary: "Moves the sandbox's time on at once",
  examples: [
    {
      command: 'azbackup sandbox clock advance 41m',
      description: 'a backup that was running is over',
    },
    {
      command: 'azbackup sandbox clock advance 14d1h',
      description: 'what was in soft delete is gone',
    },
    {
      command: 'azbackup sandbox clock advance 10m',
      description: 'a role assignment has taken effect',
    },
  ],
  argument: {
    name: 'duration',
    description: 'days, hours, minutes and seconds, such as 41m or 2d12h',
  },
  options: [],
  globalOptions: ['dry-run'],
  exits: ['done'],
  related: ['sandbox clock show', 'sandbox clock speed'],
  sandboxOnly: true,
  load: async () => withParsedOptions(await import('./advance.run.js')),
};
