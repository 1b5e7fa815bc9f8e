import { withParsedOptions, type CommandDefinition } from '../../command.js';

/** `azbackup sandbox clock speed` */
export const sandboxClockSpeedCommand: CommandDefinition = {
  name: 'speed',
  parent: 'sandbox clock',
  purpose: 'learn',
  summary: 'Sets how fast time passes while the sandbox is served',
  examples: [
    {
      command: 'azbackup sandbox clock speed 60',
      description: 'a minute takes a second; Retry-After too',
    },
    {
      command: 'azbackup sandbox clock speed 1',
      description: 'as fast as real time, and on after freeze',
    },
    { command: 'azbackup sandbox clock speed 3600', description: 'an hour takes a second' },
  ],
  argument: { name: 'speed', description: 'virtual seconds in a real one, such as 60' },
  options: [],
  globalOptions: ['dry-run'],
  exits: ['done'],
  related: ['sandbox clock freeze', 'sandbox clock show'],
  sandboxOnly: true,
  load: async () => withParsedOptions(await import('./speed.run.js')),
};
