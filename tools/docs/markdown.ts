// The few pieces of Markdown that the generated parts are made of.

/** Text that stands between back ticks: a command, a name, a path. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** A fenced block; the text ends with or without a line break. */
export function codeBlock(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

/** A table; cells may hold Markdown. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(heads), line(heads.map(() => '---')), ...rows.map((row) => line(row))].join('\n');
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((text) => cell(text)).join(' | ')} |`;
}

/** Paragraphs, lists and blocks one below the other. */
export function paragraphs(...parts: readonly string[]): string {
  return parts.join('\n\n');
}

/** A pipe would end the cell and a line break the row; an angle bracket would begin a tag. */
function cell(text: string): string {
  return text
    .replaceAll('|', String.raw`\|`)
    .replaceAll('\n', ' ')
    .split(/(?<code>`[^`]*`)/u)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll('<', String.raw`\<`)))
    .join('');
}
