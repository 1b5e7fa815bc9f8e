// Text measured in terminal columns rather than characters: padding, shortening, wrapping, cleaning.

import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

const ELLIPSIS = '…';

/** Fills text up with blanks to a width in columns; wider text is left as it is. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/** Columns of the widest of several texts; zero for none. */
export function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => stringWidth(text)));
}

/** Cuts the middle out of plain text so that it takes at most `width` columns. */
export function shortenMiddle(text: string, width: number): string {
  if (stringWidth(text) <= width) {
    return text;
  }
  const kept = Math.max(2, width - 1);
  const tail = Math.floor(kept / 3);
  const characters = Array.from(text);
  return [...characters.slice(0, kept - tail), ELLIPSIS, ...characters.slice(-tail)].join('');
}

/** A GUID or similar id as `a1b2…9f`, enough to tell it from its neighbours. */
export function shortenId(id: string): string {
  return id.length > 12 ? `${id.slice(0, 4)}${ELLIPSIS}${id.slice(-2)}` : id;
}

/** Cuts the end off so that the text takes at most `width` columns. Plain text only. */
export function cutEnd(text: string, width: number): string {
  if (stringWidth(text) <= width) {
    return text;
  }
  const characters = Array.from(text);
  return characters.slice(0, Math.max(1, width - 1)).join('') + ELLIPSIS;
}

/** Text on one line: Azure's messages carry line breaks of their own. */
export function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*[\r\n\t]+\s*/gu, ' ');
}

/** A command to paste at the end of a sentence: `get the right, then: az role assignment create --role Reader`. */
const COMMAND_AT_END = /^(?<lead>.*:) (?<command>(?:az|azbackup) [a-z].* --?[a-z].*)$/u;

/**
 * Lines of prose wrapped by words to a width; words that are longer, such as ids, stay whole, and so does a command
 * at the end, which would be another one when broken.
 */
export function wrapLines(text: string, width: number): string[] {
  const whole = oneLine(text);
  const { lead, command } = COMMAND_AT_END.exec(whole)?.groups ?? {};
  if (lead === undefined || command === undefined || stringWidth(whole) <= width) {
    return wrapAnsi(whole, Math.max(1, width)).split('\n');
  }
  return [...wrapAnsi(lead, Math.max(1, width)).split('\n'), command];
}

/** Prose wrapped to `width` columns, its first line indented by `first`, the others by `rest` columns. */
export function wrapIndented(text: string, width: number, first: number, rest = first): string {
  return wrapLines(text, width - Math.max(first, rest))
    .map((line, index) => ' '.repeat(index === 0 ? first : rest) + line)
    .join('\n');
}

/** A command to paste: broken anywhere, it would be another one. */
const COMMAND_LINE = /^ *(?:az|azbackup) /u;
const MORE_INDENT = 2;

/** A line of a terminal, broken between words where it is too long; commands, and words such as ids, stay whole. */
function fitLine(line: string, columns: number): string[] {
  if (stringWidth(line) <= columns || COMMAND_LINE.test(stripVTControlCharacters(line))) {
    return [line];
  }
  const text = line.trimStart();
  const first = line.length - text.length;
  const rest = first + MORE_INDENT;
  return wrapAnsi(text, Math.max(1, columns - rest))
    .split('\n')
    .map((part, index) => ' '.repeat(index === 0 ? first : rest) + part.trimEnd());
}

/** The lines of a text, each as `fitLine` gives it. */
export function fitLines(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => fitLine(line, columns))
    .join('\n');
}

/** Pieces side by side, three blanks apart, on as many lines as they need; none is broken. */
export function flow(pieces: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    const longer = `${last ?? ''}   ${piece}`;
    if (last === undefined || stringWidth(longer) > width) {
      lines.push(piece);
    } else {
      lines[lines.length - 1] = longer;
    }
  }
  return lines;
}

const STYLE_OR_CONTROL = /\p{Cc}\[\d{1,3}m|[^\P{Cc}\n]/gu;
const ESCAPE_CODE = 0x1b;

/**
 * Takes out control characters, which could do things to a terminal when they come from a tag or a
 * message. Line breaks stay, and so do the theme's own colour sequences.
 */
export function stripControls(text: string): string {
  return text.replaceAll(STYLE_OR_CONTROL, (match) =>
    match.length > 1 && match.codePointAt(0) === ESCAPE_CODE ? match : '',
  );
}
