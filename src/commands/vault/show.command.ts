import { withParsedOptions, type CommandDefinition } from '../command.js';

/** `azbackup vault show` */
export const vaultShowCommand: CommandDefinition = {
  name: 'show',
  parent: 'vault',
  purpose: 'look',
  summary: 'Shows a vault: its settings, what it holds, and what can no longer be changed',
  examples: [
    { command: 'azbackup vault show rsv-prod', description: 'everything about a vault' },
    {
      command: 'azbackup vault show rsv-prod --query "items[0].softDeleted"',
      description: 'deleted backups, and until when they can be brought back',
    },
    { command: 'azbackup vault show rsv-prod -o json', description: 'the same as data' },
  ],
  argument: { name: 'name', description: 'vault, by name or resource id' },
  options: [],
  globalOptions: ['subscription', 'resource-group'],
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable'],
  related: ['vault list', 'undelete'],
  load: async () => withParsedOptions(await import('./show.run.js')),
};
