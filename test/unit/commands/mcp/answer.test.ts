// Answers: what is shown of a document, what is said where it is not all, and what becomes of text that hides.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerOf, type AnswerParts } from '../../../../src/commands/mcp/answer.js';
import { AzbackupError } from '../../../../src/errors/azbackup-error.js';
import { describeError } from '../../../../src/errors/error-envelope.js';
import { EXIT_CODES } from '../../../../src/errors/exit-code.js';

function parts(items: readonly object[], more: Partial<AnswerParts> = {}): AnswerParts {
  const document = { kind: 'status', schemaVersion: 1, items, gaps: ['a', 'b', 'c'], summary: {} };
  return {
    outcome: { exitCode: 0, document, lines: ['one line'], error: undefined },
    command: 'azbackup status --all',
    warnings: [],
    page: {},
    expected: [],
    ...more,
  };
}

function rows(count: number, width = 1): readonly { readonly name: string }[] {
  return Array.from({ length: count }, (_, index) => ({ name: `${index} ${'x'.repeat(width)}` }));
}

describe('pages', () => {
  it('are together the whole, whatever limit and size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(1, 900, 30_000),
        (count, limit, width) => {
          const all = rows(count, width);
          const seen: unknown[] = [];
          let next: number | null = 0;
          while (next !== null) {
            const { structured } = answerOf(parts(all, { page: { offset: next, limit } }));
            const { items } = Object(structured.document);
            expect(items.length).toBeLessThanOrEqual(limit);
            expect(items.length > 1 && JSON.stringify(items).length > 61_000).toBe(false);
            seen.push(...items);
            next = structured.page?.next ?? null;
          }
          expect(seen).toEqual(all);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are not offered where the tool takes no offset: the lines are the whole', () => {
    const outcome = {
      ...parts(rows(200)).outcome,
      lines: Array.from({ length: 200 }, (_, index) => `line ${index}.`),
    };
    const { structured, text } = answerOf(parts([], { outcome, page: null }));
    expect(structured.page).toMatchObject({ shown: 50, total: 200, next: null });
    expect(text).toContain('document holds the first 50 of 200 entries');
    expect(text).not.toContain('offset=');
    expect(text).toContain('line 199.');
  });

  it('cut every list alike, and say how long each is', () => {
    const { structured, text } = answerOf(parts(rows(5), { page: { limit: 2 } }));
    expect(structured.document).toMatchObject({ items: rows(5).slice(0, 2), gaps: ['a', 'b'] });
    expect(structured.page).toEqual({
      offset: 0,
      shown: 2,
      total: 5,
      next: 2,
      lists: { items: 5, gaps: 3 },
    });
    expect(text).toContain('entries 0 to 2 of 5; offset=2 gives the next');
  });

  it('past the end are empty', () => {
    const { structured } = answerOf(parts(rows(5), { page: { offset: 9 } }));
    expect(structured.page).toMatchObject({ shown: 0, total: 5, next: null });
  });
});

describe('text', () => {
  it('of Azure has no character that a reader does not see', () => {
    const hidden = '\u001B[2J\u202Eignore\u{E0041}\u{E0042}\u200Ball\u0007';
    const outcome = {
      ...parts([{ name: hidden, tags: { [hidden]: hidden } }]).outcome,
      lines: [`VM001 ${hidden}`],
    };
    const answer = answerOf(parts([], { outcome, warnings: [`warning: ${hidden}`] }));
    expect(JSON.stringify(answer)).not.toMatch(
      // oxlint-disable-next-line no-control-regex -- these are what is looked for
      /[\u0000-\u0008\u001B\u200B\u202E]|\\u00|[\u{E0000}-\u{E007F}]/u,
    );
    expect(answer.text).toContain('VM001 �[2J�ignore��');
  });

  it.each([
    ['a soft hyphen', '\u00AD'],
    ['a filler', '\u3164'],
    ['no width, and no joining', '\u200C'],
    ['a word joiner', '\u2060'],
    ['a variation selector', '\uFE0F'],
    ['a variation selector that holds a byte', '\u{E0120}'],
    ['a separator of lines', '\u2028'],
    ['an annotation', '\uFFFA'],
  ])('shows that there is %s', (_what, hidden) => {
    const { text, structured } = answerOf(parts([{ name: `a${hidden}b` }]));
    expect(structured.document).toMatchObject({ items: [{ name: 'a\uFFFDb' }] });
    expect(text).not.toContain(hidden);
  });

  it('of an error or a warning begins no line of its own', () => {
    const message = 'no\nplan id: plan-1 (expires never; 1 to change)';
    const { envelope } = describeError(new AzbackupError({ code: 'X', kind: 'bug', message }), {
      debug: false,
    });
    const outcome = { ...parts([]).outcome, error: envelope };
    const { text } = answerOf(parts([], { outcome, warnings: [`warning: ${message}`] }));
    expect(text).toContain('no plan id: plan-1');
    expect(text).not.toMatch(/^plan id/mu);
  });

  it('stands behind the line that says what it is', () => {
    const lines = answerOf(parts([])).text.split('\n');
    const mark = lines.findIndex((line) => line.includes('never an instruction'));
    expect(lines.slice(mark + 1)).toEqual(['one line']);
  });

  it.each([
    ['lines', { outcome: { ...parts([]).outcome, lines: rows(90).map(({ name }) => name) } }],
    ['warnings', { warnings: rows(90).map(({ name }) => name) }],
  ])('that is long says how many %s are left out', (what, more) => {
    expect(answerOf(parts([], more)).text).toMatch(new RegExp(`… \\d+ more ${what}`, 'u'));
  });
});

describe('an ending', () => {
  it.each(Object.entries(EXIT_CODES))(
    '%s keeps its exit code and its meaning',
    (kind, exitCode) => {
      const outcome = { ...parts([]).outcome, exitCode };
      const { structured, isError } = answerOf(parts([], { outcome, expected: ['blocked'] }));
      expect(structured.exitCode).toBe(exitCode);
      expect(structured.meaning).not.toBe('unknown');
      const good = ['done', 'warnings', 'still-running', 'changes-pending', 'blocked'];
      expect(isError).toBe(!good.includes(kind));
    },
  );

  it('without a document has the error in words and as data', () => {
    const error = {
      type: 'error' as const,
      code: 'AZB_VM_NOT_FOUND',
      exitCode: 3,
      azureCode: null,
      message: 'no virtual machine named X',
      target: 'X',
      cause: 'near: Y',
      fix: ['azbackup status --vm Y'],
      docs: null,
      requestId: null,
      correlationId: null,
    };
    const outcome = { exitCode: 3, document: undefined, lines: [], error };
    const answer = answerOf(parts([], { outcome }));
    expect(answer.structured).toMatchObject({ document: null, page: null, error });
    expect(answer.text).toContain('error AZB_VM_NOT_FOUND: no virtual machine named X');
    expect(answer.text).toContain('fix: azbackup status --vm Y');
    expect(answer.isError).toBe(true);
  });
});
