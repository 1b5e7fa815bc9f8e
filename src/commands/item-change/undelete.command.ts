// `azbackup undelete`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import {
  ACCEPT_RETENTION_LOSS_OPTION,
  ITEM_CHANGE_EXITS,
  ITEM_CHANGE_OPTIONS,
  ITEM_OPTION,
} from '../options/item-options.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';

const options = {
  vm: ITEM_OPTION,
  resume: {
    flags: '--resume',
    description: 'also resume backups; needs --policy',
    group: 'How',
    schema: (zod) => zod.boolean().default(false),
  },
  policy: {
    flags: '--policy <name>',
    description: 'backup policy to resume with',
    group: 'What',
    schema: (zod) => zod.string().min(1).optional(),
  },
  acceptRetentionLoss: ACCEPT_RETENTION_LOSS_OPTION,
  ...ITEM_CHANGE_OPTIONS,
} satisfies OptionTable;
const globalOptions = [...PLACE_GLOBALS, 'dryRun'] as const;

/** The options of `azbackup undelete`. */
export type UndeleteOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup undelete` */
export const undeleteCommand = defineCommand({
  name: 'undelete',
  kind: 'undelete',
  purpose: 'protect',
  summary: 'Recover soft-deleted backups',
  examples: [
    { command: 'azbackup undelete --vm VM011', description: 'recovers the backups, stopped' },
    {
      command: 'azbackup undelete --vm VM011 --resume --policy daily-90-days',
      description: 'recovers them and resumes backups',
    },
    { command: 'azbackup undelete --vm VM011 --dry-run', description: 'previews the changes' },
  ],
  options,
  globalOptions,
  exits: ITEM_CHANGE_EXITS,
  related: ['disable', 'resume', 'status'],
  load: () => import('./undelete.run.js'),
  loadResultSchema: async () => (await import('./result.js')).undeleteDocumentSchema,
  loadView: async () => (await import('./view.js')).formatItemChange,
});
