import { erase, type CommandDefinition } from '../command.js';

/** `azbackup sandbox show` */
export const sandboxShowCommand: CommandDefinition = {
  name: 'show',
  parent: 'sandbox',
  purpose: 'learn',
  summary: 'Shows what is in the sandbox',
  examples: [
    { command: 'azbackup sandbox show', does: 'its machines and where they are protected' },
    { command: 'azbackup sandbox show -o json', does: 'the same as data' },
    {
      command: 'azbackup sandbox show --query "items[].vm.name" -o tsv',
      does: 'the names of its machines',
    },
  ],
  options: [],
  takes: [],
  exits: ['done'],
  related: ['sandbox reset'],
  sandboxOnly: true,
  load: async () => erase(await import('./show.run.js')),
};
