// `azbackup policy update`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../../command.js';
import type { OptionsOf } from '../../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../../options/option.js';
import { ACCEPT_RETENTION_LOSS_OPTION, RESOURCE_GUARD_OPTION } from '../../options/item-options.js';
import { DETAILED_EXITCODE_OPTION, PLACE_GLOBALS } from '../../options/machine-options.js';
import { WAIT_OPTIONS } from '../../options/wait-options.js';
import { POLICY_OPTIONS } from './options.js';

const args = {
  name: {
    description: 'the policy, by name or resource id',
    schema: (zod) => zod.string().trim().min(1, 'a policy name is required'),
  },
} satisfies ArgumentTable;
const options = {
  ...POLICY_OPTIONS,
  acceptRetentionLoss: ACCEPT_RETENTION_LOSS_OPTION,
  resourceGuardRequest: RESOURCE_GUARD_OPTION,
  ...WAIT_OPTIONS,
  detailedExitcode: DETAILED_EXITCODE_OPTION,
} satisfies OptionTable;
const globalOptions = [...PLACE_GLOBALS, 'dryRun'] as const;

/** The options of `azbackup policy update`. */
export type PolicyUpdateOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

/** `azbackup policy update` */
export const policyUpdateCommand = defineCommand({
  name: 'update',
  parent: 'policy',
  kind: 'policy-change',
  purpose: 'protect',
  summary: 'Change the given settings of a policy',
  examples: [
    {
      command: 'azbackup policy update daily-90-days --vault rsv-prod --keep weekly=12,monthly=12',
      description: 'adds weekly and monthly points',
    },
    {
      command: 'azbackup policy update daily-90-days --vault rsv-prod --keep daily=30 --dry-run',
      description: 'previews the change and the affected VMs',
    },
    {
      command:
        'azbackup policy update DefaultPolicy --vault rsv-prod --daily 01:30 --time-zone Asia/Tokyo',
      description: 'changes the time, in a local time zone',
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
  related: ['policy show', 'policy diff', 'status'],
  load: () => import('./update.run.js'),
  loadResultSchema: async () => (await import('../result.js')).policyChangeDocumentSchema,
  loadView: async () => (await import('./view.js')).formatPolicyChange,
});
