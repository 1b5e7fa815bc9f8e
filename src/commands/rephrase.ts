// Command lines that other tools would take, put as this one takes them: a VM without --vm, -n as in az, options before
// the command. The line is offered, never run: it is for the user to say that it is meant.

import { GLOBAL_OPTIONS } from './options/global-options.js';
import { optionUsages } from './options/option.js';
import { fullName, type CommandDefinition } from './command.js';

/** The line that was probably meant; the arguments as they are where there is nothing to put otherwise. */
export function rephrase(
  argv: readonly string[],
  commands: readonly CommandDefinition[],
): readonly string[] {
  const found = findCommand(argv, commands);
  if (found === undefined) {
    return argv;
  }
  const { definition, at, words } = found;
  const given = [...argv.slice(0, at), ...argv.slice(at + words)];
  return [...fullName(definition).split(' '), ...rewritten(definition, given)];
}

interface FoundCommand {
  readonly definition: CommandDefinition;
  /** Where its name begins, and of how many words it is. */
  readonly at: number;
  readonly words: number;
}

function findCommand(
  argv: readonly string[],
  commands: readonly CommandDefinition[],
): FoundCommand | undefined {
  for (const at of argv.keys()) {
    for (const definition of commands) {
      const names = [fullName(definition), ...(definition.aliases ?? [])];
      const name = names.find((each) => isAt(argv, at, each));
      if (name !== undefined) {
        return { definition, at, words: name.split(' ').length };
      }
    }
  }
  return undefined;
}

function isAt(argv: readonly string[], at: number, name: string): boolean {
  return name.split(' ').every((word, index) => argv[at + index] === word);
}

function rewritten(definition: CommandDefinition, given: readonly string[]): readonly string[] {
  if (definition.parent === 'vault' && 'name' in definition.arguments) {
    return given.filter((word, index) => !(word === '--vault' && given[index + 1] !== undefined));
  }
  if (!('vm' in definition.options)) {
    return given;
  }
  const takers = valueTakers(definition);
  const takesWords = Object.keys(definition.arguments).length > 0;
  return given.flatMap((word, index) => {
    if (word === '-n') {
      return ['--vm'];
    }
    const previous = given[index - 1];
    const isValue = previous !== undefined && (takers.has(previous) || previous === '-n');
    return word.startsWith('-') || isValue || takesWords ? [word] : ['--vm', word];
  });
}

/** The names of options after which a value stands. */
function valueTakers({ options }: CommandDefinition): ReadonlySet<string> {
  const flags = [...optionUsages(options), ...GLOBAL_OPTIONS].map((option) => option.flags);
  return new Set(
    flags
      .filter((each) => each.includes('<') || each.includes('['))
      .flatMap((each) => each.split(/[ ,]+/u).filter((word) => word.startsWith('-'))),
  );
}
