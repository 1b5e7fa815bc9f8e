// `azbackup backup-now`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import {
  DETAILED_EXITCODE_OPTION,
  durationSchema,
  IGNORE_OPTION,
  PLACE_GLOBALS,
  PRINCIPAL_OPTION,
  VM_OPTION,
} from '../options/machine-options.js';

const options = {
  vm: VM_OPTION,
  retain: {
    flags: '--retain <time>',
    description:
      'keep the recovery point this long: 30d (default), 12w, 6mo, 1y, P30D, or until 2027-01-31 (00:00 UTC) or an instant in RFC 3339',
    group: 'What',
    schema: (zod) => zod.string().optional(),
  },
  skipPreflight: {
    flags: '--skip-preflight',
    description: 'do not check first; what hinders the backup shows after minutes, in its job',
    group: 'How',
    schema: (zod) => zod.boolean().default(false),
  },
  ignore: IGNORE_OPTION,
  backupPrincipalId: PRINCIPAL_OPTION,
  wait: {
    flags: '--wait [duration]',
    description:
      'watch to the end (default), or for this long, such as 30m; Azure goes on (exit 8)',
    group: 'How',
    negation: {
      flags: '--no-wait',
      description: 'return once Azure has begun; the result names the job and how to watch it',
      group: 'How',
    },
    schema: (zod) =>
      zod
        .union([zod.boolean(), durationSchema(zod, '--wait')], {
          error:
            '--wait needs a duration such as 90s, 10m, 2h or 1d, or none for as long as it takes',
        })
        .default(true),
  },
  detailedExitcode: DETAILED_EXITCODE_OPTION,
} satisfies OptionTable;
const globalOptions = [...PLACE_GLOBALS, 'dryRun'] as const;

/** The options of `azbackup backup-now`. */
export type BackupNowOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup backup-now` */
export const backupNowCommand = defineCommand({
  name: 'backup-now',
  kind: 'backup-now',
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
  options,
  globalOptions,
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
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).backupNowDocumentSchema,
  loadView: async () => (await import('./view.js')).formatBackupNow,
});
