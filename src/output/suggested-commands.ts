// Commands that azbackup suggests are pasted. In the sandbox they must go on working on the sandbox: as
// they stand they would go to Azure.

const OWN_COMMAND = /^azbackup /u;

/** A suggested command with the options that keep it where it was suggested; other text as it is. */
export function withSuffix(command: string, suffix: string): string {
  return suffix === '' || !OWN_COMMAND.test(command) || command.endsWith(suffix)
    ? command
    : `${command}${suffix}`;
}

/** Lists of commands in documents. */
const COMMAND_LISTS = new Set(['fix', 'next']);

/** Puts the suffix to every command in a `fix` or `next` list, however deep it stands in a document. */
export function suffixFixes<T>(document: T, suffix: string): T {
  if (suffix !== '') {
    visit(document, suffix);
  }
  return document;
}

function visit(value: unknown, suffix: string): void {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (COMMAND_LISTS.has(key) && Array.isArray(inner)) {
      const fixes: unknown[] = inner;
      const suffixed = fixes.map((text) =>
        typeof text === 'string' ? withSuffix(text, suffix) : text,
      );
      fixes.splice(0, fixes.length, ...suffixed);
    } else {
      visit(inner, suffix);
    }
  }
}
