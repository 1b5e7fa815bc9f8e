// Hints among the lines of a view: what could be done next. They are no part of the result, so they go to stderr, and
// nowhere under --quiet.

/** No text of Azure's comes with it to a terminal: `stripControls` takes it out wherever it stands. */
const MARK = '\u0000';

/** A line of a view that is a hint. */
export function hint(line: string): string {
  return MARK + line;
}

/** The lines of a view: those of the result, and the hints. */
export interface SplitLines {
  readonly result: readonly string[];
  readonly hints: readonly string[];
}

/** Parts them; a blank line that stood before the hints ends the result no more. */
export function splitHints(lines: readonly string[]): SplitLines {
  const result = lines.filter((line) => !line.startsWith(MARK));
  const hints = lines.filter((line) => line.startsWith(MARK)).map((line) => line.slice(1));
  const end = result.findLastIndex((line) => line !== '') + 1;
  return { result: hints.length === 0 ? result : result.slice(0, end), hints };
}
