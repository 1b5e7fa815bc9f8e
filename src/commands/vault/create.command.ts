import { withParsedOptions, type CommandDefinition } from '../command.js';
import { DETAILED_EXITCODE_OPTION } from '../options/machine-options.js';

/** `azbackup vault create` */
export const vaultCreateCommand: CommandDefinition = {
  name: 'create',
  parent: 'vault',
  purpose: 'protect',
  summary: 'Makes a Recovery Services vault, or brings one that is there to what is asked for',
  examples: [
    { command: 'azbackup vault create rsv-new -g rg-prod', description: "in the group's region" },
    {
      command:
        'azbackup vault create rsv-new -g rg-prod -l japaneast --redundancy grs --cross-region-restore',
      description: 'one whose backups can be restored in the paired region',
    },
    {
      command: 'azbackup vault create rsv-prod --soft-delete-days 30 --dry-run',
      description: 'says what of an existing vault would be changed',
    },
  ],
  argument: { name: 'name', description: 'name of the vault' },
  options: [
    {
      flags: '-l, --location <region>',
      description: "region (default: that of the resource group); a vault's never changes",
      group: 'What',
    },
    {
      flags: '--redundancy <kind>',
      description: 'lrs, zrs or grs; settled once the first item is protected',
      group: 'What',
    },
    {
      flags: '--cross-region-restore',
      description:
        'allow restores in the paired region; needs grs, and is never switched off again',
      group: 'What',
    },
    {
      flags: '--soft-delete-days <days>',
      description: 'days for which deleted backups are kept: 14 to 180',
      group: 'What',
    },
    {
      flags: '--timeout <duration>',
      description: 'stop waiting after this long, such as 10m; Azure goes on (exit 8)',
      group: 'How',
    },
    DETAILED_EXITCODE_OPTION,
  ],
  globalOptions: ['subscription', 'resource-group', 'dry-run'],
  exits: [
    'done',
    'not-found',
    'not-allowed',
    'blocked',
    'partial',
    'azure-failed',
    'still-running',
    'unavailable',
    'changes-pending',
    'interrupted',
  ],
  related: ['vault show', 'enable'],
  load: async () => withParsedOptions(await import('./create.run.js')),
};
