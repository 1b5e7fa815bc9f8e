// Bodies that are no answer of Azure's, in the answers of every command: never a bug, and never taken for
// one. Each answer has a ninth of the ways.
import { describe, expect, it } from 'vitest';
import { attack, ATTACKED_COMMANDS, requestsOf } from '../../workflow/support/hostile-answers.js';
import { ODD_BODIES } from '../../workflow/support/odd-answers.js';
import { leastAttacks, placesFor, rowsInTurn } from '../share.js';

const WAYS = Object.entries(ODD_BODIES).map(([name, tamper], turn) => ({ name, tamper, turn }));
let made = 0;

describe.each(rowsInTurn(ATTACKED_COMMANDS, 2))('azbackup %s', (argv) => {
  it('takes no bug of its own for the cause of an odd body', async () => {
    const requests = await requestsOf(argv);
    const wrong: string[] = [];
    for (const { name, tamper, turn } of WAYS) {
      for (const place of placesFor(turn, requests)) {
        const { attacked, code, stderr } = await attack(`${argv} --debug`, place, tamper);
        made += attacked ? 1 : 0;
        if (attacked && code === 1) {
          wrong.push(`${name}, request ${place}: ${stderr.slice(-1200)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

it('was tried often enough', () => {
  expect(made).toBeGreaterThanOrEqual(leastAttacks(616, 2));
});
