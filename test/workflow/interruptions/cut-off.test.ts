// Whatever happens at whichever request of a long command, the same command once more ends as if nothing had
// been: one job, one set of disks, one machine. Jobs are listed late. All places: test/sweep.
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  cutOff,
  LONG_COMMANDS,
  MISHAPS,
  placesOf,
  problemsOf,
  wholeRun,
  type Mishap,
  type WholeRun,
} from './cut-off.js';

/** Of a mishap's places so many are tried here; a kill leaves least behind, so it is tried oftener. */
const PLACES_OF: Partial<Readonly<Record<Mishap, number>>> = {
  stopped: 2,
  'killed-before': 2,
  'killed-after': 2,
};

/** Places spread over all, another set for each mishap: all of them together are spread over all, too. */
function some(whole: WholeRun, mishap: Mishap, turn: number): readonly number[] {
  const places = placesOf(whole, mishap);
  const count = PLACES_OF[mishap] ?? 1;
  const first = ((turn * 5 + 3) % MISHAPS.length) / MISHAPS.length;
  return Array.from({ length: count }, (_, number) => {
    const at = (first + number / count) % 1;
    return places[Math.floor(at * places.length)];
  }).filter((place) => place !== undefined);
}

/** Another computer leaves the files of a restore that it has not started. */
function withoutStaging(outcome: unknown): unknown {
  return { ...z.looseObject({}).parse(outcome), blobs: undefined };
}

describe.each(LONG_COMMANDS)('$name', (command) => {
  let whole: WholeRun;

  beforeAll(async () => {
    whole = await wholeRun(command);
  });

  it('changes something, and says how it ended', () => {
    expect(whole.run.code).toBe(0);
    expect(whole.run.writes.length).toBeGreaterThan(0);
  });

  it.each(MISHAPS.map((mishap, turn) => [mishap, turn] as const))(
    'goes on after it was %s',
    async (mishap, turn) => {
      const problems: string[] = [];
      for (const at of some(whole, mishap, turn)) {
        problems.push(...problemsOf(whole, await cutOff(whole, mishap, at)));
      }
      expect(problems).toEqual([]);
    },
  );

  it('is found by its job where nothing was written down', async () => {
    const places = placesOf(whole, 'lost');
    const problems: string[] = [];
    for (const at of places.filter((_place, index) => index % 5 === 0)) {
      const { second, outcome } = await cutOff(whole, 'killed-after', at, { elsewhere: true });
      if (second !== undefined && second.code !== 0) {
        problems.push(second.stderr);
      }
      const left = JSON.stringify(withoutStaging(outcome));
      problems.push(...(left === JSON.stringify(withoutStaging(whole.outcome)) ? [] : [left]));
    }
    expect(places.length).toBeGreaterThan(0);
    expect(problems).toEqual([]);
  });
});
