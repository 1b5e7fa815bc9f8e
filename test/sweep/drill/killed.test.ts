// A drill that is killed before and after every request is cleaned up, here and elsewhere.
import { beforeAll, expect, it } from 'vitest';
import { placesOf, problemAfter, wholeDrill } from '../../workflow/drill/killed.js';
import { SHARE } from '../share.js';

let places: readonly number[];

beforeAll(async () => {
  places = placesOf(await wholeDrill(), 1);
});

it.each([
  ['killed-before', true, 0],
  ['killed-before', false, 1],
  ['killed-after', true, 2],
  ['killed-after', false, 3],
] as const)('%s, here: %s', async (mishap, isHere, turn) => {
  const problems: (string | undefined)[] = [];
  const first = (turn * Math.ceil(SHARE / 4)) % SHARE;
  for (const at of places.filter((_, index) => index % SHARE === first)) {
    problems.push(await problemAfter(mishap, at, isHere));
  }
  expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
});
