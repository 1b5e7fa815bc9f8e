// docs/error-codes.md: azbackup's own codes, and what it knows of Azure's.

import { EXIT_CODES } from '../../src/errors/exit-code.js';
import { SUGGESTIONS } from '../../src/errors/suggestions.js';
import { ERROR_MEANINGS } from './error-meanings.js';
import type { Parts } from './generated-parts.js';
import { code, table } from './markdown.js';

/** The generated parts of the page. */
export const errorCodeParts: Parts = { 'own-codes': ownCodes, 'azure-codes': azureCodes };

function ownCodes(): string {
  return table(
    ['code', 'exit code', 'meaning'],
    Object.entries(ERROR_MEANINGS)
      .toSorted(([left], [right]) => left.localeCompare(right, 'en'))
      .map(([name, { kinds, meaning }]) => [
        code(name),
        kinds.map((kind) => EXIT_CODES[kind]).join(', '),
        meaning,
      ]),
  );
}

function azureCodes(): string {
  return table(
    ['code', 'meaning', 'how to fix it'],
    SUGGESTIONS.map(({ codes, meaning, fix, docs }) => [
      codes.map((name) => code(name)).join(', '),
      `${named(meaning)} ([documentation](${docs}))`,
      fix.map((text) => fixText(text)).join('; '),
    ]),
  );
}

function fixText(text: string): string {
  return /^(?:azbackup|az) /u.test(text)
    ? code(text.replaceAll('{vm}', 'VM').replaceAll('{vault}', 'VAULT'))
    : named(text);
}

function named(text: string): string {
  return text.replaceAll('{vm}', 'the VM').replaceAll('{vault}', 'the vault');
}
