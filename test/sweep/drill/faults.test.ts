// Every request of a drill goes wrong in every way, and what the drill says of itself and of what is left is true.
import { beforeAll, expect, it } from 'vitest';
import { DRILL_FAULTS, problemsAt, wholeDrill } from '../../workflow/drill/faults.js';
import { rowsInTurn, SHARE } from '../share.js';

let requests = 0;

beforeAll(async () => {
  requests = (await wholeDrill()).exchanges.length;
});

it.each(
  rowsInTurn(
    DRILL_FAULTS.map((fault, turn) => [fault, turn] as const),
    2,
  ),
)('%s', async (fault, turn) => {
  const problems: string[] = [];
  for (let at = 1 + (turn % SHARE); at <= requests; at += SHARE) {
    problems.push(...(await problemsAt(fault, at)));
  }
  expect(problems).toEqual([]);
});
