// Messages in a recording: words that everybody may see stay, all others and what is quoted go.

import type { Disguise } from './disguise.js';
import { disguisedPath } from './disguised-url.js';
import { isConstant, isKnownWord } from './known-words.js';

const SENTENCE_PARTS =
  /https?:\/\/[^\s'"<>()]+|(?<![\p{L}\p{N}])'[^']*'|"[^"]*"|(?:[^\s;=,()[\]{}<>"']|(?<=\p{L})'(?=\p{L}))+/gu;

/** Words for people: known words stay, what is quoted counts as a name. */
export function disguisedSentence(text: string, disguise: Disguise): string {
  return text
    .replaceAll(SENTENCE_PARTS, (part) => {
      if (/^['"]/u.test(part)) {
        return `${part[0]}${disguisedQuote(part.slice(1, -1), disguise)}${part[0]}`;
      }
      const { core = '', end = '' } = /^(?<core>.*?)(?<end>[.:!?]*)$/su.exec(part)?.groups ?? {};
      return `${disguisedWord(core, disguise)}${end}`;
    })
    .replaceAll(/[^\p{L}\p{N}\p{ASCII}]/gu, '?');
}

function disguisedWord(word: string, disguise: Disguise): string {
  if (word === '' || isPlain(word)) {
    return word;
  }
  return (
    disguise.form(word) ??
    (/^Microsoft\.[^/]*\//iu.test(word) ? disguisedPath(word, disguise) : disguise.name(word))
  );
}

/** Ends of words with an apostrophe. */
const SHORTENED = /'(?:d|ll|m|re|s|t|ve)$/u;

/** One or more known words in one, such as `application/json`, or signs alone. */
function isPlain(word: string): boolean {
  const pieces = word.replace(SHORTENED, '').match(/[\p{L}\p{N}]+/gu) ?? [];
  return (
    pieces.every(
      (piece) =>
        isKnownWord(piece) ||
        (isConstant(piece) && (piece.length > 1 || pieces.length === 1)) ||
        /^\d{1,4}$/u.test(piece),
    ) &&
    (pieces.length > 0 || word.length < MAX_SIGNS)
  );
}

/** More signs than anybody writes in a row. */
const MAX_SIGNS = 6;

function disguisedQuote(text: string, disguise: Disguise): string {
  const shown = /^Microsoft\./iu.test(text) ? disguisedTyped(text, disguise) : undefined;
  return shown ?? disguise.form(text) ?? (isFieldPath(text) ? text : disguise.name(text));
}

/** `Microsoft.Compute/virtualMachines/NAME`, and such types alone. */
function disguisedTyped(text: string, disguise: Disguise): string | undefined {
  return /^[\w.]+(?:\/[^/\s]+)*$/u.test(text) ? disguisedPath(text, disguise) : undefined;
}

/** The path of a field, such as `properties.encryption`; whatever else is quoted may be a name. */
function isFieldPath(text: string): boolean {
  return /^[a-z][A-Za-z]*(?:\.[a-z][A-Za-z]*)+$/u.test(text) && isConstant(text);
}
