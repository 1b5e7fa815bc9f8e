// Characters that a terminal obeys instead of showing them: control characters, and those that turn the
// direction of what follows. No name in Azure has them; whoever puts them somewhere wants to be mistaken.

/** C0 without tab and line ends, DEL, C1, and the bidirectional marks, embeddings and isolates of Unicode. */
const UNSAFE =
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** Stands where such a character was. */
const REPLACEMENT = '\uFFFD';

/** The text with a visible sign in the place of each unsafe character. */
export function withoutUnsafe(text: string): string {
  return text.replace(UNSAFE, REPLACEMENT);
}

/** True when the text has none. */
export function isSafe(text: string): boolean {
  return withoutUnsafe(text) === text;
}

/** An escape in JSON; the second backslash of `\\u001b` begins none. */
const JSON_ESCAPE = /\\(?:u(?<code>[0-9a-f]{4})|(?<letter>[^u]))/giu;

/** As `withoutUnsafe`, for the text of a JSON document, in which characters may be written as escapes. */
export function jsonWithoutUnsafe(text: string): string {
  const decoded = text.replace(JSON_ESCAPE, (escape: string, code?: string, letter?: string) => {
    const character =
      code === undefined
        ? ({ b: '\b', f: '\f' }[letter ?? ''] ?? '')
        : String.fromCharCode(Number.parseInt(code, 16));
    return isSafe(character) ? escape : REPLACEMENT;
  });
  return withoutUnsafe(decoded);
}
