// `azbackup policy create`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../../command.js';
import type { OptionsOf } from '../../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../../options/option.js';
import { DETAILED_EXITCODE_OPTION, PLACE_GLOBALS } from '../../options/machine-options.js';
import { POLICY_OPTIONS } from './options.js';

const args = {
  name: {
    description: 'name of the new policy',
    schema: (zod) => zod.string().trim().min(1, 'a policy name is required'),
  },
} satisfies ArgumentTable;
const options = {
  ...POLICY_OPTIONS,
  enhanced: {
    flags: '--enhanced',
    description: 'create an Enhanced (V2) policy instead of a Standard one',
    group: 'What',
    schema: (zod) => zod.boolean().default(false),
  },
  detailedExitcode: DETAILED_EXITCODE_OPTION,
} satisfies OptionTable;
const globalOptions = [...PLACE_GLOBALS, 'dryRun'] as const;

/** The options of `azbackup policy create`. */
export type PolicyCreateOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

/** `azbackup policy create` */
export const policyCreateCommand = defineCommand({
  name: 'create',
  parent: 'policy',
  kind: 'policy-change',
  purpose: 'protect',
  summary: "Create a backup policy, checked against Azure's rules first",
  examples: [
    {
      command:
        'azbackup policy create nightly --vault rsv-prod --daily 02:00 --time-zone Asia/Tokyo --keep daily=30,monthly=12,yearly=7',
      description: 'nightly, with long-term monthly and yearly points',
    },
    {
      command:
        'azbackup policy create often --vault rsv-prod --every 4h --window 08:00+12h --dry-run',
      description: 'several backups a day; previews only',
    },
    {
      command:
        'azbackup policy create weekends --vault rsv-prod --weekly sat,sun@01:00 --keep weekly=26',
      description: 'weekends only, kept for half a year',
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
    'unavailable',
    'changes-pending',
    'interrupted',
  ],
  related: ['policy show', 'policy update', 'enable'],
  load: () => import('./create.run.js'),
  loadResultSchema: async () => (await import('../result.js')).policyChangeDocumentSchema,
  loadView: async () => (await import('./view.js')).formatPolicyChange,
});
