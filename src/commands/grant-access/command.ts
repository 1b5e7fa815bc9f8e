// `azbackup grant-access`: its options, what help says of it, and where its run, its result and its view are.

import { defineCommand } from '../command.js';
import type { OptionsOf, TypedPlaces } from '../options/global-options.js';
import type { OptionTable } from '../options/option.js';
import { FLEET_OPTIONS } from '../options/fleet-options.js';
import {
  DETAILED_EXITCODE_OPTION,
  GRANT_OPTIONS,
  IGNORE_OPTION,
  PLACE_GLOBALS,
  PRINCIPAL_OPTION,
} from '../options/machine-options.js';
import { EXPECT_OPTION, SELECTION_OPTIONS } from '../options/selection-options.js';

const options = {
  ...SELECTION_OPTIONS,
  expect: EXPECT_OPTION,
  ...GRANT_OPTIONS,
  revoke: {
    flags: '--revoke',
    description: 'revoke what azbackup granted; other grants stay',
    group: 'How',
    schema: (zod) => zod.boolean().default(false),
  },
  ignore: IGNORE_OPTION,
  backupPrincipalId: PRINCIPAL_OPTION,
  ...FLEET_OPTIONS,
  detailedExitcode: DETAILED_EXITCODE_OPTION,
} satisfies OptionTable;
const globalOptions = [...PLACE_GLOBALS, 'dryRun'] as const;

/** The options of `azbackup grant-access`. */
export type GrantAccessOptions = OptionsOf<typeof options, typeof globalOptions> & TypedPlaces;

/** `azbackup grant-access` */
export const grantAccessCommand = defineCommand({
  name: 'grant-access',
  kind: 'grant-access',
  purpose: 'protect',
  summary: 'Grant the backup service least-privilege access to key vaults',
  examples: [
    {
      command: 'azbackup grant-access --vm VM001 --dry-run',
      description: 'previews the grants',
    },
    {
      command: 'azbackup grant-access --vm VM001',
      description: 'grants access and verifies it',
    },
    { command: 'azbackup grant-access --vm VM001 --revoke --yes', description: 'revokes it' },
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
    'unavailable',
    'changes-pending',
    'interrupted',
  ],
  related: ['preflight', 'enable'],
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).grantAccessDocumentSchema,
  loadView: async () => (await import('./view.js')).formatGrantAccess,
});
