import { describe, expect, it } from 'vitest';
import { stepOutputs } from '../../../../src/cli/pipeline-step/step-outputs.js';

/** A document with so many items, after each of which a command of this length goes on. */
function document(items: number, length: number) {
  const each = (index: number) => ({
    jobId: `job-${index}`,
    next: [`${index} `.padEnd(length, 'x')],
  });
  const summary = { text: 'x'.repeat(length) };
  return {
    kind: 'jobs',
    schemaVersion: 1,
    items: Array.from({ length: items }, (_, index) => each(index)),
    summary,
  };
}

const outputsOf = (items: number, length: number) =>
  stepOutputs({ code: 0, document: document(items, length), error: undefined, files: {} });

describe('outputs', () => {
  it.each([
    [3, 10, ['3', true, true]],
    [1000, 80, ['1000', true, true]],
    [1000, 200, ['1000', true, false]],
    [1001, 10, ['1001', false, false]],
  ])('of %d items with texts of %d characters are short or left out', (items, length, expected) => {
    const outputs = outputsOf(items, length);
    const { total, next, 'job-ids': jobIds } = outputs;
    expect([total, jobIds !== '', next !== '']).toEqual(expected);
  });

  it('are each no longer than an environment variable can be', () => {
    for (const text of Object.values(outputsOf(2, 200_000))) {
      expect(Buffer.byteLength(text)).toBeLessThan(128 * 1024);
    }
  });
});
