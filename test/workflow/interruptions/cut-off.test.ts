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

/** Of a mishap's places so many are tried here, those at what is changed among them. */
const PLACES = 3;

/** A second signal ends a run as the first does, so one place is enough here. */
const PLACES_OF: Partial<Readonly<Record<Mishap, number>>> = { terminated: 1 };

/** Places spread over all, another set for each mishap. */
function some(whole: WholeRun, mishap: Mishap, turn: number): readonly number[] {
  const places = placesOf(whole, mishap);
  const step = Math.max(1, Math.ceil(places.length / (PLACES_OF[mishap] ?? PLACES)));
  return places.filter((_place, index) => index % step === turn % step);
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
    for (const at of places.filter((_place, index) => index % 3 === 0)) {
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
