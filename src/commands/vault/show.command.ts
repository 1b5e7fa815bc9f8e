import { erase, type CommandDefinition } from '../command.js';

/** `azbackup vault show` */
export const vaultShowCommand: CommandDefinition = {
  name: 'show',
  parent: 'vault',
  purpose: 'look',
  summary: 'Shows a vault: its settings, what it holds, and what can no longer be changed',
  examples: [
    { command: 'azbackup vault show rsv-prod', does: 'everything about a vault' },
    {
      command: 'azbackup vault show rsv-prod --query "items[0].softDeleted"',
      does: 'deleted backups, and until when they can be brought back',
    },
    { command: 'azbackup vault show rsv-prod -o json', does: 'the same as data' },
  ],
  argument: { name: 'name', description: 'vault, by name or resource id' },
  options: [],
  takes: ['subscription', 'resource-group'],
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable'],
  related: ['vault list', 'undelete'],
  load: async () => erase(await import('./show.run.js')),
};
