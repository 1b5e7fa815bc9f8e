// docs/azbackup.1: the manual page, from the definitions that the program itself is made of, and the help topics.

import packageJson from '../../package.json' with { type: 'json' };
import { TOPICS } from '../../src/cli/topics/catalogue.js';
import type { TopicPart } from '../../src/cli/topics/topic.js';
import { COMMANDS } from '../../src/commands/catalogue.js';
import { fullName, type CommandDefinition } from '../../src/commands/command.js';
import { TOPIC_SUMMARIES } from '../../src/commands/nouns.js';
import { GLOBAL_OPTIONS } from '../../src/commands/options/global-options.js';
import {
  argumentUsage,
  optionUsages,
  type OptionUsage,
} from '../../src/commands/options/option.js';

/** The page, in the macros of man(7). It has no date, so that it only changes with what it describes. */
export async function renderManPage(): Promise<string> {
  const topics = await Promise.all(
    Object.entries(TOPICS).map(async ([name, load]) => ({ name, parts: await load() })),
  );
  const lines = [
    String.raw`.\" Written by npm run docs.`,
    `.TH AZBACKUP 1 "" "azbackup ${packageJson.version}" "User Commands"`,
    '.SH NAME',
    String.raw`azbackup \- Azure Backup for virtual machines encrypted with Azure Disk Encryption`,
    '.SH SYNOPSIS',
    '.B azbackup',
    '.I command',
    '[options]',
    '.SH DESCRIPTION',
    escaped(packageJson.description),
    '.SH COMMANDS',
    ...COMMANDS.flatMap((command) => commandLines(command)),
    '.SH GLOBAL OPTIONS',
    ...GLOBAL_OPTIONS.filter(({ group }) => group !== 'What').flatMap((option) =>
      optionLines(option),
    ),
    ...topics.flatMap(({ name, parts }) => topicLines(name, parts)),
    '.SH SEE ALSO',
    '.BR az (1)',
  ];
  return `${lines.join('\n')}\n`;
}

function commandLines(definition: CommandDefinition): readonly string[] {
  const taken: readonly string[] = definition.globalOptions;
  const options: readonly OptionUsage[] = [
    ...optionUsages(definition.options),
    ...GLOBAL_OPTIONS.filter(({ key, group }) => group === 'What' && taken.includes(key)),
  ];
  const usage = Object.entries(definition.arguments).map(([name, argument]) =>
    argumentUsage(name, argument),
  );
  return [
    `.SS ${escaped(['azbackup', fullName(definition), ...usage].join(' '))}`,
    `${escaped(definition.summary)}.`,
    ...Object.entries(definition.arguments).flatMap(([name, argument]) =>
      entryLines(argumentUsage(name, argument), argument.description),
    ),
    ...options.flatMap((option) => optionLines(option)),
    '.PP',
    'Examples:',
    ...definition.examples.flatMap(({ command, description }) =>
      exampleLines(command, description),
    ),
  ];
}

function optionLines({ flags, description }: OptionUsage): readonly string[] {
  return entryLines(flags, description);
}

function entryLines(name: string, meaning: string): readonly string[] {
  return ['.TP', `.B ${escaped(name)}`, escaped(meaning)];
}

/** The command as it is typed, with what it does below it. */
function exampleLines(command: string, does: string): readonly string[] {
  return ['.PP', '.nf', '.RS 4', escaped(command), '.RE', '.fi', '.RS 8', escaped(does), '.RE'];
}

const SUMMARIES = new Map<string, string>(Object.entries(TOPIC_SUMMARIES));

function topicLines(name: string, parts: readonly TopicPart[]): readonly string[] {
  return [
    `.SH ${escaped(name.toUpperCase().replaceAll('-', ' '))}`,
    `Also shown by azbackup help ${escaped(name)}: ${escaped(SUMMARIES.get(name) ?? '')}.`,
    ...parts.flatMap((part) => partLines(part)),
  ];
}

function partLines(part: TopicPart): readonly string[] {
  switch (part.kind) {
    case 'text':
      return ['.PP', escaped(part.text)];
    case 'rows':
      return [
        `.SS ${escaped(part.heading)}`,
        ...part.rows.flatMap(([name, meaning]) => entryLines(name, meaning)),
      ];
    case 'commands':
      return part.commands.flatMap(([command, does]) => exampleLines(command, does));
  }
}

/** A hyphen that is typed is no hyphen of prose; a dot or quote at the beginning would be a request. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', String.raw`\e`)
    .replaceAll('-', String.raw`\-`)
    .replace(/^(?<first>[.'])/u, String.raw`\&$<first>`);
}
