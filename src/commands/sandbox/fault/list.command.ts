import { withParsedOptions, type CommandDefinition } from '../../command.js';

/** `azbackup sandbox fault list` */
export const sandboxFaultListCommand: CommandDefinition = {
  name: 'list',
  parent: 'sandbox fault',
  purpose: 'learn',
  summary: 'Lists what is to go wrong in the sandbox',
  examples: [
    { command: 'azbackup sandbox fault list', description: 'and how often each was met' },
    { command: 'azbackup sandbox fault list -o json', description: 'the same as data' },
    {
      command: 'azbackup sandbox fault list --query "items[].match" -o tsv',
      description: 'the requests that they are for',
    },
  ],
  options: [],
  globalOptions: [],
  exits: ['done'],
  related: ['sandbox fault add', 'sandbox fault clear'],
  sandboxOnly: true,
  load: async () => withParsedOptions(await import('./list.run.js')),
};
