import { withParsedOptions, type CommandDefinition } from '../command.js';
import {
  DETAILED_EXITCODE_OPTION,
  GRANT_OPTIONS,
  IGNORE_OPTION,
  PLACE_GLOBALS,
  PRINCIPAL_OPTION,
  VM_OPTION,
  WAIT_OPTIONS,
} from '../options/machine-options.js';

/** `azbackup enable` */
export const enableCommand: CommandDefinition = {
  name: 'enable',
  purpose: 'protect',
  summary: 'Protects virtual machines with a policy, from whatever state they are in',
  examples: [
    {
      command: 'azbackup enable --vm VM001 --grant',
      description: 'grants what is lacking, then protects',
    },
    {
      command: 'azbackup enable --vm VM003 --policy EnhancedPolicy --dry-run',
      description: 'shows the plan',
    },
    {
      command: 'azbackup enable --vm VM001 --vm VM003 --grant -o json',
      description: 'several machines, the result as data',
    },
  ],
  options: [
    VM_OPTION,
    {
      flags: '--policy <name>',
      description:
        'backup policy (default: the one in use, else DefaultPolicy, or EnhancedPolicy where the machine needs it)',
      group: 'What',
    },
    {
      flags: '--create-vault <name>',
      description: "make this Recovery Services vault first, in the machine's group and region",
      group: 'What',
    },
    {
      flags: '--grant',
      description: 'give the Backup Management Service the key vault access that it lacks',
      group: 'How',
    },
    ...GRANT_OPTIONS,
    IGNORE_OPTION,
    PRINCIPAL_OPTION,
    ...WAIT_OPTIONS,
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
    'still-running',
    'unavailable',
    'changes-pending',
    'interrupted',
  ],
  related: ['preflight', 'grant-access', 'status'],
  load: async () => withParsedOptions(await import('./run.js')),
};
