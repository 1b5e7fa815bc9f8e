// What is known of one thing: a name and a value a line.

import { padEnd, wrapLines } from '../text-width.js';
import type { View } from '../view.js';

/** The names' column, with the gap after it. */
export const NAME_WIDTH = 14;
/** However narrow the terminal, values get so many columns. */
const MIN_VALUE_WIDTH = 20;

/** Names and values, one under the other; a value that is empty is left out with its name. */
export function formatFields(
  fields: readonly (readonly [name: string, value: string])[],
  view: View,
): string[] {
  return fields
    .filter(([, value]) => value !== '')
    .map(([name, value]) => formatField(name, value, view));
}

/** A name and its value, which goes on below itself. */
export function formatField(
  name: string,
  value: string,
  view: View,
  nameWidth = NAME_WIDTH,
): string {
  const lines = wrapLines(value, Math.max(MIN_VALUE_WIDTH, view.width - nameWidth));
  return view.theme.muted(padEnd(name, nameWidth)) + lines.join(`\n${' '.repeat(nameWidth)}`);
}
