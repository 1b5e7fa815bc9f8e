import { withParsedOptions, type CommandDefinition } from '../command.js';

/** `azbackup vault list` */
export const vaultListCommand: CommandDefinition = {
  name: 'list',
  parent: 'vault',
  purpose: 'look',
  summary: 'Lists the Recovery Services vaults of the subscription',
  examples: [
    {
      command: 'azbackup vault list',
      description: 'all of them, with redundancy and number of items',
    },
    { command: 'azbackup vault list -g rg-prod', description: 'those of one resource group' },
    {
      command: `azbackup vault list --query "items[?softDelete.state=='Disabled'].vault.name"`,
      description: 'those whose deleted backups are gone at once',
    },
  ],
  options: [],
  globalOptions: ['subscription', 'resource-group'],
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable'],
  related: ['vault show', 'status'],
  load: async () => withParsedOptions(await import('./list.run.js')),
};
