// What the sections of the page are put together from: tables, folds, tags, commands.

import { firstNames } from '../../../domain/fleet/first-names.js';
import { oneLine } from '../../../output/text-width.js';
import { isCommand } from '../../../output/views/fix-lines.js';
import type { ResourceDocument } from '../../results/parts.js';
import { markup, type Content, type Markup } from './markup.js';

/** Whether something is good; a word says the same beside each colour. */
export type Meaning = 'ok' | 'warn' | 'fail' | 'muted' | 'plain';

/** More rows than these are folded where they need nobody. */
export const OPEN_ROWS = 40;
/** And more than these where they need somebody. */
export const NEEDED_ROWS = 100;

/** A section under its heading, which the table of contents leads to. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Content;
}

/** A number of the document, which the tests find again: `path` leads to it. */
export function figure(path: string, value: number): Markup {
  return markup`<data value="${value}" data-of="${path}">${value}</data>`;
}

/** The same with what it counts: `1 VM`, `3 VMs`. */
export function countedFigure(path: string, value: number, noun: string): Markup {
  return markup`${figure(path, value)} ${value === 1 ? noun : `${noun}s`}`;
}

/** A word in the colour of what it means. */
export function tag(word: string, meaning: Meaning): Markup {
  return markup`<b class="${meaning}">${word}</b>`;
}

/** A column; numbers stand to the right. */
export interface Column {
  readonly header: string;
  readonly isNumber?: boolean;
  /** Takes what room is left, and wraps. */
  readonly isWide?: boolean;
}

/** A table with a name for screen readers; the first cell of a row is its header. It scrolls sideways where it must. */
export function table(
  name: string,
  columns: readonly Column[],
  rows: readonly (readonly Content[])[],
): Markup {
  const head = columns.map(
    (column) => markup`<th scope="col"${classOf(column)}>${column.header}</th>`,
  );
  const body = rows.map(
    ([first = null, ...rest]) =>
      markup`<tr><th scope="row">${first}</th>${rest.map((cell, index) => markup`<td${classOf(columns[index + 1])}>${cell}</td>`)}</tr>
`,
  );
  return markup`<div class="scroll" role="region" tabindex="0" aria-label="${name}"><table><caption>${name}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>
`;
}

function classOf(column: Column | undefined): Content {
  if (column?.isNumber === true) {
    return markup` class="n"`;
  }
  return column?.isWide === true ? markup` class="w"` : null;
}

/** Something under a line that opens and closes it. */
export function fold(summary: Content, body: Content, isOpen = false): Markup {
  return markup`<details${isOpen ? markup` open` : null}><summary>${summary}</summary>${body}</details>`;
}

/** Rows under a line that opens them, open where they are few. */
export function foldedTable(
  summary: Content,
  {
    name,
    columns,
    rows,
    maxOpen = OPEN_ROWS,
  }: {
    readonly name: string;
    readonly columns: readonly Column[];
    readonly rows: readonly (readonly Content[])[];
    readonly maxOpen?: number;
  },
): Markup | null {
  return rows.length === 0
    ? null
    : fold(summary, table(name, columns, rows), rows.length <= maxOpen);
}

/** Names in a row, the rest of many under a line that opens them. */
export function names(all: readonly string[]): Content {
  const some = 8;
  return all.length <= some + 4
    ? all.join(', ')
    : markup`<details class="in"><summary>${firstNames(all, some)}</summary>${all.slice(some).join(', ')}</details>`;
}

/** A reason without the name that it begins with: the name stands beside it. */
export function withoutName(reason: string, name: string): string {
  const lead = `${name} `;
  return reason.startsWith(lead) ? `… ${reason.slice(lead.length)}` : reason;
}

/** How machines are called on the whole page. */
export type Label = (vm: ResourceDocument) => string;

/** What settles a problem, in order: commands to paste, each on a line, and other advice. */
export function steps(fixes: readonly string[]): Content {
  return fixes.length === 0
    ? null
    : markup`<ul class="cmd">${fixes.map((fix) => markup`<li>${stepOf(fix)}</li>`)}</ul>
`;
}

/** A line break in a name must not become one in a shell. */
function stepOf(fix: string): Content {
  const line = oneLine(fix);
  return isCommand(line) ? markup`<code>${line}</code>` : line;
}

/** Reasons or sentences as a list, folded where they are many. */
export function sentences(summary: string, all: readonly string[]): Content {
  const list = markup`<ul>${all.map(
    (each) => markup`<li>${each}</li>
`,
  )}</ul>
`;
  return all.length <= OPEN_ROWS ? list : fold(summary, list);
}
