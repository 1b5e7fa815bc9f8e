// Names in Azure are others' words: in reports that programs read they are text and nothing else.

import { withoutUnsafe } from '../../../domain/unsafe-characters.js';

/** Halves of characters, and what Unicode promises never to be one: XML has no way to write them. */
const NO_CHARACTERS = /[\uD800-\uDFFF\uFFFE\uFFFF]/gu;

/** Text in a line, with a visible sign in the place of characters that a terminal or a parser would obey; never empty. */
export function safeText(text: string): string {
  const line = withoutUnsafe(text)
    .replaceAll(NO_CHARACTERS, '\uFFFD')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  return line === '' ? '-' : line;
}

/** The reason for what became of a demand, with what is to be known of its waiver. */
export function reasonOf({
  reason,
  waiver,
}: {
  readonly reason: string;
  readonly waiver: {
    readonly line: number;
    readonly expires: string;
    readonly expired: boolean;
  } | null;
}): string {
  const expired =
    waiver?.expired === true
      ? `; the waiver of line ${waiver.line} expired on ${waiver.expires.slice(0, 10)}`
      : '';
  return safeText(`${reason}${expired}`);
}
