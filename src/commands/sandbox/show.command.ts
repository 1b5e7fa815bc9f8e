import { withParsedOptions, type CommandDefinition } from '../command.js';

/** `azbackup sandbox show` */
export const sandboxShowCommand: CommandDefinition = {
  name: 'show',
  parent: 'sandbox',
  purpose: 'learn',
  summary: 'Shows what is in the sandbox',
  examples: [
    { command: 'azbackup sandbox show', description: 'its machines and where they are protected' },
    { command: 'azbackup sandbox show -o json', description: 'the same as data' },
    {
      command: 'azbackup sandbox show --query "items[].vm.name" -o tsv',
      description: 'the names of its machines',
    },
  ],
  options: [],
  globalOptions: [],
  exits: ['done'],
  related: ['sandbox reset'],
  sandboxOnly: true,
  load: async () => withParsedOptions(await import('./show.run.js')),
};
