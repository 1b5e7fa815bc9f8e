import { withParsedOptions, type CommandDefinition } from '../command.js';
import {
  DETAILED_EXITCODE_OPTION,
  IGNORE_OPTION,
  PLACE_GLOBALS,
  PRINCIPAL_OPTION,
  VM_OPTION,
} from '../options/machine-options.js';

/** `azbackup backup-now` */
export const backupNowCommand: CommandDefinition = {
  name: 'backup-now',
  purpose: 'back-up',
  summary: 'Backs up virtual machines at once and watches the backups to their end',
  examples: [
    {
      command: 'azbackup backup-now --vm VM005 --retain 30d',
      description: 'exits as the backup does',
    },
    {
      command: 'azbackup backup-now --vm VM005 --wait 30m',
      description: 'watches for half an hour at most',
    },
    {
      command: 'azbackup backup-now --vm VM005 --retain 2027-01-31 --no-wait -o json',
      description: 'only begins it; the result names the job',
    },
  ],
  options: [
    VM_OPTION,
    {
      flags: '--retain <time>',
      description:
        'keep the recovery point this long: 30d (default), 12w, 6mo, 1y, P30D, or until 2027-01-31 (00:00 UTC) or an instant in RFC 3339',
      group: 'What',
    },
    {
      flags: '--skip-preflight',
      description: 'do not check first; what hinders the backup shows after minutes, in its job',
      group: 'How',
    },
    IGNORE_OPTION,
    PRINCIPAL_OPTION,
    {
      flags: '--wait [duration]',
      description:
        'watch to the end (default), or for this long, such as 30m; Azure goes on (exit 8)',
      group: 'How',
    },
    {
      flags: '--no-wait',
      description: 'return once Azure has begun; the result names the job and how to watch it',
      group: 'How',
    },
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
    'warnings',
    'unavailable',
    'changes-pending',
    'interrupted',
  ],
  related: ['enable', 'jobs watch', 'recovery-points list', 'status'],
  load: async () => withParsedOptions(await import('./run.js')),
};
