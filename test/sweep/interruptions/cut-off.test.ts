// Whatever happens at whichever request of a long command, the same command once more ends as if nothing had been.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  cutOff,
  LONG_COMMANDS,
  MISHAPS,
  placesOf,
  problemsOf,
  wholeRun,
  type WholeRun,
} from '../../workflow/interruptions/cut-off.js';
import { SHARE } from '../share.js';

describe.each(LONG_COMMANDS)('$name', (command) => {
  let whole: WholeRun;

  beforeAll(async () => {
    whole = await wholeRun(command);
  });

  it.each(MISHAPS.map((mishap, turn) => [mishap, turn] as const))(
    'goes on wherever it was %s',
    async (mishap, turn) => {
      const places = placesOf(whole, mishap).filter(
        (_place, index) => (index + turn) % SHARE === 0,
      );
      const problems: string[] = [];
      for (const at of places) {
        problems.push(...problemsOf(whole, await cutOff(whole, mishap, at)));
      }
      expect(problems).toEqual([]);
    },
  );
});
