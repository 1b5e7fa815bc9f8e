// `azbackup recovery-points show`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { ArgumentTable, OptionTable } from '../options/option.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';

const args = {
  point: {
    description: 'recovery point id, latest, latest-clean, or a time (newest point up to then)',
    schema: (zod) => zod.string().trim().min(1, 'a recovery point is required'),
  },
} satisfies ArgumentTable;
const options = {
  vm: {
    flags: '--vm <name>',
    description: 'virtual machine, by name or resource id',
    group: 'What',
    schema: (zod) => zod.string('--vm is required').trim().min(1, '--vm needs a name or an id'),
  },
} satisfies OptionTable;
const globalOptions = PLACE_GLOBALS;

/** The options of `azbackup recovery-points show`. */
export type RecoveryPointsShowOptions = OptionsOf<
  typeof options,
  typeof globalOptions,
  typeof args
>;

/** `azbackup recovery-points show` */
export const recoveryPointsShowCommand = defineCommand({
  name: 'show',
  parent: 'recovery-points',
  kind: 'recovery-point',
  purpose: 'look',
  summary: 'Show a recovery point and the keys it needs',
  examples: [
    { command: 'azbackup recovery-points show latest --vm VM005', description: 'the newest point' },
    {
      command: 'azbackup recovery-points show 2026-10-31 --vm VM005',
      description: 'newest point up to the end of that UTC day',
    },
    {
      command: 'azbackup rp show 2w --vm VM005 -o json',
      description: 'newest point at least two weeks old, as JSON',
    },
  ],
  arguments: args,
  options,
  globalOptions,
  exits: ['done', 'not-found', 'not-allowed', 'unavailable'],
  related: ['recovery-points list', 'status'],
  load: () => import('./show.run.js'),
  loadResultSchema: async () => (await import('./show.result.js')).recoveryPointDocumentSchema,
  loadView: async () => (await import('./show.view.js')).formatRecoveryPoint,
});
