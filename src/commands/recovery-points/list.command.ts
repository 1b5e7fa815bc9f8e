// `azbackup recovery-points list`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import { machines, PLACE_GLOBALS, VM_OPTION } from '../options/machine-options.js';

const TIERS = ['snapshot', 'vault', 'archive'] as const;
const options = {
  vm: { ...VM_OPTION, schema: machines },
  since: {
    flags: '--since <time>',
    description:
      'points since then: 26h, 30d, 12w, 6mo or 1y ago, a date (from 00:00 UTC), or an RFC 3339 time',
    group: 'What',
    schema: (zod) => zod.string().optional(),
  },
  until: {
    flags: '--until <time>',
    description: 'points up to then, in the same forms; a date means the end of that UTC day',
    group: 'What',
    schema: (zod) => zod.string().optional(),
  },
  tier: {
    flags: '--tier <tier>',
    description: 'points restorable from this tier: snapshot, vault or archive',
    group: 'What',
    choices: TIERS,
    schema: (zod) => zod.enum(TIERS).optional(),
  },
  calendar: {
    flags: '--calendar',
    description: 'show a calendar of days (UTC) with and without points',
    group: 'Output',
    schema: (zod) => zod.boolean().default(false),
  },
} satisfies OptionTable;
const globalOptions = PLACE_GLOBALS;

/** The options of `azbackup recovery-points list`. */
export type RecoveryPointsListOptions = OptionsOf<typeof options, typeof globalOptions>;

/** `azbackup recovery-points list` */
export const recoveryPointsListCommand = defineCommand({
  name: 'list',
  parent: 'recovery-points',
  kind: 'recovery-points',
  purpose: 'look',
  summary: 'List recovery points, and the days without one',
  examples: [
    {
      command: 'azbackup recovery-points list --vm VM005',
      description: 'all points of one VM',
    },
    {
      command: 'azbackup recovery-points list --vm VM014 --calendar',
      description: 'shows days without a point',
    },
    {
      command: 'azbackup rp list --vault rsv-prod --since 30d --tier vault -o tsv',
      description: 'last 30 days of a vault, for scripts',
    },
  ],
  options,
  globalOptions,
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable'],
  related: ['recovery-points show', 'status'],
  load: () => import('./list.run.js'),
  loadResultSchema: async () => (await import('./list.result.js')).recoveryPointsDocumentSchema,
  loadView: async () => (await import('./list.view.js')).formatRecoveryPoints,
});
