// `azbackup backup-now`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf, TypedPlaces } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import { FLEET_OPTIONS } from '../options/fleet-options.js';
import {
  DETAILED_EXITCODE_OPTION,
  IGNORE_OPTION,
  PLACE_GLOBALS,
  PRINCIPAL_OPTION,
  STRICT_OPTION,
} from '../options/machine-options.js';
import { WAIT_OPTIONS } from '../options/wait-options.js';
import { EXPECT_OPTION, SELECTION_OPTIONS } from '../options/selection-options.js';

const options = {
  ...SELECTION_OPTIONS,
  expect: EXPECT_OPTION,
  retain: {
    flags: '--retain <time>',
    description:
      'how long to keep the recovery point: 30d (default), 12w, 6mo, 1y, P30D, a date such as 2027-01-31 (00:00 UTC), or an RFC 3339 time',
    group: 'What',
    schema: (zod) => zod.string().optional(),
  },
  skipPreflight: {
    flags: '--skip-preflight',
    description: 'skip the checks; problems then show only when the job fails',
    group: 'How',
    schema: (zod) => zod.boolean().default(false),
  },
  ignore: IGNORE_OPTION,
  strict: STRICT_OPTION,
  backupPrincipalId: PRINCIPAL_OPTION,
  ...FLEET_OPTIONS,
  ...WAIT_OPTIONS,
  detailedExitcode: DETAILED_EXITCODE_OPTION,
} satisfies OptionTable;
const globalOptions = [...PLACE_GLOBALS, 'dryRun'] as const;

/** The options of `azbackup backup-now`. */
export type BackupNowOptions = OptionsOf<typeof options, typeof globalOptions> & TypedPlaces;

/** `azbackup backup-now` */
export const backupNowCommand = defineCommand({
  name: 'backup-now',
  kind: 'backup-now',
  purpose: 'back-up',
  summary: 'Back up VMs now, and watch the jobs',
  examples: [
    {
      command: 'azbackup backup-now --vm VM005 --retain 30d',
      description: "exits with the job's result",
    },
    {
      command: 'azbackup backup-now --vm VM005 --wait 30m',
      description: 'waits at most 30 minutes',
    },
    {
      command: 'azbackup backup-now --vm VM005 --retain 2027-01-31 --no-wait -o json',
      description: 'starts the job and prints its id',
    },
  ],
  options,
  globalOptions,
  selectsMachines: true,
  exits: [
    'done',
    'blocked',
    'not-found',
    'not-allowed',
    'partial',
    'azure-failed',
    'still-running',
    'warnings',
    'unavailable',
    'changes-pending',
    'interrupted',
  ],
  related: ['enable', 'jobs watch', 'recovery-points list', 'status'],
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).backupNowDocumentSchema,
  loadView: async () => (await import('./view.js')).formatBackupNow,
});
