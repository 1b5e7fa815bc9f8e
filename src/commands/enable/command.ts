// `azbackup enable`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf, TypedPlaces } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import { ACCEPT_RETENTION_LOSS_OPTION, RESOURCE_GUARD_OPTION } from '../options/item-options.js';
import { FLEET_OPTIONS } from '../options/fleet-options.js';
import {
  DETAILED_EXITCODE_OPTION,
  GRANT_OPTIONS,
  IGNORE_OPTION,
  PLACE_GLOBALS,
  PRINCIPAL_OPTION,
  STRICT_OPTION,
} from '../options/machine-options.js';
import { WAIT_OPTIONS } from '../options/wait-options.js';
import { EXPECT_OPTION, SELECTION_OPTIONS } from '../options/selection-options.js';

const options = {
  ...SELECTION_OPTIONS,
  expect: EXPECT_OPTION,
  policy: {
    flags: '--policy <name>',
    description:
      'backup policy (default: the policy in use, else DefaultPolicy, or EnhancedPolicy if the VM needs it; must be named for a stopped or soft-deleted VM)',
    group: 'What',
    schema: (zod) => zod.string().min(1).optional(),
  },
  createVault: {
    flags: '--create-vault <name>',
    description: "create this Recovery Services vault first, in the VM's resource group and region",
    group: 'What',
    schema: (zod) =>
      zod
        .string()
        .regex(
          /^[a-z][a-z\d-]{1,49}$/iu,
          '--create-vault needs 2 to 50 letters, digits or hyphens, starting with a letter',
        )
        .optional(),
  },
  grant: {
    flags: '--grant',
    description: 'grant the Backup Management Service the key vault access it lacks',
    group: 'How',
    schema: (zod) => zod.boolean().default(false),
  },
  ...GRANT_OPTIONS,
  acceptRetentionLoss: ACCEPT_RETENTION_LOSS_OPTION,
  resourceGuardRequest: RESOURCE_GUARD_OPTION,
  ignore: IGNORE_OPTION,
  strict: STRICT_OPTION,
  backupPrincipalId: PRINCIPAL_OPTION,
  ...FLEET_OPTIONS,
  ...WAIT_OPTIONS,
  detailedExitcode: DETAILED_EXITCODE_OPTION,
} satisfies OptionTable;
const globalOptions = [...PLACE_GLOBALS, 'dryRun'] as const;

/** The options of `azbackup enable`. */
export type EnableOptions = OptionsOf<typeof options, typeof globalOptions> & TypedPlaces;

/** `azbackup enable` */
export const enableCommand = defineCommand({
  name: 'enable',
  kind: 'enable',
  purpose: 'protect',
  summary: 'Protect VMs with a backup policy',
  examples: [
    {
      command: 'azbackup enable --vm VM001 --grant',
      description: 'grants missing access, then protects the VM',
    },
    {
      command: 'azbackup enable --vm VM003 --policy EnhancedPolicy --dry-run',
      description: 'previews the changes',
    },
    {
      command: 'azbackup enable --vm VM001 --vm VM003 --grant -o json',
      description: 'several VMs, with JSON output',
    },
  ],
  options,
  globalOptions,
  selectsMachines: true,
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
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).enableDocumentSchema,
  loadView: async () => (await import('./view.js')).formatEnable,
});
