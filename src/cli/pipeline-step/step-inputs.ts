// The inputs of a step as a command line: a command and its options by their own names, so that there is nothing to
// learn twice. What does not fit is refused before anything runs.

import { COMMANDS } from '../../commands/catalogue.js';
import { fullName, type CommandDefinition } from '../../commands/command.js';
import { GLOBAL_OPTIONS, longName } from '../../commands/options/global-options.js';
import type { OptionDefinition } from '../../commands/options/option.js';
import { usageError } from '../../errors/azbackup-error.js';
import { nearNames } from '../../facts/choose-machines.js';
import type { InputValue, StepInputs } from './runner.js';

/** Global options that are not for a step: it decides where results go, and there is nobody to ask. */
const NOT_FOR_STEPS = new Set(['output', 'query', 'progress', 'noColor', 'noInput']);
/** For shells, people and agents. */
const NOT_FOR_PIPELINES = new Set(['completion', 'login', 'mcp']);

/** Commands that a step can run. */
export const STEP_COMMANDS: readonly CommandDefinition[] = COMMANDS.filter(
  ({ kind, ...definition }: CommandDefinition) =>
    definition.sandboxOnly !== true && !NOT_FOR_PIPELINES.has(kind),
);

/** Inputs of the Action besides options. */
export const OWN_INPUTS = {
  command: 'command of azbackup, such as `gate` or `jobs watch`',
  arguments: 'values without an option, such as job ids, one a line',
  'client-id': 'application (client) id to sign in as, by OpenID Connect',
  'tenant-id': 'tenant of the application',
} as const;

/** An option by its long name. */
type NamedOption = OptionDefinition & { readonly name: string };

/** Options that are for every command. */
export const STEP_GLOBAL_OPTIONS: readonly NamedOption[] = GLOBAL_OPTIONS.filter(
  ({ key }) => !NOT_FOR_STEPS.has(key),
);

/** The options of a command that a step can set. */
export function stepOptions({ options }: CommandDefinition): readonly NamedOption[] {
  const own = Object.values(options).map((option) => ({ ...option, name: longName(option.flags) }));
  return [...own, ...STEP_GLOBAL_OPTIONS];
}

/** Names of all options that any command has. */
const OPTION_NAMES: ReadonlySet<string> = new Set(
  STEP_COMMANDS.flatMap((command) => stepOptions(command).map(({ name }) => name)),
);

/**
 * The inputs of GitHub's Action, each a text: several values stand one a line.
 * @throws AzbackupError `AZB_USAGE` (2)
 */
export function inputsFromText(
  texts: readonly (readonly [name: string, value: string])[],
): StepInputs {
  const given = texts.filter(([, value]) => value !== '');
  const own = new Map(given.filter(([name]) => Object.hasOwn(OWN_INPUTS, name)));
  return {
    command: own.get('command') ?? '',
    arguments: linesOf(own.get('arguments') ?? ''),
    options: Object.fromEntries(given.filter(([name]) => !Object.hasOwn(OWN_INPUTS, name))),
    env: signInEnvironment(own.get('client-id'), own.get('tenant-id')),
  };
}

/** Who names an application means that one, and not whom the job is signed in as otherwise. */
function signInEnvironment(
  clientId: string | undefined,
  tenantId: string | undefined,
): StepInputs['env'] {
  if (clientId === undefined && tenantId === undefined) {
    return {};
  }
  if (clientId === undefined || tenantId === undefined) {
    throw usageError('AZB_USAGE', 'client-id and tenant-id belong together');
  }
  return {
    AZURE_CLIENT_ID: clientId,
    AZURE_TENANT_ID: tenantId,
    AZBACKUP_AUTH: 'github-actions',
  };
}

/** A command line, and the command that it is of. */
export interface StepCommand {
  readonly definition: CommandDefinition;
  readonly argv: readonly string[];
}

/**
 * The command line of a step.
 * @throws AzbackupError `AZB_USAGE` (2) naming the input that does not fit
 */
export function stepCommand({ command, arguments: values, options }: StepInputs): StepCommand {
  const definition = definitionOf(command);
  const known = stepOptions(definition);
  const words = Object.entries(options)
    .filter(([, value]) => value.length > 0)
    .flatMap(([name, value]) => {
      const option = known.find((each) => each.name === name);
      if (option === undefined) {
        throw unknownInput(definition, name, known);
      }
      return optionWords(option, value);
    });
  const rest = values.length === 0 ? [] : ['--', ...values];
  return { definition, argv: [...fullName(definition).split(' '), ...words, ...rest] };
}

function definitionOf(command: string): CommandDefinition {
  const name = command.trim().split(/\s+/u).join(' ');
  const definition = STEP_COMMANDS.find((each) => fullName(each) === name);
  if (definition === undefined) {
    const near = nearNames(name, STEP_COMMANDS.map(fullName));
    throw usageError(
      'AZB_USAGE',
      name === ''
        ? 'the input command is missing'
        : `'${name}' is no command that a step can run; options are inputs of their own`,
      {
        ...(near.length === 0 ? {} : { causes: [`similar commands: ${near.join(', ')}`] }),
        fix: ['azbackup --help'],
      },
    );
  }
  return definition;
}

function unknownInput(
  definition: CommandDefinition,
  name: string,
  known: readonly NamedOption[],
): Error {
  const command = fullName(definition);
  const near = nearNames(name, [...known.map((each) => each.name), ...Object.keys(OWN_INPUTS)]);
  return usageError(
    'AZB_USAGE',
    OPTION_NAMES.has(name)
      ? `${command} has no option ${name}`
      : `there is no input or option ${name}`,
    {
      ...(near.length === 0 ? {} : { causes: [`similar: ${near.join(', ')}`] }),
      fix: [`azbackup ${command} --help`],
    },
  );
}

/** An option as it would be typed; its value cannot be taken for another option. */
function optionWords(option: NamedOption, value: InputValue): readonly string[] {
  const { name, flags } = option;
  const values = valuesOf(option, value);
  if (flags.includes('<')) {
    return values.map((each) => `--${name}=${each}`);
  }
  const [word = ''] = values;
  switch (word.toLowerCase()) {
    case 'true':
      return [`--${name}`];
    case 'false':
      return option.negation === undefined ? [] : [`--${longName(option.negation.flags)}`];
    default:
      if (!flags.includes('[')) {
        throw usageError('AZB_USAGE', `the input ${name} is true or false, not '${word}'`);
      }
      return [`--${name}=${word}`];
  }
}

function valuesOf({ name, repeatable }: NamedOption, value: InputValue): readonly string[] {
  if (typeof value === 'string') {
    return repeatable === true ? linesOf(value) : [value];
  }
  if (value.length > 1 && repeatable !== true) {
    throw usageError('AZB_USAGE', `the input ${name} takes one value, not ${value.length}`);
  }
  return value;
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
