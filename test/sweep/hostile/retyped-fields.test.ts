// One field of another type in the answers of every command: the command ends as it would with an answer that
// it cannot read, never with a bug.
import { describe, expect, it } from 'vitest';
import { attack, ATTACKED_COMMANDS, requestsOf } from '../../workflow/support/hostile-answers.js';
import { retyped } from '../../workflow/support/odd-answers.js';
import { leastAttacks, rowsInTurn, SHARE } from '../share.js';

/** How often a command is attacked, each time in another answer and another field. */
const ATTACKS = 120;
let made = 0;

describe.each(rowsInTurn(ATTACKED_COMMANDS, 2))('azbackup %s', (argv) => {
  it('ends in no bug when a field is of another type', async () => {
    const requests = await requestsOf(argv);
    const wrong: string[] = [];
    for (let turn = 0; turn < ATTACKS; turn += SHARE) {
      const place = 1 + (turn % requests);
      const { attacked, code, stderr } = await attack(`${argv} --debug`, place, retyped(turn));
      made += attacked ? 1 : 0;
      if (attacked && code === 1) {
        wrong.push(`request ${place}, turn ${turn}: ${stderr.slice(-1200)}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

it('was tried often enough', () => {
  expect(made).toBeGreaterThanOrEqual(leastAttacks(3143, 2));
});
