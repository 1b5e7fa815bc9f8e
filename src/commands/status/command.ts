// `azbackup status`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf, TypedPlaces } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import { durationSchema, PLACE_GLOBALS, PRINCIPAL_OPTION } from '../options/machine-options.js';
import { SELECTION_OPTIONS } from '../options/selection-options.js';

const options = {
  ...SELECTION_OPTIONS,
  maxAge: {
    flags: '--max-age <duration>',
    description:
      'exit 6 if any last recovery point is older than this, such as 26h, or the VM of an item is gone',
    group: 'How',
    schema: (zod) => durationSchema(zod, '--max-age').optional(),
  },
  exitZero: {
    flags: '--exit-zero',
    description: 'exit 0 also if backups failed or keys cannot be used',
    group: 'Output',
    schema: (zod) => zod.boolean().default(false),
  },
  backupPrincipalId: PRINCIPAL_OPTION,
} satisfies OptionTable;
const globalOptions = PLACE_GLOBALS;

/** The options of `azbackup status`. */
export type StatusOptions = OptionsOf<typeof options, typeof globalOptions> & TypedPlaces;

/** `azbackup status` */
export const statusCommand = defineCommand({
  name: 'status',
  kind: 'status',
  purpose: 'look',
  summary: 'Show backup status: last point, last error, key access',
  examples: [
    { command: 'azbackup status --vm VM005', description: 'details of one VM' },
    {
      command: 'azbackup status --vault rsv-prod',
      description: 'all VMs of a vault; exits 6 if a backup failed or keys cannot be used',
    },
    {
      command: 'azbackup status --vault rsv-prod --max-age 26h -q',
      description: 'for monitoring: exits 6 if a last point is older',
    },
  ],
  options,
  globalOptions,
  selectsMachines: true,
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable'],
  related: ['preflight', 'enable', 'audit-keys'],
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).statusDocumentSchema,
  loadView: async () => (await import('./view.js')).formatStatus,
});
