// Options that every command takes. Each can also come from an AZBACKUP_* variable or a config file.

import type { z } from 'zod';
import { AUTH_METHODS } from '../../domain/sign-in.js';
import { OUTPUT_FORMATS } from '../../output/output-format.js';
import { PROGRESS_MODES } from '../../output/progress/progress-mode.js';
import type {
  ArgumentTable,
  NoArguments,
  OptionDefinition,
  OptionTable,
  ValuesOf,
  Zod,
} from './option.js';

/** A global option as it is declared. */
interface GlobalOptionDefinition extends OptionDefinition {
  /** Why a project's config file may not set it; absent where it may. */
  readonly notFromProjects?: string;
}

/** A global option. */
export interface GlobalOption extends GlobalOptionDefinition {
  /** The key under which its value stands among the settings. */
  readonly key: string;
  /** Long name without dashes: the key in config files. */
  readonly name: string;
  readonly type: 'text' | 'number' | 'flag';
}

/** The values of `--auth`. */
const AUTH_CHOICES = ['auto', ...AUTH_METHODS] as const;

const MAX_CONCURRENCY = 128;
const CONCURRENCY_MESSAGE = `--max-concurrency needs a whole number from 1 to ${MAX_CONCURRENCY}`;

const text = (zod: Zod): z.ZodOptional<z.ZodString> => zod.string().min(1).optional();
const flag = (zod: Zod): z.ZodDefault<z.ZodBoolean> => zod.boolean().default(false);

/** All of them by the key under which commander keeps their values, in help's order. */
export const GLOBAL_OPTION_TABLE = {
  subscription: {
    flags: '--subscription <id>',
    description: 'subscription, by id or name',
    group: 'What',
    repeatable: true,
    schema: text,
  },
  resourceGroup: {
    flags: '-g, --resource-group <name>',
    description: 'only VMs in this resource group',
    group: 'What',
    repeatable: true,
    schema: text,
  },
  vault: {
    flags: '--vault <name>',
    description: 'Recovery Services vault, by name or resource id',
    group: 'What',
    schema: text,
  },
  dryRun: {
    flags: '--dry-run',
    description: 'preview the changes without making them',
    group: 'How',
    notFromProjects: 'that changes are made is for the user to say',
    schema: flag,
  },
  yes: {
    flags: '-y, --yes',
    description:
      'do not ask for confirmation; deleting data still needs --confirm NAME, and losing recovery points --accept-retention-loss',
    group: 'How',
    notFromProjects: 'it confirms in the place of the user',
    schema: flag,
  },
  noInput: {
    flags: '--no-input',
    description: 'never prompt; fail if input is needed',
    group: 'How',
    schema: flag,
  },
  output: {
    flags: '-o, --output <format>',
    description: `output format: ${OUTPUT_FORMATS.join(', ')}`,
    group: 'Output',
    choices: OUTPUT_FORMATS,
    schema: (zod) => zod.enum(OUTPUT_FORMATS).default('table'),
  },
  query: {
    flags: '--query <jmespath>',
    description: 'JMESPath query over the result',
    group: 'Output',
    schema: text,
  },
  progress: {
    flags: '--progress <kind>',
    description: 'progress on stderr: auto, live, plain, jsonl or none',
    group: 'Output',
    choices: PROGRESS_MODES,
    schema: (zod) => zod.enum(PROGRESS_MODES).default('auto'),
  },
  quiet: {
    flags: '-q, --quiet',
    description: 'hide progress, plans and hints',
    group: 'Output',
    schema: flag,
  },
  verbose: {
    flags: '-v, --verbose',
    description: 'show details',
    group: 'Output',
    schema: flag,
  },
  debug: {
    flags: '--debug',
    description: 'log requests to stderr, without bodies',
    group: 'Output',
    schema: flag,
  },
  noColor: {
    flags: '--no-color',
    description: 'disable colors (or set NO_COLOR)',
    group: 'Output',
    schema: flag,
  },
  cloud: {
    flags: '--cloud <name>',
    description: 'name of a cloud (azbackup cloud list), or a JSON file',
    group: 'Global',
    notFromProjects: 'it decides where credentials are sent',
    schema: (zod) => zod.string().min(1).default('AzureCloud'),
  },
  auth: {
    flags: '--auth <method>',
    description: `sign-in method: ${AUTH_CHOICES.join(', ')}`,
    choices: AUTH_CHOICES,
    group: 'Global',
    notFromProjects: 'it decides which credentials are used',
    schema: (zod) => zod.enum(AUTH_CHOICES).default('auto'),
  },
  sandbox: {
    flags: '--sandbox',
    description: 'use the built-in sandbox instead of Azure',
    group: 'Global',
    schema: flag,
  },
  sandboxDir: {
    flags: '--sandbox-dir <folder>',
    description: 'sandbox folder; implies --sandbox',
    group: 'Global',
    notFromProjects: 'it decides where files are written',
    schema: text,
  },
  sandboxAs: {
    flags: '--sandbox-as <principal>',
    description: 'sign in to the sandbox as this principal, to test missing permissions',
    group: 'Global',
    notFromProjects: 'it decides which credentials are used',
    schema: text,
  },
  maxConcurrency: {
    flags: '--max-concurrency <number>',
    description: 'VMs, and requests, under way at once (default: 8 VMs)',
    group: 'Global',
    schema: (zod) =>
      zod.coerce
        .number(CONCURRENCY_MESSAGE)
        .int(CONCURRENCY_MESSAGE)
        .min(1, CONCURRENCY_MESSAGE)
        .max(MAX_CONCURRENCY, CONCURRENCY_MESSAGE)
        .optional(),
  },
  record: {
    flags: '--record <folder>',
    description: 'record each request and response here, without secrets',
    group: 'Global',
    notFromProjects: 'it decides where files are written',
    schema: text,
  },
  config: {
    flags: '--config <file>',
    description: 'additional config file',
    group: 'Global',
    schema: text,
  },
} satisfies Readonly<Record<string, GlobalOptionDefinition>>;

/** The key of a global option. */
export type GlobalOptionKey = keyof typeof GLOBAL_OPTION_TABLE;

/** The values of the global options, once all sources are merged. */
export type GlobalOptionValues = ValuesOf<typeof GLOBAL_OPTION_TABLE>;

/** Places as they stood on the command line, for commands that take several of them. */
export interface TypedPlaces {
  readonly subscriptions?: readonly string[];
  readonly resourceGroups?: readonly string[];
}

/** The options of a command: its own and its arguments, and the global ones that it takes. */
export type OptionsOf<
  Table extends OptionTable,
  Globals extends readonly GlobalOptionKey[],
  Arguments extends ArgumentTable = NoArguments,
> = ValuesOf<Arguments & Table> & Pick<GlobalOptionValues, Globals[number]>;

/** All of them, in help's order. */
export const GLOBAL_OPTIONS: readonly GlobalOption[] = Object.entries<GlobalOptionDefinition>(
  GLOBAL_OPTION_TABLE,
).map(([key, option]) => ({
  ...option,
  key,
  name: longName(option.flags),
  type: typeOf(option.flags),
}));

function typeOf(flags: string): GlobalOption['type'] {
  if (!flags.includes('<')) {
    return 'flag';
  }
  return flags.includes('<number>') ? 'number' : 'text';
}

/** The long name in an option's flags, without its dashes. */
export function longName(flags: string): string {
  return /--(?<name>[a-z-]+)/u.exec(flags)?.groups?.['name'] ?? '';
}

/** The environment variable of a global option. */
export function environmentName(name: string): string {
  return `AZBACKUP_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** The key under which commander keeps an option's value. */
export function attributeName(name: string): string {
  return name.replaceAll(/-(?<letter>[a-z])/gu, (_, letter: string) => letter.toUpperCase());
}
