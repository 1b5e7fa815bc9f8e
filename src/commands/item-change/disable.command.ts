// `azbackup disable`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import { ITEM_CHANGE_EXITS, ITEM_CHANGE_OPTIONS, ITEM_OPTION } from '../options/item-options.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';

const options = {
  vm: ITEM_OPTION,
  retainData: {
    flags: '--retain-data',
    description: 'keep the recovery points for good (default)',
    group: 'How',
    schema: (zod) => zod.boolean().default(false),
  },
  retainAsPolicy: {
    flags: '--retain-as-policy',
    description: 'let them expire as the policy says; only where the vault is immutable',
    group: 'How',
    schema: (zod) => zod.boolean().default(false),
  },
  deleteData: {
    flags: '--delete-data',
    description: 'delete the recovery points; asks for the name of each machine',
    group: 'How',
    schema: (zod) => zod.boolean().default(false),
  },
  confirm: {
    flags: '--confirm <name>',
    description: 'name of a machine whose backups may be deleted unasked; may be repeated',
    group: 'How',
    repeatable: true,
    schema: (zod) =>
      zod.array(zod.string().trim().min(1, '--confirm needs the name of a machine')).default([]),
  },
  ...ITEM_CHANGE_OPTIONS,
} satisfies OptionTable;
const globalOptions = [...PLACE_GLOBALS, 'dryRun'] as const;

/** The options of `azbackup disable`. */
export type DisableOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup disable` */
export const disableCommand = defineCommand({
  name: 'disable',
  kind: 'disable',
  purpose: 'protect',
  summary: 'Ends the backups of machines; keeps their recovery points, or deletes them',
  examples: [
    { command: 'azbackup disable --vm VM005', description: 'no more backups; what there is stays' },
    {
      command: 'azbackup disable --vm VM005 --delete-data --dry-run',
      description: 'says what would be deleted, and how long soft delete keeps it',
    },
    {
      command: 'azbackup disable --vm VM005 --delete-data --confirm VM005',
      description: 'deletes the backups without asking',
    },
  ],
  options,
  globalOptions,
  exits: ITEM_CHANGE_EXITS,
  related: ['resume', 'undelete', 'status'],
  load: () => import('./disable.run.js'),
  loadResultSchema: async () => (await import('./result.js')).disableDocumentSchema,
  loadView: async () => (await import('./view.js')).formatItemChange,
});
