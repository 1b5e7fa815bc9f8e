// docs/exit-codes.md: the table, and which command can end how.

import { COMMANDS } from '../../src/commands/catalogue.js';
import { EXIT_CODES, EXIT_MEANINGS, type ExitKind } from '../../src/errors/exit-code.js';
import { fullName } from './command-parts.js';
import type { Parts } from './generated-parts.js';
import { code, table } from './markdown.js';

/** The generated parts of the page. */
export const exitCodeParts: Parts = { 'exit-codes': exitCodeTable, 'exit-commands': commandTable };

/** All kinds of ending, by rising code. */
function exitKinds(): readonly ExitKind[] {
  return typedKeys(EXIT_CODES).toSorted((left, right) => EXIT_CODES[left] - EXIT_CODES[right]);
}

function exitCodeTable(): string {
  return table(
    ['code', 'kind', 'meaning'],
    exitKinds().map((kind) => [String(EXIT_CODES[kind]), code(kind), EXIT_MEANINGS[kind]]),
  );
}

function commandTable(): string {
  return table(
    ['command', 'exit codes'],
    COMMANDS.map((command) => [
      code(fullName(command)),
      exitKinds()
        .filter((kind) => kind === 'usage' || kind === 'bug' || command.exits.includes(kind))
        .map((kind) => String(EXIT_CODES[kind]))
        .join(', '),
    ]),
  );
}

function typedKeys<Key extends string>(record: Readonly<Record<Key, unknown>>): Key[] {
  // Object.keys forgets the keys' type; the record is a literal of this program and has no others.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.keys(record) as Key[];
}
