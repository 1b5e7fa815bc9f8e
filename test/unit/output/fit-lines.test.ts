import { describe, expect, it } from 'vitest';
import { fitLines } from '../../../src/output/text-width.js';

const BOLD = '\u001B[1m';
const NORMAL = '\u001B[22m';

describe('lines of a terminal', () => {
  it.each([
    ['short enough', 'ab cd', 'ab cd'],
    ['too long, between words', '  one two three four', '  one\n    two\n    three\n    four'],
    ['with columns, as they were', 'a   b\n\nc', 'a   b\n\nc'],
    [
      'in bold, each line for itself',
      `${BOLD}one two three${NORMAL}`,
      `${BOLD}one two${NORMAL}\n  ${BOLD}three${NORMAL}`,
    ],
    ['with a command to paste, whole', '  az vm show -n VM001', '  az vm show -n VM001'],
    ['with a long word, whole', 'id 123456789012', 'id\n  123456789012'],
  ])('%s', (_what, text, expected) => {
    expect(fitLines(text, 10)).toBe(expected);
  });
});
