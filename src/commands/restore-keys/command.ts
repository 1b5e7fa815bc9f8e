import { withParsedOptions, type CommandDefinition } from '../command.js';
import { DETAILED_EXITCODE_OPTION, PLACE_GLOBALS } from '../options/machine-options.js';

/** `azbackup restore-keys` */
export const restoreKeysCommand: CommandDefinition = {
  name: 'restore-keys',
  purpose: 'back-up',
  summary: 'Brings the key and secret of a recovery point back into a key vault',
  examples: [
    {
      command: 'azbackup restore-keys --vm VM014 --recovery-point latest --dry-run',
      description: 'what is gone, and what would be done about it',
    },
    {
      command:
        'azbackup restore-keys --vm VM014 --recovery-point 2026-10-31 --key-vault kv-prod-lost',
      description: 'from the newest point up to that day, into a key vault of your choice',
    },
    {
      command: 'azbackup restore-keys --vm VM014 --dry-run --detailed-exitcode -o json',
      description:
        'for scripts: exit 11 where something would have to be restored, 0 where nothing is lost',
    },
  ],
  options: [
    {
      flags: '--vm <name>',
      description:
        'virtual machine, by name or resource id, also one that no longer exists; with --file only what the secret will say',
      group: 'What',
    },
    {
      flags: '--recovery-point <point>',
      description:
        "Azure's number of it, latest (default), or a time (the newest point up to then)",
      group: 'What',
    },
    {
      flags: '--file <file>',
      description: 'encryption info file that a restore of disks left behind; - is standard input',
      group: 'What',
    },
    {
      flags: '--key-vault <name>',
      description:
        'key vault to restore into, of the same subscription and geography (default: the one they were in)',
      group: 'How',
    },
    {
      flags: '--os-type <system>',
      description: 'system of the machine, where the source does not say it: windows or linux',
      group: 'How',
      choices: ['windows', 'linux'],
    },
    DETAILED_EXITCODE_OPTION,
  ],
  globalOptions: [...PLACE_GLOBALS, 'dry-run'],
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
  related: ['audit-keys', 'recovery-points show'],
  load: async () => withParsedOptions(await import('./run.js')),
};
