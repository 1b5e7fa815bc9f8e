// `azbackup policy list`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';

const options = {} satisfies OptionTable;
const globalOptions = PLACE_GLOBALS;

/** The options of `azbackup policy list`. */
export type PolicyListOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup policy list` */
export const policyListCommand = defineCommand({
  name: 'list',
  parent: 'policy',
  kind: 'policy-list',
  purpose: 'look',
  summary: 'List backup policies with schedule, retention and VM count',
  examples: [
    { command: 'azbackup policy list', description: 'policies of all vaults' },
    { command: 'azbackup policy list --vault rsv-prod', description: 'of one vault' },
    {
      command: "azbackup policy list -o tsv --query 'items[].[vault.name,policy.name]'",
      description: 'only names, for scripts',
    },
  ],
  options,
  globalOptions,
  exits: ['done', 'not-found', 'not-allowed', 'unavailable', 'interrupted'],
  related: ['policy show', 'policy create'],
  load: () => import('./list.run.js'),
  loadResultSchema: async () => (await import('./result.js')).policyListDocumentSchema,
  loadView: async () => (await import('./view.js')).formatPolicyList,
});
