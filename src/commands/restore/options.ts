// The options of `azbackup restore`, and how they go together.

import type { z } from 'zod';
import type { OptionsOf } from '../options/global-options.js';
import {
  DETAILED_EXITCODE_OPTION,
  detailedExitcodeNeedsDryRun,
  PLACE_GLOBALS,
} from '../options/machine-options.js';
import { WAIT_OPTIONS, waitHasOneEnd } from '../options/wait-options.js';
import { RESOURCE_GUARD_OPTION } from '../options/item-options.js';
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
export const RESTORE_OBJECTIONS = [
  'keys',
  'staging-account',
  'azure-validation',
  'ade',
  'size',
] as const;

/** One of them. */
export type RestoreObjection = (typeof RESTORE_OBJECTIONS)[number];

const TIERS = ['snapshot', 'vault'] as const;
const REHYDRATE = ['standard', 'high'] as const;
const DISK_ACCESS = ['same-as-source', 'private', 'public'] as const;
const VOLUMES = { os: 'OS', data: 'Data', all: 'All' } as const;
const PASSES = ['single', 'dual'] as const;
const LIKE = ['source', 'none'] as const;
const KEYS = ['auto', 'always', 'never'] as const;

const text = (zod: Zod, option: string, what: string): z.ZodString =>
  zod.string().trim().min(1, `${option} needs ${what}`);
const flag = (zod: Zod): z.ZodDefault<z.ZodBoolean> => zod.boolean().default(false);

/** What `restore` takes. */
export const options = {
  vm: {
    flags: '--vm <name>',
    description: 'backed-up VM, by name or resource id, even if deleted',
    group: 'What',
    schema: (zod) => zod.string('--vm is required').trim().min(1, '--vm needs a name or an id'),
  },
  recoveryPoint: {
    flags: '--recovery-point <point>',
    description:
      'recovery point id, latest, latest-clean (newest that Azure reports as clean), a time (newest point up to then), or "before 2026-11-01" (default: latest, or that of a restore started in the last day)',
    group: 'What',
    schema: (zod) => text(zod, '--recovery-point', 'a point').optional(),
  },
  acceptThreat: {
    flags: '--accept-threat',
    description: 'restore a point that Azure reports as infected, without being asked',
    group: 'How',
    schema: flag,
  },
  tier: {
    flags: '--tier <tier>',
    description: 'only points that Azure reads from this tier: snapshot or vault',
    group: 'What',
    choices: TIERS,
    schema: (zod) => zod.enum(TIERS, '--tier needs snapshot or vault').optional(),
  },
  to: {
    flags: '--to <goal>',
    description:
      'disks (default) or vm (a new VM); Azure does not support original-location, alternate-location and files for encrypted VMs',
    group: 'What',
    choices: RESTORE_GOALS,
    schema: (zod) =>
      zod
        .enum(RESTORE_GOALS, `--to needs one of ${RESTORE_GOALS.slice(0, 2).join(', ')}`)
        .default('disks'),
  },
  name: {
    flags: '--name <name>',
    description: 'name of the new VM',
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
    description: 'virtual network of the new VM, by name or resource id',
    group: 'How',
    schema: (zod) => text(zod, '--vnet', 'the name or id of a virtual network').optional(),
  },
  subnet: {
    flags: '--subnet <name>',
    description: 'subnet (default: the only one)',
    group: 'How',
    schema: (zod) => text(zod, '--subnet', 'the name of a subnet').optional(),
  },
  privateAddress: {
    flags: '--private-address <address>',
    description: 'static private IP address (default: dynamic); the new VM gets no public address',
    group: 'How',
    schema: (zod) => zod.ipv4('--private-address needs an IPv4 address').optional(),
  },
  size: {
    flags: '--size <size>',
    description: 'size of the new VM (default: the original size)',
    group: 'How',
    schema: (zod) => text(zod, '--size', 'a size such as Standard_D2s_v5').optional(),
  },
  zone: {
    flags: '--zone <number>',
    description: 'availability zone; encrypted VMs must stay in their zone',
    group: 'How',
    schema: (zod) =>
      zod
        .string()
        .regex(/^[1-9]$/u, '--zone needs a number such as 1')
        .optional(),
  },
  targetResourceGroup: {
    flags: '--target-resource-group <name>',
    description: 'resource group for the disks and the VM (default: that of the original VM)',
    group: 'How',
    schema: (zod) => text(zod, '--target-resource-group', 'a name or an id').optional(),
  },
  targetSubscription: {
    flags: '--target-subscription <id>',
    description: 'must be the subscription of the VM: Azure restores encrypted VMs only there',
    group: 'How',
    schema: (zod) => text(zod, '--target-subscription', 'an id').optional(),
  },
  stagingAccount: {
    flags: '--staging-account <name>',
    description:
      'staging storage account, by name or resource id (default: the only suitable one in the region)',
    group: 'How',
    schema: (zod) =>
      text(zod, '--staging-account', 'the name or id of a storage account').optional(),
  },
  stagingIdentity: {
    flags: '--staging-identity <identity>',
    description:
      "identity of the vault that writes to the staging account, for accounts without key access: system, or a user-assigned identity's resource id",
    group: 'How',
    schema: (zod) =>
      text(zod, '--staging-identity', "system or an identity's resource id")
        .regex(
          /^(?:system|\/.+)$/u,
          '--staging-identity needs system or the resource id of a user-assigned identity',
        )
        .optional(),
  },
  diskAccess: {
    flags: '--disk-access <choice>',
    description:
      'network access of the new disks, if the original ones are private: same-as-source (default; not with --secondary-region), private or public',
    group: 'How',
    choices: DISK_ACCESS,
    schema: (zod) =>
      zod.enum(DISK_ACCESS, `--disk-access needs one of ${DISK_ACCESS.join(', ')}`).optional(),
  },
  diskAccessId: {
    flags: '--disk-access-id <id>',
    description: 'disk access resource for --disk-access private, by resource id',
    group: 'How',
    schema: (zod) =>
      text(zod, '--disk-access-id', 'the resource id of a disk access resource')
        .regex(
          /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Compute\/diskAccesses\/[^/]+$/iu,
          '--disk-access-id needs the resource id of a disk access resource',
        )
        .optional(),
  },
  rehydrate: {
    flags: '--rehydrate <priority>',
    description:
      'rehydrate a point of the archive tier first: standard (up to 15 h) or high (about 1 h)',
    group: 'How',
    choices: REHYDRATE,
    schema: (zod) => zod.enum(REHYDRATE, '--rehydrate needs standard or high').optional(),
  },
  rehydrateFor: {
    flags: '--rehydrate-for <duration>',
    description: 'how long the point stays rehydrated: 10d to 30d (default: 15d)',
    group: 'How',
    schema: (zod) =>
      zod
        .string()
        .regex(/^(?:1\d|2\d|30)d$/u, '--rehydrate-for needs 10d to 30d, which is what Azure takes')
        .optional(),
  },
  resourceGuardRequest: RESOURCE_GUARD_OPTION,
  keys: {
    flags: '--keys <choice>',
    description:
      'key and secret: auto restores missing ones (default), always restores them into --key-vault, never restores none',
    group: 'How',
    choices: KEYS,
    schema: (zod) => zod.enum(KEYS, '--keys needs auto, always or never').default('auto'),
  },
  keyVault: {
    flags: '--key-vault <name>',
    description:
      'key vault to restore keys into, in the same subscription and geography (default: the original one)',
    group: 'How',
    schema: (zod) =>
      text(zod, '--key-vault', 'a name or an id')
        .refine(
          (value) => !value.includes('://'),
          '--key-vault needs a name or an id, not an address',
        )
        .optional(),
  },
  adePass: {
    flags: '--ade-pass <pass>',
    description:
      'single, or dual for ADE with an Entra application; only used if neither the recovery point, nor the disks, nor the VM shows it',
    group: 'How',
    choices: PASSES,
    schema: (zod) => zod.enum(PASSES, '--ade-pass needs single or dual').optional(),
  },
  like: {
    flags: '--like <choice>',
    description:
      'source (default): the new VM has tags, license type, identities, availability set, accelerated networking and network security group of the original VM, if that still exists; none: it does not',
    group: 'How',
    choices: LIKE,
    schema: (zod) => zod.enum(LIKE, '--like needs source or none').default('source'),
  },
  tags: {
    flags: '--tags <name=value>',
    description: 'tag of the new VM; can be repeated',
    group: 'How',
    repeatable: true,
    schema: (zod) =>
      zod
        .array(zod.string().regex(/^[^=<>%&\\?/]{1,512}=.{0,256}$/u, '--tags needs NAME=VALUE'))
        .default([]),
  },
  adeVolumeType: {
    flags: '--ade-volume-type <volumes>',
    description:
      'os, data or all: the encrypted volumes of the VM; only used if the original VM no longer shows them',
    group: 'How',
    choices: Object.keys(VOLUMES),
    schema: (zod) =>
      zod
        .enum(['os', 'data', 'all'], '--ade-volume-type needs os, data or all')
        .transform((word) => VOLUMES[word])
        .optional(),
  },
  adeClientId: {
    flags: '--ade-client-id <guid>',
    description:
      'Entra application of dual-pass ADE; its secret is read from AZBACKUP_ADE_CLIENT_SECRET',
    group: 'How',
    schema: (zod) => zod.guid('--ade-client-id needs the id of an application (a guid)').optional(),
  },
  secondaryRegion: {
    flags: '--secondary-region',
    description:
      'restore in the paired region of the vault; encrypted VMs need a --key-vault in that region',
    group: 'What',
    schema: flag,
  },
  keepStaging: {
    flags: '--keep-staging',
    description: 'keep the blobs with key material in the staging account',
    group: 'How',
    schema: flag,
  },
  again: {
    flags: '--again',
    description: 'restore again instead of resuming an earlier restore',
    group: 'How',
    schema: flag,
  },
  ignore: {
    flags: '--ignore <judgement>',
    description:
      'continue despite this problem: keys, staging-account, azure-validation, ade or size; can be repeated',
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
export type RestoreOptions = OptionsOf<typeof options, typeof globalOptions> & {
  /** Set by what restores for a while only: nothing is brought back where it would outlast the restore. */
  readonly sparesOriginals?: true;
};

const OF_A_MACHINE = [
  'name',
  'vnet',
  'subnet',
  'size',
  'zone',
  'privateAddress',
  'adeClientId',
  'adeVolumeType',
] as const;

/** How they go together. */
export const rules: readonly OptionRule<RestoreOptions>[] = [
  detailedExitcodeNeedsDryRun,
  waitHasOneEnd,
  rule(
    ({ rehydrate, rehydrateFor }) => rehydrateFor === undefined || rehydrate !== undefined,
    '--rehydrate-for needs --rehydrate',
  ),
  rule(
    ({ rehydrate, secondaryRegion }) => rehydrate === undefined || !secondaryRegion,
    '--rehydrate and --secondary-region cannot be used together: archived points have no copies there',
  ),
  rule(
    ({ diskAccess, diskAccessId }) => (diskAccess === 'private') === (diskAccessId !== undefined),
    '--disk-access private and --disk-access-id go together',
  ),
  rule(({ to, tags }) => to === 'vm' || tags.length === 0, '--tags needs --to vm'),
  rule(({ to, name }) => to !== 'vm' || name !== undefined, '--to vm needs --name'),
  rule(({ to, vnet }) => to !== 'vm' || vnet !== undefined, '--to vm needs --vnet'),
  rule(
    (given) => given.to === 'vm' || OF_A_MACHINE.every((key) => given[key] === undefined),
    '--name, --vnet, --subnet, --size, --zone, --private-address, --ade-client-id and --ade-volume-type need --to vm',
  ),
  rule(
    ({ keys, keyVault }) => keys !== 'always' || keyVault !== undefined,
    '--keys always needs --key-vault: existing keys can only be restored into another key vault',
  ),
  rule(
    ({ keys, keyVault }) => keys !== 'never' || keyVault === undefined,
    '--keys never and --key-vault cannot be used together',
  ),
];
