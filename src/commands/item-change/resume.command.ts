// `azbackup resume`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf, TypedPlaces } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import {
  ACCEPT_RETENTION_LOSS_OPTION,
  ITEM_CHANGE_EXITS,
  ITEM_CHANGE_OPTIONS,
} from '../options/item-options.js';
import { RUN_OPTIONS } from '../options/fleet-options.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';
import { EXPECT_OPTION, ITEM_SELECTION_OPTIONS } from '../options/selection-options.js';

const options = {
  ...ITEM_SELECTION_OPTIONS,
  expect: EXPECT_OPTION,
  policy: {
    flags: '--policy <name>',
    description: 'backup policy to resume with; stopping removed the old one',
    group: 'What',
    schema: (zod) => zod.string().min(1).optional(),
  },
  acceptRetentionLoss: ACCEPT_RETENTION_LOSS_OPTION,
  ...RUN_OPTIONS,
  ...ITEM_CHANGE_OPTIONS,
} satisfies OptionTable;
const globalOptions = [...PLACE_GLOBALS, 'dryRun'] as const;

/** The options of `azbackup resume`. */
export type ResumeOptions = OptionsOf<typeof options, typeof globalOptions> & TypedPlaces;

/** `azbackup resume` */
export const resumeCommand = defineCommand({
  name: 'resume',
  kind: 'resume',
  purpose: 'protect',
  summary: 'Resume stopped backups',
  examples: [
    {
      command: 'azbackup resume --vm VM005 --policy daily-90-days',
      description: 'resumes backups with this policy',
    },
    {
      command: 'azbackup resume --vm VM005 --policy daily-90-days --dry-run',
      description: 'previews the changes, and the recovery points that would expire',
    },
    {
      command: 'azbackup resume --vm VM005 --vm VM014 --policy daily-90-days -o json',
      description: 'several VMs, with JSON output',
    },
  ],
  options,
  globalOptions,
  selectsMachines: true,
  exits: ITEM_CHANGE_EXITS,
  related: ['disable', 'undelete', 'status'],
  load: () => import('./resume.run.js'),
  loadResultSchema: async () => (await import('./result.js')).resumeDocumentSchema,
  loadView: async () => (await import('./view.js')).formatItemChange,
});
