// `-o tsv`: rows of values separated by tabs, without headers, for cut, read and awk, as az writes them.

/** Rows of an array, or one row of anything else. Nothing for null. */
export function formatTsv(value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  const rows: readonly unknown[] = Array.isArray(value) ? value : [value];
  return rows.map((row) => `${formatRow(cellsOf(row))}\n`).join('');
}

/**
 * A row an item, with these columns.
 * @param columns paths into an item, such as `vm.name`
 */
export function formatTsvItems(items: readonly object[], columns: readonly string[]): string {
  return items
    .map((item) => `${formatRow(columns.map((column) => valueAt(item, column)))}\n`)
    .join('');
}

function valueAt(item: object, column: string): unknown {
  return column
    .split('.')
    .reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), item);
}

function cellsOf(row: unknown): readonly unknown[] {
  if (Array.isArray(row)) {
    return row;
  }
  return isRecord(row) ? Object.values(row) : [row];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Several cells may end in a spreadsheet; a value of its own is what a script reads, and stays as it is. */
function formatRow(cells: readonly unknown[]): string {
  const isTable = cells.length > 1;
  return cells
    .map((cell) => (isTable && typeof cell === 'string' ? asText(cell) : cell))
    .map(formatCell)
    .join('\t');
}

/** Spreadsheets calculate what begins like this, also in its full-width form; a number may begin so too. */
function asText(cell: string): string {
  const isNumber = /^[+-]?\d+(?:\.\d+)?$/u.test(cell);
  return /^[\s\p{Cc}]*[=+\-@＝＋－＠]/u.test(cell) && !isNumber ? `'${cell}` : cell;
}

/**
 * A cell: scalars as they are, nothing for null; of what is nested, as in az, the length of a list and
 * nothing of an object. Tabs and line breaks inside a text become blanks, since they would shift every
 * later cell.
 */
function formatCell(value: unknown): string {
  if (Array.isArray(value)) {
    return String(value.length);
  }
  if (value === null || value === undefined || typeof value === 'object') {
    return '';
  }
  return typeof value === 'string' ? value.replaceAll(/\p{Cc}+/gu, ' ') : JSON.stringify(value);
}
