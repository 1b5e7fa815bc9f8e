import { withParsedOptions, type CommandDefinition } from '../../command.js';
import { RESOURCE_GUARD_OPTION } from '../../options/item-options.js';
import { DETAILED_EXITCODE_OPTION, PLACE_GLOBALS } from '../../options/machine-options.js';
import { POLICY_OPTIONS } from './options.js';

/** `azbackup policy update` */
export const policyUpdateCommand: CommandDefinition = {
  name: 'update',
  parent: 'policy',
  purpose: 'protect',
  summary: 'Changes what is named of a backup policy, for all machines that have it',
  examples: [
    {
      command: 'azbackup policy update daily-90-days --vault rsv-prod --keep weekly=12,monthly=12',
      description: 'weekly and monthly points too; the rest stays',
    },
    {
      command: 'azbackup policy update daily-90-days --vault rsv-prod --keep daily=30 --dry-run',
      description: 'shows what would change, and for which machines',
    },
    {
      command:
        'azbackup policy update DefaultPolicy --vault rsv-prod --daily 01:30 --time-zone Asia/Tokyo',
      description: 'another time, said in local time',
    },
  ],
  argument: { name: 'name', description: 'the policy, by name or resource id' },
  options: [...POLICY_OPTIONS, RESOURCE_GUARD_OPTION, DETAILED_EXITCODE_OPTION],
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
  related: ['policy show', 'policy diff', 'status'],
  load: async () => withParsedOptions(await import('./update.run.js')),
};
