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
