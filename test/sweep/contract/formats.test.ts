// Every command in every output format; of a share, in one of them.
import { describe, it } from 'vitest';
import { OUTPUT_FORMATS } from '../../../src/output/output-format.js';
import { SHARE } from '../share.js';
import { expectFormat, FORMAT_ROWS } from '../../workflow/contract/format-rows.js';

const ROWS = FORMAT_ROWS.map((row, place) => ({ row, place }));

describe.each(ROWS)('$row.0', ({ row, place }) => {
  const formats = OUTPUT_FORMATS.filter(
    (_, number) => SHARE === 1 || (number + place) % OUTPUT_FORMATS.length === 1,
  );
  it.each(formats)('as %s', (format) => expectFormat(row, format));
});
