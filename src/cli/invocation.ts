// Arguments to the command that they name, with the values that it is given.

import { CommanderError, type Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { COMMANDS } from '../commands/catalogue.js';
import { rephrase } from '../commands/rephrase.js';
import { fullName, type CommandDefinition } from '../commands/command.js';
import { GLOBAL_OPTIONS } from '../commands/options/global-options.js';
import { isListOfNames } from '../commands/options/machine-options.js';
import { commandLine } from '../domain/command-line.js';
import { isSafe, withoutUnsafe } from '../domain/unsafe-characters.js';
import { usageError } from '../errors/azbackup-error.js';
import { buildProgram, type Invocation, type ProgramOutput } from './program.js';
import type { Settings } from './settings.js';
import { withoutHelpWord } from './topics/show-topic.js';

/**
 * The command that was named; undefined when help or the version was all that was wanted.
 * @throws AzbackupError `AZB_USAGE` (2)
 */
export function parseArguments(
  argv: readonly string[],
  output: ProgramOutput,
): Invocation | undefined {
  requireSafe(argv);
  let invocation: Invocation | undefined;
  const all = argv.includes('--all');
  const program = buildProgram(
    packageJson.version,
    output,
    (called) => {
      invocation = withSingleValues(called);
    },
    { all },
  );
  try {
    program.parse([...withoutHelpWord(program, argv)], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      throw error;
    }
    if (error.exitCode === 0 || error.code === 'commander.help') {
      return undefined;
    }
    throw usageError('AZB_USAGE', error.message.replace(/^error: /u, ''), {
      fix: [...otherwise(argv), helpFor(program, argv)],
    });
  }
  return invocation;
}

/**
 * Of each setting one value; of places that can be repeated all of them beside it.
 * @throws AzbackupError `AZB_USAGE` (2) where a command takes only one and several were typed
 */
function withSingleValues({ definition, given }: Omit<Invocation, 'places'>): Invocation {
  const single = Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, singleValue(definition, key, value)]),
  );
  const places = {
    subscriptions: listOf(given['subscription']),
    resourceGroups: listOf(given['resourceGroup']),
  };
  return { definition, given: single, places };
}

function singleValue(definition: CommandDefinition, key: string, value: unknown): unknown {
  const option = GLOBAL_OPTIONS.find((each) => each.key === key);
  if (option === undefined || !Array.isArray(value)) {
    return value;
  }
  const values: readonly unknown[] = value;
  if (values.length > 1 && definition.selectsMachines !== true) {
    const name = fullName(definition);
    throw usageError('AZB_USAGE', `${name} takes one --${option.name}, not ${values.length}`, {
      fix: [`azbackup ${name} --help`],
    });
  }
  return values[0];
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** The line that works, where what was typed is how another tool takes it. */
function otherwise(argv: readonly string[]): readonly string[] {
  const words = rephrase(argv, COMMANDS);
  const nothing = { writeOut: (): void => undefined };
  try {
    buildProgram(packageJson.version, nothing, () => undefined).parse([...words], { from: 'user' });
    return [commandLine('azbackup', ...words)];
  } catch (error) {
    if (error instanceof CommanderError) {
      return [];
    }
    throw error;
  }
}

/** The help of the command that was meant, as far as the arguments name one. */
function helpFor(program: Command, argv: readonly string[]): string {
  const names: string[] = [];
  let command = program;
  for (const word of argv) {
    const named = command.commands.find(
      (each) => each.name() === word || each.aliases().includes(word),
    );
    if (named !== undefined) {
      names.push(named.name());
      command = named;
    }
  }
  return ['azbackup', ...names, '--help'].join(' ');
}

/** No name in Azure has such characters, and shown to a person they hide what was typed. */
function requireSafe(argv: readonly string[]): void {
  const unsafe = argv.find((argument) => !isSafe(argument));
  if (unsafe !== undefined) {
    throw usageError(
      'AZB_USAGE',
      `'${withoutUnsafe(unsafe)}' has control characters, or such that turn the direction of text`,
      { fix: ['azbackup --help'] },
    );
  }
}

/** The values of the command's own options and arguments that were given. */
export function ownValues({ definition, given }: Invocation): Record<string, unknown> {
  return picked(given, [...Object.keys(definition.arguments), ...Object.keys(definition.options)]);
}

/** The values of the global options that the command takes. */
export function globalValues(
  { definition, places }: Invocation,
  settings: Settings,
): Record<string, unknown> {
  const values = picked(settings, definition.globalOptions);
  return definition.selectsMachines === true ? { ...values, ...places } : values;
}

function picked(values: object, keys: readonly string[]): Record<string, unknown> {
  const wanted = new Set(keys);
  return Object.fromEntries(
    Object.entries(values).filter(([key, value]) => wanted.has(key) && value !== undefined),
  );
}

/** The machine that was named, when it is the only one. */
export function onlyMachine({ vm }: Invocation['given']): string | undefined {
  const [name, ...more] = Array.isArray(vm) ? vm.map(String) : [];
  return more.length === 0 && name !== undefined && !isListOfNames(name) ? name : undefined;
}
