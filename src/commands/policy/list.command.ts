import { withParsedOptions, type CommandDefinition } from '../command.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';

/** `azbackup policy list` */
export const policyListCommand: CommandDefinition = {
  name: 'list',
  parent: 'policy',
  purpose: 'look',
  summary: 'Lists backup policies: when they run, how long they keep, how many machines have them',
  examples: [
    { command: 'azbackup policy list', description: 'of all vaults of the subscription' },
    { command: 'azbackup policy list --vault rsv-prod', description: 'of one vault' },
    {
      command: "azbackup policy list -o tsv --query 'items[].[vault.name,policy.name]'",
      description: 'names alone, for scripts',
    },
  ],
  options: [],
  globalOptions: PLACE_GLOBALS,
  exits: ['done', 'not-found', 'not-allowed', 'unavailable', 'interrupted'],
  related: ['policy show', 'policy create'],
  load: async () => withParsedOptions(await import('./list.run.js')),
};
