import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepSummary } from '../../../../src/cli/pipeline-step/step-summary.js';
import { isSafe } from '../../../../src/domain/unsafe-characters.js';

const PARTS = { command: 'status', code: 0, markdown: undefined, error: undefined };
const ROOM = 400;

/** Lines with marks of Markdown, characters of several bytes, and what a terminal would obey. */
const texts = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('```', '`````x', '# a', '\u001B[2J', '<b>'),
    ),
  )
  .map((lines) => lines.join('\n'));

describe('the page of a step', () => {
  it('is no longer than there is room, in whole lines', () => {
    fc.assert(
      fc.property(texts, fc.boolean(), (text, isMarkdown) => {
        const parts = isMarkdown ? { ...PARTS, markdown: text, text: '' } : { ...PARTS, text };
        const page = stepSummary(parts, ROOM);
        expect(Buffer.byteLength(page)).toBeLessThanOrEqual(ROOM);
        expect(page).not.toContain('\uFFFD\uFFFD\uFFFD');
      }),
    );
  });

  it('shows what was written in one block that nothing in it closes', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const page = stepSummary({ ...PARTS, text: `VM005 ${text}` });
        const [, fence = 'none', body = ''] = /^(`{3,})text\n([^]*)$/mu.exec(page) ?? [];
        expect(body.indexOf(fence)).toBe(body.length - fence.length - 1);
        expect(isSafe(page)).toBe(true);
      }),
    );
  });

  it('says that something is left out', () => {
    const page = stepSummary({ ...PARTS, text: 'a line of text\n'.repeat(100) }, ROOM);
    expect(page).toMatch(/^a line of text\n`{3}\n\nThe rest is left out/mu);
  });

  it('has the error, as text', () => {
    const error = {
      type: 'error',
      code: 'AZB_USAGE',
      exitCode: 2,
      azureCode: null,
      message: 'no <b>such</b> [thing](x)',
      target: null,
      cause: null,
      fix: ['azbackup --help'],
      docs: null,
      requestId: null,
      correlationId: null,
    } as const;
    const page = stepSummary({ ...PARTS, code: 2, text: '', error });
    expect(page).toContain('## azbackup status: usage');
    expect(page).toContain(String.raw`no &lt;b&gt;such&lt;/b&gt; \[thing\](x)`);
    expect(page).toContain('- azbackup --help');
  });
});
