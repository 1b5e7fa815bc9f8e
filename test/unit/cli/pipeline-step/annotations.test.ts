import { describe, expect, it } from 'vitest';
import { annotationsOf } from '../../../../src/cli/pipeline-step/annotations.js';

/** A document in which so many VMs have failed. */
function document(failed: number) {
  const error = { code: 'AZB_X', azureCode: null, message: 'no\u001B[2J', causes: [], fix: [] };
  const items = Array.from({ length: failed }, (_, index) => ({
    vm: { id: `id ${index}`, name: `VM${index}\n` },
    error,
  }));
  const done = { vm: { id: 'id', name: 'VM' }, error: null };
  return { kind: 'status', schemaVersion: 1, items: [done, ...items], summary: {} };
}

describe('marks', () => {
  it.each([
    [0, 0, undefined],
    [10, 10, 'no\uFFFD[2J'],
    [11, 10, '2 more are in the result'],
    [500, 10, '491 more are in the result'],
  ])('of %d failures are %d, the last of which is %s', async (failed, shown, last) => {
    const marks = await annotationsOf(document(failed), undefined);
    expect([marks.length, marks.at(-1)?.message]).toEqual([shown, last]);
  });

  it('have no characters that a log would obey', async () => {
    const [mark] = await annotationsOf(document(1), undefined);
    expect(mark).toMatchObject({ title: 'VM0 : AZB_X', message: 'no\uFFFD[2J' });
  });
});
