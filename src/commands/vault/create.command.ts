// `azbackup vault create`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../options/option.js';
import { DETAILED_EXITCODE_OPTION } from '../options/machine-options.js';
import { WAIT_LIMIT_OPTIONS } from '../options/wait-options.js';

const args = {
  name: {
    description: 'name of the vault',
    schema: (zod) =>
      zod
        .string()
        .regex(
          /^[a-z][a-z\d-]{1,49}$/iu,
          'the vault name must be 2 to 50 letters, digits or hyphens, starting with a letter',
        ),
  },
} satisfies ArgumentTable;
const options = {
  location: {
    flags: '-l, --location <region>',
    description: 'region (default: that of the resource group); cannot be changed later',
    group: 'What',
    schema: (zod) =>
      zod
        .string()
        .transform((text) => text.toLowerCase().replaceAll(' ', ''))
        .pipe(zod.string().regex(/^[a-z\d]+$/u, '--location needs a region such as japaneast'))
        .optional(),
  },
  redundancy: {
    flags: '--redundancy <kind>',
    description: 'lrs, zrs or grs; cannot be changed after the first item is protected',
    group: 'What',
    schema: async () => (await import('./create.run.js')).redundancySchema,
  },
  crossRegionRestore: {
    flags: '--cross-region-restore',
    description: 'allow restores in the paired region; needs grs, cannot be disabled later',
    group: 'What',
    schema: (zod) => zod.boolean().default(false),
  },
  softDeleteDays: {
    flags: '--soft-delete-days <days>',
    description: 'how many days to keep deleted backups: 14 to 180',
    group: 'What',
    schema: async () => (await import('./create.run.js')).softDeleteDaysSchema,
  },
  ...WAIT_LIMIT_OPTIONS,
  detailedExitcode: DETAILED_EXITCODE_OPTION,
} satisfies OptionTable;
const globalOptions = ['subscription', 'resourceGroup', 'dryRun'] as const;

/** The options of `azbackup vault create`. */
export type VaultCreateOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

/** `azbackup vault create` */
export const vaultCreateCommand = defineCommand({
  name: 'create',
  parent: 'vault',
  kind: 'vault-create',
  purpose: 'protect',
  summary: 'Create a vault, or update it to match',
  examples: [
    {
      command: 'azbackup vault create rsv-new -g rg-prod',
      description: 'in the region of the resource group',
    },
    {
      command:
        'azbackup vault create rsv-new -g rg-prod -l japaneast --redundancy grs --cross-region-restore',
      description: 'allows restores in the paired region',
    },
    {
      command: 'azbackup vault create rsv-prod --soft-delete-days 30 --dry-run',
      description: 'previews the changes to an existing vault',
    },
  ],
  arguments: args,
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
  related: ['vault show', 'enable'],
  load: () => import('./create.run.js'),
  loadResultSchema: async () => (await import('./result.js')).vaultCreateDocumentSchema,
  loadView: async () => (await import('./create.view.js')).formatVaultCreate,
});
