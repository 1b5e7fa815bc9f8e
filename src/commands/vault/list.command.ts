// `azbackup vault list`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';

const options = {} satisfies OptionTable;
const globalOptions = ['subscription', 'resourceGroup'] as const;

/** The options of `azbackup vault list`. */
export type VaultListOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup vault list` */
export const vaultListCommand = defineCommand({
  name: 'list',
  parent: 'vault',
  kind: 'vault-list',
  purpose: 'look',
  summary: 'List Recovery Services vaults',
  examples: [
    {
      command: 'azbackup vault list',
      description: 'with redundancy and number of items',
    },
    { command: 'azbackup vault list -g rg-prod', description: 'vaults of one resource group' },
    {
      command: `azbackup vault list --query "items[?softDelete.state=='Disabled'].vault.name"`,
      description: 'vaults without soft delete',
    },
  ],
  options,
  globalOptions,
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable'],
  related: ['vault show', 'status'],
  load: () => import('./list.run.js'),
  loadResultSchema: async () => (await import('./result.js')).vaultsDocumentSchema,
  loadView: async () => (await import('./view.js')).formatVaults,
});
