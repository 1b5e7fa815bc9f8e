// Arguments to the command that they name, with the values that it is given.

import { CommanderError, type Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { COMMANDS } from '../commands/catalogue.js';
import { rephrase } from '../commands/rephrase.js';
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
      invocation = called;
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
  { definition }: Invocation,
  settings: Settings,
): Record<string, unknown> {
  return picked(settings, definition.globalOptions);
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
  return more.length === 0 ? name : undefined;
}
