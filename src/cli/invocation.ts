// Arguments to the command that they name, with the values that it is given.

import { CommanderError, type Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
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
  const program = buildProgram(packageJson.version, output, (called) => {
    invocation = called;
  });
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
      fix: [helpFor(program, argv)],
    });
  }
  return invocation;
}

/** The help of the command that was meant, as far as the arguments name one. */
function helpFor(program: Command, argv: readonly string[]): string {
  const names: string[] = [];
  let command = program;
  for (const word of argv) {
    const named = command.commands.find((each) => each.name() === word);
    if (named !== undefined) {
      names.push(word);
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
