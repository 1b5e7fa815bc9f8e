// The options of `azbackup restore`, and how they go together.

import type { z } from 'zod';
import type { OptionsOf } from '../options/global-options.js';
import {
  DETAILED_EXITCODE_OPTION,
  detailedExitcodeNeedsDryRun,
  PLACE_GLOBALS,
  timeoutNeedsWait,
  WAIT_OPTIONS,
} from '../options/machine-options.js';
import { rule, type OptionRule, type OptionTable, type Zod } from '../options/option.js';

/** What a restore can be asked to end in; the last three are forbidden for encrypted machines. */
export const RESTORE_GOALS = [
  'disks',
  'vm',
  'original-location',
  'alternate-location',
  'files',
] as const;

/** One of them. */
export type RestoreGoalWord = (typeof RESTORE_GOALS)[number];

/** What `--ignore` can override: judgements made before a restore, each of which Azure may see otherwise. */
export const RESTORE_OBJECTIONS = ['keys', 'staging-account', 'azure-validation', 'ade'] as const;

/** One of them. */
export type RestoreObjection = (typeof RESTORE_OBJECTIONS)[number];

const TIERS = ['snapshot', 'vault'] as const;
const KEYS = ['auto', 'always', 'never'] as const;

const text = (zod: Zod, option: string, what: string): z.ZodString =>
  zod.string().trim().min(1, `${option} needs ${what}`);
const flag = (zod: Zod): z.ZodDefault<z.ZodBoolean> => zod.boolean().default(false);

/** What `restore` takes. */
export const options = {
  vm: {
    flags: '--vm <name>',
    description:
      'machine that was backed up, by name or resource id, also one that no longer exists',
    group: 'What',
    schema: (zod) =>
      zod
        .string('--vm is missing: name the machine whose backup is restored')
        .trim()
        .min(1, '--vm needs a name or an id'),
  },
  recoveryPoint: {
    flags: '--recovery-point <point>',
    description:
      'Azure\'s number of it, latest (default), a time (the newest point up to then), or "before 2026-11-01"',
    group: 'What',
    schema: (zod) => text(zod, '--recovery-point', 'a point').default('latest'),
  },
  tier: {
    flags: '--tier <tier>',
    description: 'take only a point that Azure reads from there: snapshot or vault',
    group: 'What',
    choices: TIERS,
    schema: (zod) => zod.enum(TIERS, '--tier needs snapshot or vault').optional(),
  },
  to: {
    flags: '--to <goal>',
    description:
      'disks (default), or vm: a new machine; original-location, alternate-location and files are refused for encrypted machines, with the reason',
    group: 'What',
    choices: RESTORE_GOALS,
    schema: (zod) =>
      zod
        .enum(RESTORE_GOALS, `--to needs one of ${RESTORE_GOALS.slice(0, 2).join(', ')}`)
        .default('disks'),
  },
  name: {
    flags: '--name <name>',
    description: 'name of the new machine',
    group: 'What',
    schema: (zod) =>
      zod
        .string()
        .trim()
        .regex(
          /^[a-zA-Z0-9](?:[\w.-]{0,62}[a-zA-Z0-9_])?$/u,
          '--name needs 1 to 64 letters, digits, dots, dashes or underscores',
        )
        .optional(),
  },
  vnet: {
    flags: '--vnet <name>',
    description: 'virtual network of the new machine, by name or resource id',
    group: 'How',
    schema: (zod) => text(zod, '--vnet', 'the name or id of a virtual network').optional(),
  },
  subnet: {
    flags: '--subnet <name>',
    description: 'subnet of it (default: the only one)',
    group: 'How',
    schema: (zod) => text(zod, '--subnet', 'the name of a subnet').optional(),
  },
  privateAddress: {
    flags: '--private-address <address>',
    description:
      'static private address (default: dynamic); a public one is never given to the new machine',
    group: 'How',
    schema: (zod) => zod.ipv4('--private-address needs an IPv4 address').optional(),
  },
  size: {
    flags: '--size <size>',
    description: 'size of the new machine (default: the one it had)',
    group: 'How',
    schema: (zod) => text(zod, '--size', 'a size such as Standard_D2s_v5').optional(),
  },
  zone: {
    flags: '--zone <number>',
    description: 'availability zone; of encrypted machines only the one it was in',
    group: 'How',
    schema: (zod) =>
      zod
        .string()
        .regex(/^[1-9]$/u, '--zone needs a number such as 1')
        .optional(),
  },
  targetResourceGroup: {
    flags: '--target-resource-group <name>',
    description: "where disks and machine are made (default: the old machine's)",
    group: 'How',
    schema: (zod) => text(zod, '--target-resource-group', 'a name or an id').optional(),
  },
  targetSubscription: {
    flags: '--target-subscription <id>',
    description: "must be the machine's own: Azure restores encrypted machines nowhere else",
    group: 'How',
    schema: (zod) => text(zod, '--target-subscription', 'an id').optional(),
  },
  stagingAccount: {
    flags: '--staging-account <name>',
    description:
      'storage account in which Azure describes what it restores, by name or resource id (default: the only one of the region that will do)',
    group: 'How',
    schema: (zod) =>
      text(zod, '--staging-account', 'the name or id of a storage account').optional(),
  },
  keys: {
    flags: '--keys <choice>',
    description:
      'key and secret: auto restores what is missing (default), always restores them into --key-vault, never touches none',
    group: 'How',
    choices: KEYS,
    schema: (zod) => zod.enum(KEYS, '--keys needs auto, always or never').default('auto'),
  },
  keyVault: {
    flags: '--key-vault <name>',
    description:
      'key vault to restore them into, of the same subscription and geography (default: the one they were in)',
    group: 'How',
    schema: (zod) => text(zod, '--key-vault', 'a name or an id').optional(),
  },
  adeClientId: {
    flags: '--ade-client-id <guid>',
    description:
      'application that dual-pass ADE runs as; its secret is read from AZBACKUP_ADE_CLIENT_SECRET',
    group: 'How',
    schema: (zod) => zod.guid('--ade-client-id needs the id of an application (a guid)').optional(),
  },
  secondaryRegion: {
    flags: '--secondary-region',
    description:
      'restore in the region that Azure pairs with that of the vault, from the copies there; encrypted machines need --key-vault with one of that region',
    group: 'What',
    schema: flag,
  },
  keepStaging: {
    flags: '--keep-staging',
    description: 'leave the blobs with key material in the staging account',
    group: 'How',
    schema: flag,
  },
  again: {
    flags: '--again',
    description: 'restore once more what was restored before, instead of going on with it',
    group: 'How',
    schema: flag,
  },
  ignore: {
    flags: '--ignore <judgement>',
    description:
      'go on against a judgement: keys, staging-account, azure-validation or ade; may be repeated',
    group: 'How',
    repeatable: true,
    schema: (zod) =>
      zod
        .array(
          zod.enum(RESTORE_OBJECTIONS, `--ignore needs one of ${RESTORE_OBJECTIONS.join(', ')}`),
        )
        .default([]),
  },
  ...WAIT_OPTIONS,
  detailedExitcode: DETAILED_EXITCODE_OPTION,
} satisfies OptionTable;

/** Where to look, and whether only to look. */
export const globalOptions = [...PLACE_GLOBALS, 'dryRun'] as const;

/** The options of `azbackup restore`. */
export type RestoreOptions = OptionsOf<typeof options, typeof globalOptions>;

const OF_A_MACHINE = [
  'name',
  'vnet',
  'subnet',
  'size',
  'zone',
  'privateAddress',
  'adeClientId',
] as const;

/** How they go together. */
export const rules: readonly OptionRule<RestoreOptions>[] = [
  detailedExitcodeNeedsDryRun,
  timeoutNeedsWait,
  rule(
    ({ to, name }) => to !== 'vm' || name !== undefined,
    '--to vm needs --name, the name of the new machine',
  ),
  rule(
    ({ to, vnet }) => to !== 'vm' || vnet !== undefined,
    '--to vm needs --vnet, the virtual network of the new machine',
  ),
  rule(
    (given) => given.to === 'vm' || OF_A_MACHINE.every((key) => given[key] === undefined),
    '--name, --vnet, --subnet, --size, --zone, --private-address and --ade-client-id go with --to vm',
  ),
  rule(
    ({ keys, keyVault }) => keys !== 'always' || keyVault !== undefined,
    '--keys always needs --key-vault: where key and secret are in place, they can be restored only into another key vault',
  ),
  rule(
    ({ keys, keyVault }) => keys !== 'never' || keyVault === undefined,
    '--keys never and --key-vault exclude each other: nothing is restored into a key vault',
  ),
];
