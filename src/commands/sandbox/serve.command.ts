import { withParsedOptions, type CommandDefinition } from '../command.js';

/** `azbackup sandbox serve` */
export const sandboxServeCommand: CommandDefinition = {
  name: 'serve',
  parent: 'sandbox',
  purpose: 'learn',
  summary: 'Serves the sandbox to other programs, as Azure',
  examples: [
    { command: 'azbackup sandbox serve', description: 'answers on port 8443 until Ctrl-C' },
    {
      command: 'azbackup sandbox serve --world fleet:200 --speed 60',
      description: 'a new world, in which a minute takes a second',
    },
    {
      command: 'azbackup sandbox serve --record exchanges',
      description: 'writes down what programs ask and are answered',
    },
  ],
  options: [
    {
      flags: '--port <number>',
      description: 'port to listen on; 0 for any that is free (default: 8443)',
      group: 'What',
    },
    {
      flags: '--host <address>',
      description: 'address to listen on (default: 127.0.0.1, this machine only)',
      group: 'What',
    },
    {
      flags: '--world <world>',
      description: 'begin anew with this world: default, empty, fleet:N, or a JSON file',
      group: 'What',
    },
    {
      flags: '--speed <factor>',
      description:
        'how many times as fast as real time the sandbox lives (default: as before, at first 1)',
      group: 'How',
    },
    {
      flags: '--record <folder>',
      description: 'write each exchange to a file there, without its secrets',
      group: 'Output',
    },
  ],
  globalOptions: [],
  exits: ['done'],
  related: ['sandbox env', 'sandbox clock show', 'sandbox fault add'],
  sandboxOnly: true,
  load: async () => withParsedOptions(await import('./serve.run.js')),
};
