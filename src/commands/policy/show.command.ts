import { withParsedOptions, type CommandDefinition } from '../command.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';

/** `azbackup policy show` */
export const policyShowCommand: CommandDefinition = {
  name: 'show',
  parent: 'policy',
  purpose: 'look',
  summary: 'Tells in words what a backup policy lays down',
  examples: [
    { command: 'azbackup policy show DefaultPolicy --vault rsv-prod', description: 'in words' },
    {
      command: 'azbackup policy show DefaultPolicy --vault rsv-prod -o json',
      description: 'all of it, for policy create --file',
    },
    {
      command: "azbackup policy show EnhancedPolicy --vault rsv-prod --query 'items[0].nextBackup'",
      description: 'when it runs next',
    },
  ],
  argument: { name: 'name', description: 'the policy, by name or resource id' },
  options: [],
  globalOptions: PLACE_GLOBALS,
  exits: ['done', 'not-found', 'not-allowed', 'unavailable', 'interrupted'],
  related: ['policy list', 'policy update', 'policy diff'],
  load: async () => withParsedOptions(await import('./show.run.js')),
};
