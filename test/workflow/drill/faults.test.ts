// Some of the places where a request of a drill can go wrong; all of them: test/sweep.
import { expect, it } from 'vitest';
import { DRILL_FAULTS, problemsAt, wholeDrill } from './faults.js';

it('says the truth of itself, and of what is left', async () => {
  const { exchanges } = await wholeDrill();
  const problems: string[] = [];
  for (const [turn, fault] of DRILL_FAULTS.entries()) {
    for (const share of [0.35, 0.8]) {
      const at = Math.floor(exchanges.length * (share + turn * 0.013));
      problems.push(...(await problemsAt(fault, at)));
    }
  }
  expect(problems).toEqual([]);
});
