// How commands on machines are given many of them at once: the same words, with the same meaning, everywhere.

import {
  ENCRYPTION_CLASSES,
  PROTECTION_CLASSES,
  parseTag,
  type TagCondition,
} from '../../domain/fleet/selection.js';
import { isListOfNames, machines, VM_OPTION } from './machine-options.js';
import { rule, type OptionDefinition, type OptionRule, type OptionTable } from './option.js';

/** What is said of an option whose value is none of the words that it takes. */
export function needsOneOf(
  option: string,
  words: readonly string[],
): { readonly error: (issue: { readonly input?: unknown }) => string } {
  return {
    error: ({ input }) => `${option} needs one of ${words.join(', ')}, not ${String(input)}`,
  };
}

const NEEDS_TAG = '--tag needs key=value, key!=value or key';

/** What stands before the name in the id of a management group. */
const MANAGEMENT_GROUP_ID = /^\/providers\/Microsoft\.Management\/managementGroups\//iu;

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
  managementGroup: {
    flags: '--management-group <name>',
    description: 'in all subscriptions beneath this management group; can be repeated',
    group: 'What',
    repeatable: true,
    schema: (zod) =>
      zod
        .array(
          zod
            .string()
            .trim()
            .min(1, '--management-group needs a name')
            .transform((text) => text.replace(MANAGEMENT_GROUP_ID, '')),
        )
        .default([]),
  },
  graphQuery: {
    flags: '--graph-query <file>',
    description:
      'VMs whose id this query of Azure Resource Graph returns; - for standard input; it can lag minutes behind',
    group: 'What',
    schema: (zod) => zod.string().min(1, '--graph-query needs a file').optional(),
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
  readonly managementGroup: readonly unknown[];
  readonly graphQuery?: string | undefined;
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

function hasCriterion(options: SelectingOptions): boolean {
  const { tag, location, encryption, protected: state, graphQuery } = options;
  return (
    graphQuery !== undefined || [tag, location, encryption, state].some((list) => list.length > 0)
  );
}

/** True where a vault says it: all that it protects, also of machines that are gone. */
export function takesWholeVault(
  options: SelectingOptions & { readonly vault?: string | undefined },
): boolean {
  const { vault, vm, all } = options;
  return vault !== undefined && vm.length === 0 && !all && !isFiltered(options);
}

const SPECIFY =
  'specify VMs with --vm, --all, --resource-group, --tag, --location, --encryption, --protected or --graph-query';

/** Without any word nothing is selected: that all machines are meant has to be said. */
export const somethingSelects: OptionRule<SelectingOptions> = rule(
  (options) =>
    options.vm.length > 0 ||
    options.all ||
    (options.resourceGroups ?? []).length > 0 ||
    hasCriterion(options),
  SPECIFY,
);

/** What cannot be meant together. */
export const namesOrAll: OptionRule<SelectingOptions> = ({ vm, all, graphQuery }) => {
  if (vm.length > 0 && all) {
    return '--vm and --all cannot be used together';
  }
  return graphQuery === '-' && vm.includes('-')
    ? '--vm - and --graph-query - cannot be used together'
    : undefined;
};

/** The same for commands that take a whole vault, too. */
export const somethingOrVault: OptionRule<
  SelectingOptions & { readonly vault?: string | undefined }
> = (options) => {
  if (takesWholeVault(options) && options.managementGroup.length > 0) {
    return 'a vault is in one subscription: add --all for the VMs beneath --management-group';
  }
  return options.vault !== undefined || somethingSelects(options) === undefined
    ? undefined
    : `${SPECIFY}, or a whole vault with --vault`;
};
