// `-o tsv`: rows of values separated by tabs, without headers, for cut, read and awk, as az writes them.

/** Rows of an array, or one row of anything else. Nothing for null. */
export function formatTsv(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  const rows: readonly unknown[] = Array.isArray(value) ? value : [value];
  return rows.map((row) => `${cellsOf(row).map(formatCell).join('\t')}\n`).join('');
}

function cellsOf(row: unknown): readonly unknown[] {
  if (Array.isArray(row)) {
    return row;
  }
  return typeof row === 'object' && row !== null ? Object.values(row) : [row];
}

/**
 * A cell: text as it is, other scalars and nested values as JSON, nothing for null. Tabs and line
 * breaks inside a text become blanks, since they would shift every later cell.
 */
function formatCell(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  return typeof value === 'string' ? value.replaceAll(/\p{Cc}+/gu, ' ') : JSON.stringify(value);
}
