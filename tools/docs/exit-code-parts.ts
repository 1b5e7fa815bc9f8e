// docs/exit-codes.md: the table, and which command can end how.

import { COMMANDS } from '../../src/commands/catalogue.js';
import { fullName } from '../../src/commands/command.js';
import { EXIT_CODES, EXIT_MEANINGS } from '../../src/errors/exit-code.js';
import type { Parts } from './generated-parts.js';
import { code, table } from './markdown.js';

/** The generated parts of the page. */
export const exitCodeParts: Parts = { 'exit-codes': exitCodeTable, 'exit-commands': commandTable };

/** All kinds of ending, by rising code. */
const ENDINGS = Object.entries(EXIT_CODES)
  .map(([kind, exitCode]) => ({ kind, exitCode }))
  .toSorted((left, right) => left.exitCode - right.exitCode);

function exitCodeTable(): string {
  const meanings = new Map(Object.entries(EXIT_MEANINGS));
  return table(
    ['code', 'kind', 'meaning'],
    ENDINGS.map(({ kind, exitCode }) => [String(exitCode), code(kind), meanings.get(kind) ?? '']),
  );
}

function commandTable(): string {
  return table(
    ['command', 'exit codes'],
    COMMANDS.map((command) => {
      const kinds: readonly string[] = [...command.exits, 'usage', 'bug'];
      const own = ENDINGS.filter(({ kind }) => kinds.includes(kind));
      return [code(fullName(command)), own.map(({ exitCode }) => String(exitCode)).join(', ')];
    }),
  );
}
