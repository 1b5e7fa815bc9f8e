// docs/error-codes.md: azbackup's own codes, and what it knows of Azure's.

import { EXIT_CODES } from '../../src/errors/exit-code.js';
import { AZURE_EXPLANATIONS } from '../../src/errors/explanations/azure-explanations.js';
import type { Evidence, Retry } from '../../src/errors/explanations/explanation.js';
import { ERROR_MEANINGS } from '../../src/errors/explanations/own-codes.js';
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
    ['code', 'meaning', 'how to fix it', 'retry', 'evidence'],
    AZURE_EXPLANATIONS.map(({ codes, meaning, fix, retry, evidence }) => [
      codes.map((name) => code(name)).join(', '),
      named(meaning),
      fix.map((text) => fixText(text)).join('; '),
      RETRIES[retry],
      evidence.length === 0 ? 'none' : evidence.map((each) => evidenceText(each)).join('; '),
    ]),
  );
}

const RETRIES: Readonly<Record<Retry, string>> = {
  yes: 'may help',
  'after-fix': 'after the fix',
  no: 'no',
  unknown: 'unknown',
};

function evidenceText({ kind, source, date, url }: Evidence): string {
  const text = url === null ? source : `[${source}](${url})`;
  return `${kind === 'assumption' ? 'assumed: ' : ''}${text}${date === null ? '' : `, ${date}`}`;
}

function fixText(text: string): string {
  return /^(?:azbackup|az) /u.test(text)
    ? code(text.replaceAll('{vm}', 'VM').replaceAll('{vault}', 'VAULT'))
    : named(text);
}

function named(text: string): string {
  return text.includes('azbackup ')
    ? text.replaceAll('{vm}', 'VM').replaceAll('{vault}', 'VAULT')
    : text.replaceAll('{vm}', 'the VM').replaceAll('{vault}', 'the vault');
}
