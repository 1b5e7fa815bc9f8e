// `azbackup restore-keys`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import { DETAILED_EXITCODE_OPTION, PLACE_GLOBALS } from '../options/machine-options.js';

const SYSTEMS = ['windows', 'linux'] as const;
const OS_TYPES = { windows: 'Windows', linux: 'Linux' } as const;
const options = {
  vm: {
    flags: '--vm <name>',
    description:
      'virtual machine, by name or resource id, also one that no longer exists; with --file only what the secret will say',
    group: 'What',
    schema: (zod) => zod.string().trim().min(1, '--vm needs a name or an id').optional(),
  },
  recoveryPoint: {
    flags: '--recovery-point <point>',
    description: "Azure's number of it, latest (default), or a time (the newest point up to then)",
    group: 'What',
    schema: (zod) => zod.string().trim().min(1, '--recovery-point needs a point').optional(),
  },
  file: {
    flags: '--file <file>',
    description: 'encryption info file that a restore of disks left behind; - is standard input',
    group: 'What',
    schema: (zod) => zod.string().min(1, '--file needs the name of a file').optional(),
  },
  keyVault: {
    flags: '--key-vault <name>',
    description:
      'key vault to restore into, of the same subscription and geography (default: the one they were in)',
    group: 'How',
    schema: (zod) => zod.string().trim().min(1, '--key-vault needs a name or an id').optional(),
  },
  osType: {
    flags: '--os-type <system>',
    description: 'system of the machine, where the source does not say it: windows or linux',
    group: 'How',
    choices: SYSTEMS,
    schema: (zod) =>
      zod
        .enum(SYSTEMS, '--os-type needs windows or linux')
        .transform((word) => OS_TYPES[word])
        .optional(),
  },
  detailedExitcode: DETAILED_EXITCODE_OPTION,
} satisfies OptionTable;
const globalOptions = [...PLACE_GLOBALS, 'dryRun'] as const;

/** The options of `azbackup restore-keys`. */
export type RestoreKeysOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup restore-keys` */
export const restoreKeysCommand = defineCommand({
  name: 'restore-keys',
  kind: 'restore-keys',
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
  options,
  globalOptions,
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
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).restoreKeysDocumentSchema,
  loadView: async () => (await import('./view.js')).formatRestoreKeys,
});
