// Help texts: examples where a newcomer looks first, then options by group, exit status, what is next.

import { wrapWords } from '../output/wrap-words.js';
import { fullName, type CommandDefinition, type Purpose } from '../commands/command.js';
import { environmentName, GLOBAL_OPTIONS } from '../commands/options/global-options.js';
import {
  argumentUsage,
  optionUsages,
  type OptionGroup,
  type OptionUsage,
} from '../commands/options/option.js';
import { EXIT_CODES, EXIT_MEANINGS } from '../errors/exit-code.js';
import { TOPIC_SUMMARIES } from '../commands/nouns.js';

const INDENT = '  ';
const WIDTH = 100;
const GROUPS: readonly OptionGroup[] = ['What', 'How', 'Output', 'Global'];
const PURPOSES: readonly { readonly purpose: Purpose; readonly heading: string }[] = [
  { purpose: 'look', heading: 'Look' },
  { purpose: 'protect', heading: 'Protect' },
  { purpose: 'back-up', heading: 'Back up' },
  { purpose: 'restore', heading: 'Restore' },
  { purpose: 'learn', heading: 'Learn' },
];

/** A program or noun, as its overview names it. */
export interface OverviewSubject {
  /** What is typed before the command: `azbackup`, or `azbackup sandbox`. */
  readonly name: string;
  /** One sentence, no full stop. */
  readonly description: string;
}

/** The overview of a program or noun: its commands by what a person wants to do. */
export function formatOverview(
  { name, description }: OverviewSubject,
  commands: readonly CommandDefinition[],
): string {
  const sections = PURPOSES.flatMap(({ purpose, heading }) => {
    const rows = commands
      .filter((each) => each.purpose === purpose)
      .map((each): Row => [fullName(each), each.summary]);
    return rows.length === 0 ? [] : [`${heading}\n${table(rows)}`];
  });
  return [
    `Usage: ${name} <command> [options]`,
    `${description}.`,
    ...(name === 'azbackup' ? [firstSteps()] : []),
    ...sections,
    ...(name === 'azbackup' ? [topics()] : []),
    `${name} <command> --help shows all options; azbackup --version prints the version.`,
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

function firstSteps(): string {
  return `Get started\n${table([
    ['azbackup preflight --vm VM001 --sandbox', 'try it on the built-in sandbox'],
    ['azbackup enable --vm NAME --dry-run', 'preview on your own subscription'],
  ])}`;
}

function topics(): string {
  const names = Object.entries(TOPIC_SUMMARIES).map(([name, summary]): Row => [
    `help ${name}`,
    summary,
  ]);
  return `Topics\n${table(names)}`;
}

/** How much help is shown. */
export interface HelpChoice {
  /** Also the options that every command has, however long that gets. */
  readonly all: boolean;
}

/** Longer help leaves out what every command has. */
const MAX_LINES = 60;

/** The help of one command. */
export function formatCommandHelp(
  definition: CommandDefinition,
  { all }: HelpChoice = { all: false },
): string {
  const whole = helpText(definition, optionsOf(definition));
  if (all || whole.split('\n').length - 1 <= MAX_LINES) {
    return whole;
  }
  const own = optionsOf(definition).filter((option) => !isForAll(option));
  return helpText(definition, own, [
    `Output and global options: azbackup ${fullName(definition)} --help --all`,
  ]);
}

function helpText(
  definition: CommandDefinition,
  options: readonly OptionUsage[],
  more: readonly string[] = [],
): string {
  const sections = [
    `Usage: azbackup ${fullName(definition)}${argumentOf(definition)} [options]`,
    `${definition.summary}.`,
    `Examples\n${table(definition.examples.map(({ command, description }): Row => [command, description]))}`,
    ...optionSections(definition, options),
    ...more,
    `Exit status\n${table(exitRows(definition))}`,
    `See also: ${definition.related.map((name) => `azbackup ${name}`).join(', ')}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function argumentOf(definition: CommandDefinition): string {
  return Object.entries(definition.arguments)
    .map(([name, argument]) => ` ${argumentUsage(name, argument)}`)
    .join('');
}

/** Of the global options those that say where are taken by name, and those about changes by commands that make any. */
function optionsOf(definition: CommandDefinition): readonly OptionUsage[] {
  const taken: readonly string[] = definition.globalOptions;
  const changes = taken.includes('dryRun');
  return [
    ...optionUsages(definition.options),
    ...GLOBAL_OPTIONS.filter(({ key, group }) =>
      group === 'What' ? taken.includes(key) : group !== 'How' || changes,
    ),
  ];
}

function isForAll({ flags, group }: OptionUsage): boolean {
  return group !== 'What' && group !== 'How' && GLOBAL_OPTIONS.some((each) => each.flags === flags);
}

function optionSections(definition: CommandDefinition, all: readonly OptionUsage[]): string[] {
  return GROUPS.flatMap((group) => {
    const first: Row[] =
      group === 'What'
        ? Object.entries(definition.arguments).map(([name, argument]) => [
            argumentUsage(name, argument),
            argument.description,
          ])
        : [];
    const rows = first.concat(
      all
        .filter((option) => option.group === group)
        .map((option): Row => [option.flags, descriptionOf(option)]),
    );
    return rows.length === 0 ? [] : [`${group}\n${table(rows)}`];
  });
}

function descriptionOf(option: OptionUsage): string {
  const global = GLOBAL_OPTIONS.find(({ flags }) => flags === option.flags);
  return global === undefined
    ? option.description
    : `${option.description} [${environmentName(global.name)}]`;
}

function exitRows({ exits }: CommandDefinition): Row[] {
  const kinds = [...exits, 'usage' as const, 'bug' as const];
  return kinds
    .map((kind) => ({ code: EXIT_CODES[kind], meaning: EXIT_MEANINGS[kind] }))
    .toSorted((left, right) => left.code - right.code)
    .map(({ code, meaning }): Row => [String(code), meaning]);
}

type Row = readonly [string, string];

/** Two columns; a long first cell puts the second on a line of its own, and that one wraps by words. */
function table(rows: readonly Row[]): string {
  const column = Math.min(Math.max(...rows.map(([left]) => left.length)), 34) + INDENT.length;
  return rows
    .flatMap(([left, right]) => {
      const lines = wrapWords(right, WIDTH - INDENT.length - column);
      const first = left.length + INDENT.length <= column ? [lines.shift() ?? ''] : [''];
      const head = `${INDENT}${left.padEnd(column)}${first[0] ?? ''}`.trimEnd();
      return [head, ...lines.map((line) => `${INDENT}${' '.repeat(column)}${line}`)];
    })
    .join('\n');
}
