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
      'virtual machine, by name or resource id, even if deleted; with --file, only used in the tags of the secret',
    group: 'What',
    schema: (zod) => zod.string().trim().min(1, '--vm needs a name or an id').optional(),
  },
  recoveryPoint: {
    flags: '--recovery-point <point>',
    description:
      'recovery point id, latest (default), latest-clean, or a time (newest point up to then)',
    group: 'What',
    schema: (zod) => zod.string().trim().min(1, '--recovery-point needs a point').optional(),
  },
  file: {
    flags: '--file <file>',
    description: 'encryption info file of a disk restore; - for standard input',
    group: 'What',
    schema: (zod) => zod.string().min(1, '--file needs the name of a file').optional(),
  },
  keyVault: {
    flags: '--key-vault <name>',
    description:
      'key vault to restore into, in the same subscription and geography (default: the original one)',
    group: 'How',
    schema: (zod) => zod.string().trim().min(1, '--key-vault needs a name or an id').optional(),
  },
  osType: {
    flags: '--os-type <system>',
    description: 'OS of the VM, if the source does not include it: windows or linux',
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
  purpose: 'restore',
  summary: 'Restore the key and secret of a recovery point',
  examples: [
    {
      command: 'azbackup restore-keys --vm VM014 --recovery-point latest --dry-run',
      description: 'previews what is missing and would be restored',
    },
    {
      command:
        'azbackup restore-keys --vm VM014 --recovery-point 2026-10-31 --key-vault kv-prod-lost',
      description: 'restores into another key vault',
    },
    {
      command: 'azbackup restore-keys --vm VM014 --dry-run --detailed-exitcode -o json',
      description: 'exits 11 if anything must be restored, 0 if not',
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
