import { withParsedOptions, type CommandDefinition } from '../command.js';

/** `azbackup sandbox reset` */
export const sandboxResetCommand: CommandDefinition = {
  name: 'reset',
  parent: 'sandbox',
  purpose: 'learn',
  summary: 'Starts the sandbox anew with a world',
  examples: [
    {
      command: 'azbackup sandbox reset',
      description: 'sixteen machines, each in a situation of its own',
    },
    { command: 'azbackup sandbox reset --world fleet:200', description: 'two hundred machines' },
    { command: 'azbackup sandbox reset --world ./world.json', description: 'a world of your own' },
  ],
  options: [
    {
      flags: '--world <world>',
      description: 'default, empty, fleet:N, or a JSON file (default: default)',
      group: 'What',
    },
  ],
  globalOptions: ['dry-run'],
  exits: ['done'],
  related: ['sandbox show', 'enable'],
  sandboxOnly: true,
  repairsSandbox: true,
  load: async () => withParsedOptions(await import('./reset.run.js')),
};
