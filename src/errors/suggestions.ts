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
  const key = codeKey(code);
  const entry = SUGGESTIONS.find((each) => each.codes.some((known) => codeKey(known) === key));
  if (entry === undefined) {
    return undefined;
  }
  return {
    meaning: fillIn(entry.meaning, names),
    fix: entry.fix.filter((fix) => isComplete(fix, names)).map((fix) => fillIn(fix, names)),
    docs: entry.docs,
  };
}

/** The form in which codes are compared. */
function codeKey(code: string): string {
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
