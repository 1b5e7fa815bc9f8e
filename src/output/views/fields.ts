// What is known of one thing: a name and a value a line.

import { padEnd, wrapLines } from '../text-width.js';
import type { View } from '../view.js';

/** The names' column, with the gap after it. */
const NAME_WIDTH = 14;

/** Names and values, one under the other; a value that is empty is left out with its name. */
export function formatFields(
  fields: readonly (readonly [name: string, value: string])[],
  view: View,
): string[] {
  return fields
    .filter(([, value]) => value !== '')
    .map(([name, value]) => {
      const lines = wrapLines(value, view.width - NAME_WIDTH);
      return view.theme.muted(padEnd(name, NAME_WIDTH)) + lines.join(`\n${' '.repeat(NAME_WIDTH)}`);
    });
}
