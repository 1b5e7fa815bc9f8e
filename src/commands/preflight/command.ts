// `azbackup preflight`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf, TypedPlaces } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import {
  IGNORE_OPTION,
  PLACE_GLOBALS,
  PRINCIPAL_OPTION,
  STRICT_OPTION,
} from '../options/machine-options.js';
import { SELECTION_OPTIONS } from '../options/selection-options.js';

const options = {
  ...SELECTION_OPTIONS,
  policy: {
    flags: '--policy <name>',
    description: 'policy to check against (default: the policy in use, or the one the VM needs)',
    group: 'What',
    schema: (zod) => zod.string().optional(),
  },
  grant: {
    flags: '--grant',
    description: 'also check whether you can grant access',
    group: 'How',
    schema: (zod) => zod.boolean().default(false),
  },
  ignore: IGNORE_OPTION,
  strict: STRICT_OPTION,
  backupPrincipalId: PRINCIPAL_OPTION,
} satisfies OptionTable;
const globalOptions = PLACE_GLOBALS;

/** The options of `azbackup preflight`. */
export type PreflightOptions = OptionsOf<typeof options, typeof globalOptions> & TypedPlaces;

/** `azbackup preflight` */
export const preflightCommand = defineCommand({
  name: 'preflight',
  aliases: ['check'],
  kind: 'preflight',
  purpose: 'look',
  summary: 'Check whether VMs can be backed up, and what to fix',
  examples: [
    { command: 'azbackup preflight --vm VM001', description: 'checks one VM' },
    {
      command: 'azbackup preflight --vm VM001 -v',
      description: 'also shows passing checks',
    },
    {
      command: 'azbackup preflight --vm VM001 --vm VM002 -o json',
      description: 'all findings of two VMs, as JSON',
    },
  ],
  options,
  globalOptions,
  selectsMachines: true,
  exits: ['done', 'blocked', 'not-found', 'not-allowed', 'partial', 'unavailable'],
  related: ['grant-access', 'enable', 'status'],
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).preflightDocumentSchema,
  loadView: async () => (await import('./view.js')).formatPreflight,
});
