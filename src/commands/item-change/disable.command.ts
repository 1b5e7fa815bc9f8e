// `azbackup disable`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf, TypedPlaces } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import { ITEM_CHANGE_EXITS, ITEM_CHANGE_OPTIONS } from '../options/item-options.js';
import { RUN_OPTIONS } from '../options/fleet-options.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';
import { EXPECT_OPTION, ITEM_SELECTION_OPTIONS } from '../options/selection-options.js';

const options = {
  ...ITEM_SELECTION_OPTIONS,
  expect: EXPECT_OPTION,
  retainData: {
    flags: '--retain-data',
    description: 'keep the recovery points indefinitely (default)',
    group: 'How',
    schema: (zod) => zod.boolean().default(false),
  },
  retainAsPolicy: {
    flags: '--retain-as-policy',
    description: 'let them expire by policy (immutable vaults only)',
    group: 'How',
    schema: (zod) => zod.boolean().default(false),
  },
  deleteData: {
    flags: '--delete-data',
    description: 'delete the recovery points; asks for each VM name',
    group: 'How',
    schema: (zod) => zod.boolean().default(false),
  },
  confirm: {
    flags: '--confirm <name>',
    description: 'delete the backups of this VM without asking; can be repeated',
    group: 'How',
    repeatable: true,
    schema: (zod) => zod.array(zod.string().trim().min(1, '--confirm needs a VM name')).default([]),
  },
  ...RUN_OPTIONS,
  ...ITEM_CHANGE_OPTIONS,
} satisfies OptionTable;
const globalOptions = [...PLACE_GLOBALS, 'dryRun'] as const;

/** The options of `azbackup disable`. */
export type DisableOptions = OptionsOf<typeof options, typeof globalOptions> & TypedPlaces;

/** `azbackup disable` */
export const disableCommand = defineCommand({
  name: 'disable',
  kind: 'disable',
  purpose: 'protect',
  summary: 'Stop backups, and keep or delete the recovery points',
  examples: [
    {
      command: 'azbackup disable --vm VM005',
      description: 'stops backups and keeps the recovery points',
    },
    {
      command: 'azbackup disable --vm VM005 --delete-data --dry-run',
      description: 'previews what would be deleted, and when it is purged',
    },
    {
      command: 'azbackup disable --vm VM005 --delete-data --confirm VM005',
      description: 'deletes the backups without asking',
    },
  ],
  options,
  globalOptions,
  selectsMachines: true,
  exits: ITEM_CHANGE_EXITS,
  related: ['resume', 'undelete', 'status'],
  load: () => import('./disable.run.js'),
  loadResultSchema: async () => (await import('./result.js')).disableDocumentSchema,
  loadView: async () => (await import('./view.js')).formatItemChange,
});
