// The options of `azbackup restore`, validated.

import { z } from 'zod';
import { RESTORE_GOALS } from './rules.js';
import {
  detailedExitcodeNeedsDryRun,
  dryRunFields,
  durationSchema,
  placeFields,
} from '../options/option-schemas.js';

/** What `--ignore` can override: judgements made before a restore, each of which Azure may see otherwise. */
export const RESTORE_JUDGEMENTS = ['keys', 'staging-account', 'azure-validation', 'ade'] as const;

/** One of them. */
export type RestoreJudgement = (typeof RESTORE_JUDGEMENTS)[number];

const text = (option: string, what: string): z.ZodString =>
  z.string().trim().min(1, `${option} needs ${what}`);

const OF_A_MACHINE = [
  'name',
  'vnet',
  'subnet',
  'size',
  'zone',
  'privateAddress',
  'adeClientId',
] as const;

/** The options of `restore`. */
export const optionsSchema = z
  .strictObject({
    vm: z
      .string('--vm is missing: name the machine whose backup is restored')
      .trim()
      .min(1, '--vm needs a name or an id'),
    recoveryPoint: text('--recovery-point', 'a point').default('latest'),
    tier: z.enum(['snapshot', 'vault'], '--tier needs snapshot or vault').optional(),
    to: z
      .enum(RESTORE_GOALS, `--to needs one of ${RESTORE_GOALS.slice(0, 2).join(', ')}`)
      .default('disks'),
    name: z
      .string()
      .trim()
      .regex(
        /^[a-zA-Z0-9](?:[\w.-]{0,62}[a-zA-Z0-9_])?$/u,
        '--name needs 1 to 64 letters, digits, dots, dashes or underscores',
      )
      .optional(),
    vnet: text('--vnet', 'the name or id of a virtual network').optional(),
    subnet: text('--subnet', 'the name of a subnet').optional(),
    size: text('--size', 'a size such as Standard_D2s_v5').optional(),
    zone: z
      .string()
      .regex(/^[1-9]$/u, '--zone needs a number such as 1')
      .optional(),
    privateAddress: z.ipv4('--private-address needs an IPv4 address').optional(),
    targetResourceGroup: text('--target-resource-group', 'a name or an id').optional(),
    targetSubscription: text('--target-subscription', 'an id').optional(),
    stagingAccount: text('--staging-account', 'the name or id of a storage account').optional(),
    keys: z.enum(['auto', 'always', 'never'], '--keys needs auto, always or never').default('auto'),
    keyVault: text('--key-vault', 'a name or an id').optional(),
    adeClientId: z.guid('--ade-client-id needs the id of an application (a guid)').optional(),
    secondaryRegion: z.boolean().default(false),
    keepStaging: z.boolean().default(false),
    again: z.boolean().default(false),
    ignore: z
      .array(z.enum(RESTORE_JUDGEMENTS, `--ignore needs one of ${RESTORE_JUDGEMENTS.join(', ')}`))
      .default([]),
    ...placeFields,
    wait: z.boolean().default(true),
    timeout: durationSchema('--timeout').optional(),
    ...dryRunFields,
  })
  .check(detailedExitcodeNeedsDryRun)
  .refine(({ wait, timeout }) => wait || timeout === undefined, {
    error: '--no-wait and --timeout exclude each other: there is no wait to limit',
  })
  .refine(({ to, name }) => to !== 'vm' || name !== undefined, {
    error: '--to vm needs --name, the name of the new machine',
  })
  .refine(({ to, vnet }) => to !== 'vm' || vnet !== undefined, {
    error: '--to vm needs --vnet, the virtual network of the new machine',
  })
  .refine(
    (options) => options.to === 'vm' || OF_A_MACHINE.every((key) => options[key] === undefined),
    {
      error:
        '--name, --vnet, --subnet, --size, --zone, --private-address and --ade-client-id go with --to vm',
    },
  )
  .refine(({ keys, keyVault }) => keys !== 'always' || keyVault !== undefined, {
    error:
      '--keys always needs --key-vault: where key and secret are in place, they can be restored only into another key vault',
  })
  .refine(({ keys, keyVault }) => keys !== 'never' || keyVault === undefined, {
    error: '--keys never and --key-vault exclude each other: nothing is restored into a key vault',
  });

export type RestoreOptions = z.infer<typeof optionsSchema>;
