// How commands on machines are given many of them at once: the same words, with the same meaning, everywhere.

import {
  ENCRYPTION_CLASSES,
  PROTECTION_CLASSES,
  parseTag,
  type TagCondition,
} from '../../domain/fleet/selection.js';
import { isListOfNames, machines, VM_OPTION } from './machine-options.js';
import { rule, type OptionDefinition, type OptionRule, type OptionTable } from './option.js';

function needsOneOf(
  option: string,
  words: readonly string[],
): { readonly error: (issue: { readonly input?: unknown }) => string } {
  return {
    error: ({ input }) => `${option} needs one of ${words.join(', ')}, not ${String(input)}`,
  };
}

const NEEDS_TAG = '--tag needs key=value, key!=value or key';

/** What selects machines. */
export const SELECTION_OPTIONS = {
  vm: {
    ...VM_OPTION,
    description:
      'virtual machine, by name or resource id; @FILE or - (standard input) for a list of them; can be repeated',
    schema: machines,
  },
  all: {
    flags: '--all',
    description: 'all VMs of the subscription',
    group: 'What',
    schema: (zod) => zod.boolean().default(false),
  },
  tag: {
    flags: '--tag <tag>',
    description: 'VMs with this tag: key=value, key!=value or key; can be repeated, all must match',
    group: 'What',
    repeatable: true,
    schema: (zod) =>
      zod
        .array(
          zod.string().transform((text, issues): TagCondition => {
            const condition = parseTag(text);
            if (condition === undefined) {
              issues.addIssue({ code: 'custom', message: NEEDS_TAG });
              return zod.NEVER;
            }
            return condition;
          }),
        )
        .default([]),
  },
  location: {
    flags: '--location <region>',
    description: 'VMs in this region; can be repeated, one must match',
    group: 'What',
    repeatable: true,
    schema: (zod) => zod.array(zod.string().trim().min(1, '--location needs a region')).default([]),
  },
  encryption: {
    flags: '--encryption <kind>',
    description:
      'VMs with Azure Disk Encryption (ade), platform-managed keys only (pmk, none), customer-managed keys (cmk) or encryption at host (host); can be repeated, one must match',
    group: 'What',
    repeatable: true,
    choices: ENCRYPTION_CLASSES,
    schema: (zod) =>
      zod
        .array(zod.enum(ENCRYPTION_CLASSES, needsOneOf('--encryption', ENCRYPTION_CLASSES)))
        .default([]),
  },
  protected: {
    flags: '--protected <state>',
    description:
      'VMs that are protected (yes), are not (no), are protected in another subscription or vault (elsewhere), or whose backups are stopped; can be repeated, one must match',
    group: 'What',
    repeatable: true,
    choices: PROTECTION_CLASSES,
    schema: (zod) =>
      zod
        .array(zod.enum(PROTECTION_CLASSES, needsOneOf('--protected', PROTECTION_CLASSES)))
        .default([]),
  },
  exclude: {
    flags: '--exclude <name>',
    description: 'leave out this VM, by name or resource id; can be repeated',
    group: 'What',
    repeatable: true,
    schema: (zod) =>
      zod.array(zod.string().trim().min(1, '--exclude needs a name or an id')).default([]),
  },
} satisfies OptionTable;

/** The same for commands on protected items. */
export const ITEM_SELECTION_OPTIONS = {
  ...SELECTION_OPTIONS,
  vm: {
    ...SELECTION_OPTIONS.vm,
    description:
      'virtual machine, by name or resource id, even if deleted; @FILE or - (standard input) for a list of them; can be repeated',
  },
} satisfies OptionTable;

/** For commands that change what they select. */
export const EXPECT_OPTION = {
  flags: '--expect <count>',
  description:
    'change nothing unless exactly this many VMs are selected; with --yes instead of a question',
  group: 'How',
  schema: (zod) =>
    zod
      .string()
      .regex(/^\d{1,6}$/u, '--expect needs a number of VMs')
      .transform(Number)
      .optional(),
} satisfies OptionDefinition;

/** What of a command line selects machines, besides what narrows the choice. */
export interface SelectingOptions {
  readonly vm: readonly string[];
  readonly all: boolean;
  readonly tag: readonly unknown[];
  readonly location: readonly unknown[];
  readonly encryption: readonly unknown[];
  readonly protected: readonly unknown[];
  readonly exclude: readonly unknown[];
  /** As typed: what the environment or a config file names only narrows. */
  readonly resourceGroups?: readonly string[];
}

/** True when something else than names on the command line decides which machines are meant. */
export function selectsByRule(options: SelectingOptions): boolean {
  return (
    options.vm.some((text) => isListOfNames(text)) ||
    isFiltered(options) ||
    (options.vm.length === 0 && (options.all || (options.resourceGroups ?? []).length > 0))
  );
}

function isFiltered(options: SelectingOptions): boolean {
  return hasCriterion(options) || options.exclude.length > 0;
}

function hasCriterion({ tag, location, encryption, protected: state }: SelectingOptions): boolean {
  return [tag, location, encryption, state].some((list) => list.length > 0);
}

/** True where a vault says it: all that it protects, also of machines that are gone. */
export function takesWholeVault(
  options: SelectingOptions & { readonly vault?: string | undefined },
): boolean {
  const { vault, vm, all } = options;
  return vault !== undefined && vm.length === 0 && !all && !isFiltered(options);
}

const SPECIFY =
  'specify VMs with --vm, --all, --resource-group, --tag, --location, --encryption or --protected';

/** Without any word nothing is selected: that all machines are meant has to be said. */
export const somethingSelects: OptionRule<SelectingOptions> = rule(
  (options) =>
    options.vm.length > 0 ||
    options.all ||
    (options.resourceGroups ?? []).length > 0 ||
    hasCriterion(options),
  SPECIFY,
);

/** The two say different things. */
export const namesOrAll: OptionRule<SelectingOptions> = rule(
  ({ vm, all }) => vm.length === 0 || !all,
  '--vm and --all cannot be used together',
);

/** The same for commands that take a whole vault, too. */
export const somethingOrVault: OptionRule<
  SelectingOptions & { readonly vault?: string | undefined }
> = (options) =>
  options.vault !== undefined || somethingSelects(options) === undefined
    ? undefined
    : `${SPECIFY}, or a whole vault with --vault`;
