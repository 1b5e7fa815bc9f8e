// Some of the places where a request of a drill can go wrong; all of them: test/sweep.
import { expect, it } from 'vitest';
import { DRILL_FAULTS, problemsAt, wholeDrill } from './faults.js';

it('says the truth of itself, and of what is left', async () => {
  const { exchanges } = await wholeDrill();
  const problems: string[] = [];
  for (const [turn, fault] of DRILL_FAULTS.entries()) {
    const at = Math.floor((exchanges.length * (2 * turn + 1)) / (2 * DRILL_FAULTS.length));
    problems.push(...(await problemsAt(fault, at)));
  }
  expect(problems).toEqual([]);
});
