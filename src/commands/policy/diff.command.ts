// `azbackup policy diff`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../options/option.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';

const args = {
  left: {
    description: 'a policy, by name or resource id',
    schema: (zod) => zod.string().trim().min(1, 'a policy name is required'),
  },
  right: {
    description: 'another one',
    optional: true,
    schema: (zod) =>
      zod.string().trim().min(1, 'the name of the second policy is required').optional(),
  },
} satisfies ArgumentTable;
const options = {
  file: {
    flags: '--file <file>',
    description:
      'compare with this JSON file, from policy show -o json or az; - for standard input',
    group: 'What',
    schema: (zod) => zod.string().min(1, '--file needs a file, or - for standard input').optional(),
  },
  detailedExitcode: {
    flags: '--detailed-exitcode',
    description: 'exit 11 if they differ, 0 if not',
    group: 'Output',
    schema: (zod) => zod.boolean().default(false),
  },
} satisfies OptionTable;
const globalOptions = PLACE_GLOBALS;

/** The options of `azbackup policy diff`. */
export type PolicyDiffOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

/** `azbackup policy diff` */
export const policyDiffCommand = defineCommand({
  name: 'diff',
  parent: 'policy',
  kind: 'policy-diff',
  purpose: 'look',
  summary: 'Compare two backup policies, or a policy and a file',
  examples: [
    {
      command: 'azbackup policy diff DefaultPolicy EnhancedPolicy --vault rsv-prod',
      description: 'two policies of one vault',
    },
    {
      command: 'azbackup policy diff daily-90-days DefaultPolicy --vault rsv-prod -o json',
      description: 'differences as JSON; use ids for policies of two vaults',
    },
    {
      command:
        "azbackup policy diff daily-90-days DefaultPolicy --vault rsv-prod -o tsv --query 'items[].field'",
      description: 'only the fields that differ',
    },
  ],
  arguments: args,
  options,
  globalOptions,
  exits: ['done', 'not-found', 'not-allowed', 'unavailable', 'changes-pending', 'interrupted'],
  related: ['policy show', 'policy update'],
  load: () => import('./diff.run.js'),
  loadResultSchema: async () => (await import('./result.js')).policyDiffDocumentSchema,
  loadView: async () => (await import('./view.js')).formatPolicyDiff,
});
