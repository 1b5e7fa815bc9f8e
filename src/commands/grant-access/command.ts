import { withParsedOptions, type CommandDefinition } from '../command.js';
import {
  DETAILED_EXITCODE_OPTION,
  GRANT_OPTIONS,
  IGNORE_OPTION,
  PLACE_GLOBALS,
  PRINCIPAL_OPTION,
  VM_OPTION,
} from '../options/machine-options.js';

/** `azbackup grant-access` */
export const grantAccessCommand: CommandDefinition = {
  name: 'grant-access',
  purpose: 'protect',
  summary:
    'Gives the Backup Management Service the least it needs on the key vaults of encrypted machines',
  examples: [
    {
      command: 'azbackup grant-access --vm VM001 --dry-run',
      description: 'shows what would be granted',
    },
    {
      command: 'azbackup grant-access --vm VM001',
      description: 'grants it, and checks that it is there',
    },
    { command: 'azbackup grant-access --vm VM001 --revoke --yes', description: 'takes it back' },
  ],
  options: [
    VM_OPTION,
    ...GRANT_OPTIONS,
    {
      flags: '--revoke',
      description: 'take back what this program grants; what others granted stays',
      group: 'How',
    },
    IGNORE_OPTION,
    PRINCIPAL_OPTION,
    DETAILED_EXITCODE_OPTION,
  ],
  globalOptions: [...PLACE_GLOBALS, 'dry-run'],
  exits: [
    'done',
    'blocked',
    'not-found',
    'not-allowed',
    'partial',
    'azure-failed',
    'unavailable',
    'changes-pending',
    'interrupted',
  ],
  related: ['preflight', 'enable'],
  load: async () => withParsedOptions(await import('./run.js')),
};
