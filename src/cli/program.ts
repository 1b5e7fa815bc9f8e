// Builds the commander tree from the command definitions. Imports no SDK and nothing of what commands do.

import { Command, Option } from 'commander';
import type { CommandDefinition } from '../commands/command.js';
import { COMMANDS } from '../commands/catalogue.js';
import { NOUN_ALIASES, NOUNS } from '../commands/nouns.js';
import {
  GLOBAL_OPTIONS,
  environmentName,
  type TypedPlaces,
} from '../commands/options/global-options.js';
import { argumentUsage, optionUsages, type OptionUsage } from '../commands/options/option.js';
import {
  formatCommandHelp,
  formatOverview,
  type HelpChoice,
  type OverviewSubject,
} from './help.js';

/** A command as the user called it: which, and the values that stood on the command line. */
export interface Invocation {
  readonly definition: CommandDefinition;
  /** Options given on the command line, by attribute name, the command's own and the global ones. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Subscriptions and groups as they were typed, each time. */
  readonly places: TypedPlaces;
}

/** The same as commander has it: what can be repeated is a list. */
type ParsedCall = Omit<Invocation, 'places'>;

/** Where commander writes help and version. */
export interface ProgramOutput {
  writeOut(text: string): void;
}

/**
 * The program. Parsing it throws CommanderError for help, version and usage errors.
 * @param invoke called with the command that was named
 */
export function buildProgram(
  version: string,
  output: ProgramOutput,
  invoke: (call: ParsedCall) => void,
  help: HelpChoice = { all: false },
): Command {
  const program = prepare(new Command('azbackup'), output)
    .description('Azure Backup for virtual machines encrypted with Azure Disk Encryption')
    .version(version, '-V, --version', 'print the version')
    .helpCommand('help [command...]', 'show the help of a command, or a topic')
    .configureHelp({ formatHelp: (command) => formatOverview(subjectOf(command), COMMANDS) });
  for (const option of GLOBAL_OPTIONS) {
    program.addOption(toOption(option, `env: ${environmentName(option.name)}`));
  }
  const nouns = new Map<string, Command>();
  for (const definition of COMMANDS) {
    addCommand(parentOf(program, definition.parent, nouns, output), definition, invoke, help);
  }
  return program;
}

function subjectOf(command: Command): OverviewSubject {
  return { name: command.name(), description: command.description() };
}

function prepare(command: Command, output: ProgramOutput): Command {
  return command
    .exitOverride()
    .showSuggestionAfterError()
    .allowExcessArguments(false)
    .configureOutput({
      writeOut: (text) => output.writeOut(text),
      // Only the help of a command without its subcommand comes this way, and that is what was asked for.
      writeErr: (text) => output.writeOut(text),
      // The process's edge renders errors, as prose or as JSON; commander must not print them first.
      outputError: () => undefined,
    });
}

function parentOf(
  program: Command,
  parent: string | undefined,
  nouns: Map<string, Command>,
  output: ProgramOutput,
): Command {
  if (parent === undefined) {
    return program;
  }
  const known = nouns.get(parent);
  if (known !== undefined) {
    return known;
  }
  const words = parent.split(' ');
  const above = words.length === 1 ? undefined : words.slice(0, -1).join(' ');
  const last = words.at(-1) ?? parent;
  const under = parentOf(program, above, nouns, output);
  // A command may have others beneath it, such as `gate init`; it keeps its own help.
  const named = under.commands.find((each) => each.name() === last);
  if (named !== undefined) {
    nouns.set(parent, named);
    return named;
  }
  const command = under.command(last);
  const noun = prepare(command, output).description(NOUNS[parent] ?? parent);
  const alias = NOUN_ALIASES[parent];
  if (alias !== undefined) {
    noun.alias(alias);
  }
  noun.configureHelp({
    formatHelp: () =>
      formatOverview(
        { name: `azbackup ${parent}`, description: noun.description() },
        COMMANDS.filter((each) => `${each.parent} `.startsWith(`${parent} `)),
      ),
  });
  nouns.set(parent, noun);
  return noun;
}

function addCommand(
  parent: Command,
  definition: CommandDefinition,
  invoke: (call: ParsedCall) => void,
  help: HelpChoice,
): void {
  // `.command()` and not `.addCommand()`: only the former passes exitOverride and output on.
  const command = parent
    .command(definition.name)
    .description(definition.summary)
    .aliases([...(definition.aliases ?? [])])
    .configureHelp({ formatHelp: () => formatCommandHelp(definition, help) });
  // Options are made when the command is called: those of all commands take longer than all else here.
  parent.hook('preSubcommand', (_, called) => {
    if (called === command) {
      addParameters(command, definition, invoke);
    }
  });
}

function addParameters(
  command: Command,
  definition: CommandDefinition,
  invoke: (call: ParsedCall) => void,
): void {
  for (const option of optionUsages(definition.options)) {
    command.addOption(toOption(option));
  }
  for (const [name, argument] of Object.entries(definition.arguments)) {
    command.argument(argumentUsage(name, argument), argument.description);
  }
  command.action((...called: readonly unknown[]) => {
    const names = Object.keys(definition.arguments);
    const values = names.map((name, index): [string, unknown] => [name, called[index]]);
    const given = values.filter(([, value]) => value !== undefined && !isEmptyList(value));
    invoke({ definition, given: { ...givenOptions(command), ...Object.fromEntries(given) } });
  });
}

/** What commander makes of a repeatable argument that was not given. */
function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function toOption(definition: OptionUsage, environment?: string): Option {
  const description =
    environment === undefined
      ? definition.description
      : `${definition.description} (${environment})`;
  const option = new Option(definition.flags, description);
  if (definition.choices !== undefined) {
    option.choices(definition.choices);
  }
  if (definition.repeatable === true) {
    option.argParser((value: string, earlier: readonly string[] | undefined) => [
      ...(earlier ?? []),
      value,
    ]);
  }
  return option;
}

/** Only what stood on the command line; defaults are the schemas' affair, and files rank below. */
function givenOptions(command: Command): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (let at: Command | null = command; at !== null; at = at.parent) {
    for (const [key, value] of Object.entries(at.opts())) {
      if (at.getOptionValueSource(key) === 'cli') {
        given[key] ??= value;
      }
    }
  }
  return given;
}
