// Every command in every output format.
import { describe, it } from 'vitest';
import { OUTPUT_FORMATS } from '../../../src/output/output-format.js';
import { expectFormat, FORMAT_ROWS } from '../../workflow/contract/format-rows.js';

describe.each(FORMAT_ROWS.map((row) => ({ row })))('$row.0', ({ row }) => {
  it.each(OUTPUT_FORMATS)('as %s', (format) => expectFormat(row, format));
});
