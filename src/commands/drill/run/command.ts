// `azbackup drill run`: its options, what help says of it, and where its run, its result and its view are.

import { DRILL_CHECKS } from '../../../domain/drill/verdict.js';
import { defineCommand } from '../../command.js';
import { RESOURCE_GUARD_OPTION } from '../../options/item-options.js';
import type { OptionsOf, TypedPlaces } from '../../options/global-options.js';
import { durationSchema, PLACE_GLOBALS } from '../../options/machine-options.js';
import type { OptionTable } from '../../options/option.js';
import { EXPECT_OPTION, ITEM_SELECTION_OPTIONS } from '../../options/selection-options.js';
import { options as restoreOptions } from '../../restore/options.js';

const CHECK_WORDS = DRILL_CHECKS.filter((check) => check !== 'script');
const NEEDS_CHECK = `--check needs one of ${CHECK_WORDS.join(', ')}, or script:FILE`;

/** A check to make. */
export type WantedCheck =
  | { readonly check: Exclude<(typeof DRILL_CHECKS)[number], 'script'> }
  | { readonly check: 'script'; readonly file: string };

const options = {
  ...ITEM_SELECTION_OPTIONS,
  count: {
    flags: '--count <number>',
    description: 'only so many of the selected VMs, chosen by chance',
    group: 'What',
    schema: (zod) =>
      zod
        .string()
        .regex(/^[1-9]\d{0,3}$/u, '--count needs a number of VMs')
        .transform(Number)
        .optional(),
  },
  seed: {
    flags: '--seed <text>',
    description: 'repeats what --count and --point random chose; the evidence names it',
    group: 'What',
    schema: (zod) =>
      zod
        .string()
        .regex(
          /^[\w.-]{1,64}$/u,
          '--seed needs 1 to 64 letters, digits, dots, dashes or underscores',
        )
        .optional(),
  },
  point: {
    flags: '--point <point>',
    description: 'latest (default), latest-clean, random, or the id of a recovery point',
    group: 'What',
    schema: (zod) =>
      zod
        .string()
        .regex(
          /^(?:latest|latest-clean|random|\d+)$/u,
          '--point needs latest, latest-clean, random or the id of a recovery point',
        )
        .default('latest'),
  },
  within: {
    flags: '--within <duration>',
    description: 'only recovery points that are not older than this, such as 30d',
    group: 'What',
    schema: (zod) => durationSchema(zod, '--within').optional(),
  },
  check: {
    flags: '--check <checks>',
    description:
      'boots, agent, encryption, extensions, script:FILE (run in the VM); comma-separated, can be repeated (default: boots,agent,encryption)',
    group: 'How',
    repeatable: true,
    schema: (zod) =>
      zod
        .array(
          zod.string().transform((text, issues): WantedCheck[] => {
            const found = text.split(',').map((word) => wantedCheck(word.trim()));
            if (found.includes(undefined)) {
              issues.addIssue({ code: 'custom', message: NEEDS_CHECK });
              return zod.NEVER;
            }
            return found.filter((each) => each !== undefined);
          }),
        )
        .default([])
        .transform((lists) => lists.flat()),
  },
  rto: {
    flags: '--rto <duration>',
    description:
      'the drill fails if the restored VM is not up by then, from the request of the restore',
    group: 'How',
    schema: (zod) => durationSchema(zod, '--rto').optional(),
  },
  rpo: {
    flags: '--rpo <duration>',
    description: 'the drill fails if the recovery point is older than this when it starts',
    group: 'How',
    schema: (zod) => durationSchema(zod, '--rpo').optional(),
  },
  validationWindow: {
    flags: '--validation-window <duration>',
    description: 'how long the restored VM is watched until its checks pass (default: 30m)',
    group: 'How',
    schema: (zod) => durationSchema(zod, '--validation-window').default(1800),
  },
  keepOnFailure: {
    flags: '--keep-on-failure <duration>',
    description: 'keep what a drill that did not pass has made for this long, to look into it',
    group: 'How',
    schema: (zod) => durationSchema(zod, '--keep-on-failure').optional(),
  },
  maxParallel: {
    flags: '--max-parallel <number>',
    description: 'drills at a time (default: 2)',
    group: 'How',
    schema: (zod) =>
      zod
        .string()
        .regex(/^(?:[1-9]|[1-4]\d|50)$/u, '--max-parallel needs a number from 1 to 50')
        .transform(Number)
        .default(2),
  },
  evidence: {
    flags: '--evidence <folder>',
    description: 'write evidence as JSON, Markdown and JUnit into this folder, which must exist',
    group: 'Output',
    schema: (zod) => zod.string().trim().min(1, '--evidence needs a folder').optional(),
  },
  size: {
    ...restoreOptions.size,
    description: 'size of the restored VM (default: the original size)',
  },
  stagingAccount: restoreOptions.stagingAccount,
  stagingIdentity: restoreOptions.stagingIdentity,
  adePass: restoreOptions.adePass,
  adeVolumeType: restoreOptions.adeVolumeType,
  adeClientId: restoreOptions.adeClientId,
  resourceGuardRequest: RESOURCE_GUARD_OPTION,
  expect: EXPECT_OPTION,
} satisfies OptionTable;
const globalOptions = [...PLACE_GLOBALS, 'dryRun'] as const;

/** The options of `azbackup drill run`. */
export type DrillRunOptions = OptionsOf<typeof options, typeof globalOptions> & TypedPlaces;

function wantedCheck(word: string): WantedCheck | undefined {
  if (word.startsWith('script:') && word.length > 'script:'.length) {
    return { check: 'script', file: word.slice('script:'.length) };
  }
  const check = CHECK_WORDS.find((each) => each === word);
  return check === undefined ? undefined : { check };
}

/** `azbackup drill run` */
export const drillRunCommand = defineCommand({
  name: 'run',
  parent: 'drill',
  kind: 'drill-run',
  purpose: 'restore',
  summary: 'Test restores of VMs in isolation, then delete them',
  examples: [
    {
      command: 'azbackup drill run --vm VM005 --dry-run',
      description: 'what would be created, and for how long',
    },
    {
      command: 'azbackup drill run --vm VM014 --rto 4h --rpo 26h',
      description: 'one VM whose key is lost, with the times that it must keep',
    },
    {
      command:
        'azbackup drill run --vault rsv-prod --count 1 --point random --within 30d --dry-run',
      description: 'one VM of a vault and one of its points, chosen by chance',
    },
  ],
  options,
  globalOptions,
  selectsMachines: true,
  exits: [
    'done',
    'not-found',
    'not-allowed',
    'blocked',
    'partial',
    'azure-failed',
    'unavailable',
    'unmet',
    'interrupted',
  ],
  related: [
    'drill list',
    'drill show',
    'drill report',
    'drill clean',
    'restore',
    'recovery-points list',
  ],
  load: () => import('./run.js'),
  loadResultSchema: async () => (await import('./result.js')).drillRunDocumentSchema,
  loadView: async () => (await import('./view.js')).formatDrillRun,
});
