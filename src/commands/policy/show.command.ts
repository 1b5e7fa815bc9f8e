// `azbackup policy show`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../options/option.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';

const args = {
  name: {
    description: 'the policy, by name or resource id',
    schema: (zod) => zod.string().trim().min(1, 'a policy name is required'),
  },
} satisfies ArgumentTable;
const options = {} satisfies OptionTable;
const globalOptions = PLACE_GLOBALS;

/** The options of `azbackup policy show`. */
export type PolicyShowOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

/** `azbackup policy show` */
export const policyShowCommand = defineCommand({
  name: 'show',
  parent: 'policy',
  kind: 'policy-show',
  purpose: 'look',
  summary: 'Describe a policy in plain words',
  examples: [
    {
      command: 'azbackup policy show DefaultPolicy --vault rsv-prod',
      description: 'in plain words',
    },
    {
      command: 'azbackup policy show DefaultPolicy --vault rsv-prod -o json',
      description: 'as JSON, for policy create --file',
    },
    {
      command: "azbackup policy show EnhancedPolicy --vault rsv-prod --query 'items[0].nextBackup'",
      description: 'time of the next backup',
    },
  ],
  arguments: args,
  options,
  globalOptions,
  exits: ['done', 'not-found', 'not-allowed', 'unavailable', 'interrupted'],
  related: ['policy list', 'policy update', 'policy diff'],
  load: () => import('./show.run.js'),
  loadResultSchema: async () => (await import('./result.js')).policyShowDocumentSchema,
  loadView: async () => (await import('./view.js')).formatPolicyShow,
});
