// Every command in every output format; of a share, one in five.
import { it } from 'vitest';
import { OUTPUT_FORMATS } from '../../../src/output/output-format.js';
import { expectFormat, FORMAT_ROWS } from '../../workflow/contract/format-rows.js';
import { rowsInTurn } from '../share.js';

const PAIRS = FORMAT_ROWS.flatMap((row) => OUTPUT_FORMATS.map((format) => ({ row, format })));

// Five: with the number of formats, or a divisor of it, each turn would have the same few of them.
it.each(rowsInTurn(PAIRS, 5))('$row.0 as $format', ({ row, format }) => expectFormat(row, format));
