// `azbackup audit-keys`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf, TypedPlaces } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import { PLACE_GLOBALS } from '../options/machine-options.js';
import { ITEM_SELECTION_OPTIONS } from '../options/selection-options.js';

const FAIL_ON = ['at-risk', 'replaced', 'unusable', 'missing', 'unknown', 'lost'] as const;
const options = {
  ...ITEM_SELECTION_OPTIONS,
  failOn: {
    flags: '--fail-on <severity>',
    description:
      'exit 6 if any point has this verdict or worse: at-risk, replaced, unusable (default), missing, unknown, lost',
    group: 'Output',
    choices: FAIL_ON,
    schema: (zod) =>
      zod.enum(FAIL_ON, `--fail-on needs one of ${FAIL_ON.join(', ')}`).default('unusable'),
  },
} satisfies OptionTable;
const globalOptions = PLACE_GLOBALS;

/** The options of `azbackup audit-keys`. */
export type AuditKeysOptions = OptionsOf<typeof options, typeof globalOptions> & TypedPlaces;

/** `azbackup audit-keys` */
export const auditKeysCommand = defineCommand({
  name: 'audit-keys',
  kind: 'audit-keys',
  purpose: 'look',
  summary: 'Find recovery points whose keys are lost or at risk',
  examples: [
    { command: 'azbackup audit-keys --vm VM014', description: 'audits the keys of one VM' },
    {
      command: 'azbackup audit-keys --vault rsv-prod',
      description:
        'audits all VMs of a vault; exits 6 if a key is unusable, missing, unknown or lost',
    },
    {
      command: 'azbackup audit-keys --vault rsv-prod --fail-on at-risk -o json',
      description: 'also fails on keys that expire or can be purged',
    },
  ],
  options,
  globalOptions,
  selectsMachines: true,
  exits: ['done', 'not-found', 'not-allowed', 'partial', 'unavailable'],
  related: ['restore-keys', 'recovery-points show'],
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).auditKeysDocumentSchema,
  loadView: async () => (await import('./view.js')).formatAuditKeys,
});
