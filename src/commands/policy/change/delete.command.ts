import { withParsedOptions, type CommandDefinition } from '../../command.js';
import { DETAILED_EXITCODE_OPTION, PLACE_GLOBALS } from '../../options/machine-options.js';

/** `azbackup policy delete` */
export const policyDeleteCommand: CommandDefinition = {
  name: 'delete',
  parent: 'policy',
  purpose: 'protect',
  summary: 'Deletes a backup policy that no machine has',
  examples: [
    {
      command: 'azbackup policy delete EnhancedPolicy --vault rsv-prod --dry-run',
      description: 'says whether it could be deleted',
    },
    {
      command: 'azbackup policy delete EnhancedPolicy --vault rsv-prod --yes',
      description: 'does not ask',
    },
    {
      command: 'azbackup policy delete EnhancedPolicy --vault rsv-prod --yes -o json',
      description: 'the result as data',
    },
  ],
  argument: { name: 'name', description: 'the policy, by name or resource id' },
  options: [DETAILED_EXITCODE_OPTION],
  globalOptions: [...PLACE_GLOBALS, 'dry-run'],
  exits: [
    'done',
    'not-found',
    'not-allowed',
    'blocked',
    'azure-failed',
    'unavailable',
    'changes-pending',
    'interrupted',
  ],
  related: ['policy list', 'enable'],
  load: async () => withParsedOptions(await import('./delete.run.js')),
};
