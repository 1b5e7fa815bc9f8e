import { withParsedOptions, type CommandDefinition } from '../../command.js';
import { DETAILED_EXITCODE_OPTION, PLACE_GLOBALS } from '../../options/machine-options.js';
import { POLICY_OPTIONS } from './options.js';

/** `azbackup policy create` */
export const policyCreateCommand: CommandDefinition = {
  name: 'create',
  parent: 'policy',
  purpose: 'protect',
  summary: "Makes a backup policy from words or a file, checked against Azure's rules first",
  examples: [
    {
      command:
        'azbackup policy create nightly --vault rsv-prod --daily 02:00 --time-zone Asia/Tokyo --keep daily=30,monthly=12,yearly=7',
      description: 'every night, with a point a month and a year kept for long',
    },
    {
      command:
        'azbackup policy create often --vault rsv-prod --every 4h --window 08:00+12h --dry-run',
      description: 'several backups a day; shows the plan',
    },
    {
      command:
        'azbackup policy create weekends --vault rsv-prod --weekly sat,sun@01:00 --keep weekly=26',
      description: 'at weekends only, half a year',
    },
  ],
  argument: { name: 'name', description: 'name of the new policy' },
  options: [
    ...POLICY_OPTIONS,
    {
      flags: '--enhanced',
      description: 'an Enhanced policy (V2) rather than a Standard one',
      group: 'What',
    },
    DETAILED_EXITCODE_OPTION,
  ],
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
  related: ['policy show', 'policy update', 'enable'],
  load: async () => withParsedOptions(await import('./create.run.js')),
};
