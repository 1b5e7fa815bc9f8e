// Azure's error codes: what each means and what settles it. The entries are data, one file a subject;
// they come from the troubleshooting pages that they link to and from recorded answers.

import { ENCRYPTION_CODES } from './azure-codes/encryption.js';
import { PLATFORM_CODES } from './azure-codes/platform.js';
import { RESTORE_CODES } from './azure-codes/restore.js';
import { VAULT_CODES } from './azure-codes/vault.js';
import { VIRTUAL_MACHINE_CODES } from './azure-codes/virtual-machine.js';
import { VM_EXTENSION_CODES } from './azure-codes/vm-extension.js';
import type { Suggestion } from './suggestion.js';

/** All entries; the first that knows a code is taken. */
export const SUGGESTIONS: readonly Suggestion[] = [
  ...ENCRYPTION_CODES,
  ...VIRTUAL_MACHINE_CODES,
  ...VM_EXTENSION_CODES,
  ...RESTORE_CODES,
  ...VAULT_CODES,
  ...PLATFORM_CODES,
];

const COMMAND = /^(azbackup|az) /u;

/** Names to put into an entry's texts. */
export interface SuggestionNames {
  readonly vm?: string | undefined;
  readonly vault?: string | undefined;
}

/** What an entry says, with the names in place. */
export interface FilledSuggestion {
  readonly meaning: string;
  readonly fix: readonly string[];
  readonly docs: string;
}

/**
 * What is known about a code of Azure's; undefined for an unknown one. Case does not matter, nor do a
 * missing `UserError` in front and singular for plural: the documentation and the wire differ there.
 * A command that needs a name which was not given is left out.
 */
export function suggestionFor(
  code: string,
  names: SuggestionNames = {},
): FilledSuggestion | undefined {
  const entry = findByCode(SUGGESTIONS, code, ({ codes }) => codes);
  return entry === undefined ? undefined : { ...filledAdvice(entry, names), docs: entry.docs };
}

/** Advice with the names in place; a command that needs a name which was not given is left out. */
export function filledAdvice(
  { meaning, fix }: Pick<Suggestion, 'meaning' | 'fix'>,
  names: SuggestionNames,
): Omit<FilledSuggestion, 'docs'> {
  return {
    meaning: fillIn(meaning, names),
    fix: fix.filter((each) => isComplete(each, names)).map((each) => fillIn(each, names)),
  };
}

/**
 * The entry of a code: the one that has this very code, else one that has another spelling of it. Two codes of
 * different services can differ by `UserError` alone.
 */
export function findByCode<T>(
  entries: readonly T[],
  code: string,
  codesOf: (entry: T) => readonly string[],
): T | undefined {
  const exact = code.trim().toLowerCase();
  const key = codeKey(code);
  return (
    entries.find((entry) => codesOf(entry).some((known) => known.toLowerCase() === exact)) ??
    entries.find((entry) => codesOf(entry).some((known) => codeKey(known) === key))
  );
}

/** The form in which codes are compared. */
export function codeKey(code: string): string {
  return code
    .trim()
    .toLowerCase()
    .replace(/^usererror/u, '')
    .replace('permissionsnot', 'permissionnot');
}

/** False for a command whose placeholder has no name to fill it. */
function isComplete(fix: string, names: SuggestionNames): boolean {
  const lacksVm = fix.includes('{vm}') && names.vm === undefined;
  const lacksVault = fix.includes('{vault}') && names.vault === undefined;
  return !COMMAND.test(fix) || !(lacksVm || lacksVault);
}

function fillIn(text: string, names: SuggestionNames): string {
  return text
    .replaceAll('{vm}', names.vm ?? 'the VM')
    .replaceAll('{vault}', names.vault ?? 'the vault');
}
