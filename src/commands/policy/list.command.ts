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
  summary: 'Lists backup policies: when they run, how long they keep, how many machines have them',
  examples: [
    { command: 'azbackup policy list', description: 'of all vaults of the subscription' },
    { command: 'azbackup policy list --vault rsv-prod', description: 'of one vault' },
    {
      command: "azbackup policy list -o tsv --query 'items[].[vault.name,policy.name]'",
      description: 'names alone, for scripts',
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
