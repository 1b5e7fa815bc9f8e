// Lines that start with a verdict: `FAIL  what is wrong   check.id`, `protected   VM001   38 s`.

import { padEnd, widest, wrapLines } from '../text-width.js';
import type { Style } from '../theme.js';
import type { View } from '../view.js';

/** One line; `tag` is what a reader may look up, such as a check id. */
export interface StatusLine {
  readonly label: string;
  readonly style: Style;
  readonly name?: string;
  readonly text: string;
  readonly tag?: string;
}

const LABEL_GUTTER = 2;
const NAME_GUTTER = 3;
const TAG_GUTTER = 3;
const MIN_TEXT = 24;

/** Lays lines out in columns; each result may span several lines of the terminal. */
export function formatStatusLines(lines: readonly StatusLine[], view: View): string[] {
  const labels = labelWidth(lines);
  const left = textColumn(lines);
  const tags = widest(lines.map((line) => line.tag ?? ''));
  const room = Math.max(MIN_TEXT, view.width - left - (tags === 0 ? 0 : tags + TAG_GUTTER));
  const tagged = lines.filter((line) => line.tag !== undefined);
  const column = widest(tagged.map((line) => wrapLines(line.text, room).join('\n')).flatMap(split));
  return lines.map((line) => {
    const name = padEnd(line.name ?? '', left - labels);
    const head = padEnd(line.style(line.label), labels) + name;
    const free = line.tag === undefined ? Math.max(MIN_TEXT, view.width - left) : room;
    const [first = '', ...rest] = wrapLines(line.text, free);
    const tag = line.tag === undefined ? '' : tail(first, column, line.tag, view);
    return [`${head}${first}${tag}`.trimEnd(), ...rest.map((text) => ' '.repeat(left) + text)].join(
      '\n',
    );
  });
}

/** The column in which the texts of such lines start. */
export function textColumn(lines: readonly StatusLine[]): number {
  return labelWidth(lines) + nameWidth(lines);
}

function labelWidth(lines: readonly StatusLine[]): number {
  return widest(lines.map((line) => line.label)) + LABEL_GUTTER;
}

function nameWidth(lines: readonly StatusLine[]): number {
  const width = widest(lines.map((line) => line.name ?? ''));
  return width === 0 ? 0 : width + NAME_GUTTER;
}

function tail(text: string, column: number, tag: string, view: View): string {
  return padEnd(text, column + TAG_GUTTER).slice(text.length) + view.theme.muted(tag);
}

function split(text: string): string[] {
  return text.split('\n');
}
