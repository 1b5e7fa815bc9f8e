// Colours by meaning. A colour never carries a meaning alone: a word or a sign always says the same.

import picocolors from 'picocolors';

/** Makes a piece of text look like what it means. */
export type Style = (text: string) => string;

/** The meanings that text can have. */
export interface Theme {
  readonly ok: Style;
  readonly warn: Style;
  readonly fail: Style;
  /** What matters less: ids, folded counts. */
  readonly muted: Style;
  /** Something to paste into a shell. */
  readonly command: Style;
  readonly heading: Style;
}

/** The theme of a stream; without colour every style leaves the text as it is. */
export function createTheme(color: boolean): Theme {
  const colors = picocolors.createColors(color);
  return {
    ok: colors.green,
    warn: colors.yellow,
    fail: colors.red,
    muted: colors.dim,
    command: colors.cyan,
    heading: colors.bold,
  };
}
