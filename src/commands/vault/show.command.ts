// `azbackup vault show`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../options/option.js';

const args = {
  name: {
    description: 'vault, by name or resource id',
    schema: (zod) => zod.string().trim().min(1, 'a vault is required'),
  },
} satisfies ArgumentTable;
const options = {} satisfies OptionTable;
const globalOptions = ['subscription', 'resourceGroup'] as const;

/** The options of `azbackup vault show`. */
export type VaultShowOptions = OptionsOf<typeof options, typeof globalOptions, typeof args>;

/** `azbackup vault show` */
export const vaultShowCommand = defineCommand({
  name: 'show',
  parent: 'vault',
  kind: 'vault-show',
  purpose: 'look',
  summary: "Show a vault's settings, contents and locked settings",
  examples: [
    { command: 'azbackup vault show rsv-prod', description: 'all settings of a vault' },
    {
      command: 'azbackup vault show rsv-prod --query "items[0].softDeleted"',
      description: 'soft-deleted backups, and when they are purged',
    },
    { command: 'azbackup vault show rsv-prod -o json', description: 'as JSON' },
  ],
  arguments: args,
  options,
  globalOptions,
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable'],
  related: ['vault list', 'undelete'],
  load: () => import('./show.run.js'),
  loadResultSchema: async () => (await import('./result.js')).vaultDocumentSchema,
  loadView: async () => (await import('./view.js')).formatVault,
});
