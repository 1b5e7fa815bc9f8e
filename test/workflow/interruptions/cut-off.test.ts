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

/** Of a mishap's places one is tried here, another one for each: together they are spread over all. */
function oneOf(whole: WholeRun, mishap: Mishap, turn: number): number {
  const places = placesOf(whole, mishap);
  const share = ((turn * 5 + 3) % MISHAPS.length) / MISHAPS.length;
  const place = places[Math.floor(share * places.length)];
  if (place === undefined) {
    throw new Error(`there is no request that could be ${mishap}`);
  }
  return place;
}

/** Another computer leaves the files of a restore that it has not started. */
function withoutStaging(outcome: unknown): unknown {
  return { ...z.looseObject({}).parse(outcome), blobs: undefined };
}

describe.each(LONG_COMMANDS.map((command, number) => ({ ...command, number })))(
  '$name',
  (command) => {
    let whole: WholeRun;

    beforeAll(async () => {
      whole = await wholeRun(command);
    });

    it('changes something, and says how it ended', () => {
      expect(whole.run.code).toBe(0);
      expect(whole.run.writes.length).toBeGreaterThan(0);
    });

    // Three of the mishaps for each command, in turn.
    it.each(
      MISHAPS.map((mishap, turn) => [mishap, turn] as const).filter(
        ([, turn]) => (turn + command.number) % 3 === 0,
      ),
    )('goes on after it was %s', async (mishap, turn) => {
      const at = oneOf(whole, mishap, turn);
      expect(problemsOf(whole, await cutOff(whole, mishap, at))).toEqual([]);
    });

    it('is found by its job where nothing was written down', async () => {
      const places = placesOf(whole, 'lost');
      const problems: string[] = [];
      for (const at of places.filter((_place, index) => index % 15 === 0)) {
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
  },
);
