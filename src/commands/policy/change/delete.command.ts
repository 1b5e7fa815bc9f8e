// `azbackup policy delete`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../../command.js';
import type { OptionsOf } from '../../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../../options/option.js';
import { DETAILED_EXITCODE_OPTION, PLACE_GLOBALS } from '../../options/machine-options.js';
import { WAIT_OPTIONS } from '../../options/wait-options.js';

const args = {
  name: {
    description: 'the policy, by name or resource id',
    schema: (zod) => zod.string().trim().min(1, 'a policy name is required'),
  },
} satisfies ArgumentTable;
const options = {
  ...WAIT_OPTIONS,
  detailedExitcode: DETAILED_EXITCODE_OPTION,
} satisfies OptionTable;
const globalOptions = [...PLACE_GLOBALS, 'dryRun'] as const;

/** The options of `azbackup policy delete`. */
export type PolicyDeleteOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

/** `azbackup policy delete` */
export const policyDeleteCommand = defineCommand({
  name: 'delete',
  parent: 'policy',
  kind: 'policy-change',
  purpose: 'protect',
  summary: 'Delete a backup policy that no VM uses',
  examples: [
    {
      command: 'azbackup policy delete EnhancedPolicy --vault rsv-prod --dry-run',
      description: 'checks whether it can be deleted',
    },
    {
      command: 'azbackup policy delete EnhancedPolicy --vault rsv-prod --yes',
      description: 'deletes it without asking',
    },
    {
      command: 'azbackup policy delete EnhancedPolicy --vault rsv-prod --yes -o json',
      description: 'with JSON output',
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
  related: ['policy list', 'enable'],
  load: () => import('./delete.run.js'),
  loadResultSchema: async () => (await import('../result.js')).policyChangeDocumentSchema,
  loadView: async () => (await import('./view.js')).formatPolicyChange,
});
