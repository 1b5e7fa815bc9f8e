// docs/commands.md: every command, from the definitions that the program itself is made of.

import { COMMANDS } from '../../src/commands/catalogue.js';
import { fullName, type CommandDefinition } from '../../src/commands/command.js';
import { GLOBAL_OPTIONS } from '../../src/commands/options/global-options.js';
import {
  argumentUsage,
  optionUsages,
  type OptionGroup,
  type OptionUsage,
} from '../../src/commands/options/option.js';
import { EXIT_CODES, EXIT_MEANINGS } from '../../src/errors/exit-code.js';
import { tsvColumns } from '../../src/output/formats/tsv-columns.js';
import type { Parts } from './generated-parts.js';
import { code, codeBlock, paragraphs, table } from './markdown.js';

const GROUPS: readonly OptionGroup[] = ['What', 'How', 'Output', 'Global'];

/** The generated parts of the page. */
export const commandParts: Parts = {
  'command-list': commandList,
  commands: async () => paragraphs(...(await Promise.all(COMMANDS.map(commandSection)))),
};

function commandList(): string {
  return table(
    ['command', 'description'],
    COMMANDS.map((command) => [
      `[${code(fullName(command))}](#${anchor(command)})`,
      command.summary,
    ]),
  );
}

function anchor(command: CommandDefinition): string {
  return `azbackup-${fullName(command).replaceAll(' ', '-')}`;
}

async function commandSection(command: (typeof COMMANDS)[number]): Promise<string> {
  const aliases = command.aliases ?? [];
  const columns = tsvColumns(await command.loadResultSchema());
  return paragraphs(
    `## azbackup ${fullName(command)}`,
    `${command.summary}.`,
    ...(aliases.length === 0
      ? []
      : [`Also called ${aliases.map((name) => code(name)).join(', ')}.`]),
    codeBlock(
      'sh',
      command.examples.map((example) => `# ${example.description}\n${example.command}`).join('\n'),
    ),
    ...optionTable(command),
    `Columns of ${code('-o tsv')}: ${columns.map((path) => code(path)).join(', ')}.`,
    table(
      ['exit code', 'meaning'],
      [...command.exits, 'usage' as const, 'bug' as const]
        .toSorted((left, right) => EXIT_CODES[left] - EXIT_CODES[right])
        .map((kind) => [String(EXIT_CODES[kind]), EXIT_MEANINGS[kind]]),
    ),
    `See also: ${command.related.map((name) => code(`azbackup ${name}`)).join(', ')}.`,
  );
}

/** The command's own options and the global ones that it hands on, in the order of help. */
function optionTable(command: CommandDefinition): string[] {
  const taken: readonly string[] = command.globalOptions;
  const options: readonly OptionUsage[] = [
    ...optionUsages(command.options),
    ...GLOBAL_OPTIONS.filter(({ key }) => taken.includes(key)),
  ];
  const rows = GROUPS.flatMap((group) =>
    options
      .filter((option) => option.group === group)
      .map((option) => [code(option.flags), option.description]),
  );
  const first = Object.entries(command.arguments).map(([name, argument]) => [
    code(argumentUsage(name, argument)),
    argument.description,
  ]);
  const all = [...first, ...rows];
  return all.length === 0 ? [] : [table(['option', 'meaning'], all)];
}
