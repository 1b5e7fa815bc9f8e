// A drill whose process ends at any of its requests: `drill clean` takes away what it left, here by its record, on another
// computer by the tags. What was there before is there afterwards, whatever happens. All places: test/sweep.
import { beforeAll, expect, it } from 'vitest';
import { placesOf, problemAfter, wholeDrill } from './killed.js';

let places: readonly number[];

beforeAll(async () => {
  places = placesOf(await wholeDrill(), 9);
});

it.each([
  ['killed-before', 3],
  ['killed-after', 0],
] as const)('%s a request it is cleaned up', async (mishap, turn) => {
  const problems: (string | undefined)[] = [];
  for (const at of places.filter((_, index) => index % 8 === turn)) {
    problems.push(await problemAfter(mishap, at, at % 2 === 0));
  }
  expect(problems.length).toBeGreaterThan(3);
  expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
});
