import { erase, type CommandDefinition } from '../command.js';

/** `azbackup sandbox reset` */
export const sandboxResetCommand: CommandDefinition = {
  name: 'reset',
  parent: 'sandbox',
  purpose: 'learn',
  summary: 'Starts the sandbox anew with a world',
  examples: [
    { command: 'azbackup sandbox reset', does: 'sixteen machines, each in a situation of its own' },
    { command: 'azbackup sandbox reset --world fleet:200', does: 'two hundred machines' },
    { command: 'azbackup sandbox reset --world ./world.json', does: 'a world of your own' },
  ],
  options: [
    {
      flags: '--world <world>',
      description: 'default, empty, fleet:N, or a JSON file (default: default)',
      group: 'What',
    },
  ],
  takes: ['dry-run'],
  exits: ['done'],
  related: ['sandbox show', 'enable'],
  sandboxOnly: true,
  repairsSandbox: true,
  load: async () => erase(await import('./reset.run.js')),
};
