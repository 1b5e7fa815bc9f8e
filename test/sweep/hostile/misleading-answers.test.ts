// Answers that mislead, in every answer of every command that changes something: the exit never says what is
// not so. 0 promises the end state of the plan; 2, 3 and 5 say that nothing was changed.
import { describe, expect, it } from 'vitest';
import { rowsInTurn, SHARE } from '../share.js';
import { CHANGING_COMMANDS } from '../../workflow/support/changing-commands.js';
import {
  misled,
  MISLEADING_ANSWERS,
  requestsOf,
  violationsOf,
} from '../../workflow/support/misled.js';

const WAYS = Object.entries(MISLEADING_ANSWERS).map(([way, answer], turn) => ({
  way,
  answer,
  turn,
}));

/** Each way is tried on some commands, where a share is run: to know a command's requests is a run by itself. */
const EACH = Math.min(SHARE, WAYS.length);
const STEP = Math.max(1, Math.round(SHARE / 4));
const COMMANDS = CHANGING_COMMANDS.map((command, number) => ({ ...command, command, number }));

describe.each(rowsInTurn(COMMANDS, 2))('azbackup $argv', ({ command, number }) => {
  it.each(WAYS.filter(({ turn }) => (turn + number) % EACH === 0))(
    'is not misled by $way',
    async ({ answer, turn }) => {
      const { all } = await requestsOf(command);
      const wrong: string[] = [];
      const share = all.filter((_, index) => (index + turn) % STEP === 0);
      for (const place of share) {
        const run = await misled(command, place, answer);
        const found = violationsOf(command, run);
        wrong.push(...found.map((each) => `request ${place}, ${run.request}: ${each}`));
      }
      expect(wrong).toEqual([]);
    },
  );
});
