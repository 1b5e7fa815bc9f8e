// Every link that an answer may hold, forged in the answers of every command, each answer having a ninth of the
// ways: nothing leaves for the host that it names, and no command mistakes it for its own fault.
import { describe, expect, it } from 'vitest';
import {
  attack,
  ATTACKED_COMMANDS,
  LINKS,
  requestsOf,
} from '../../workflow/support/hostile-answers.js';
import { leastAttacks, placesFor } from '../share.js';

const WAYS = Object.entries(LINKS).map(([name, tamper], turn) => ({ name, tamper, turn }));
let made = 0;

describe.each(ATTACKED_COMMANDS)('azbackup %s', (argv) => {
  it('follows no forged link', async () => {
    const requests = await requestsOf(argv);
    const wrong: string[] = [];
    for (const { name, tamper, turn } of WAYS) {
      for (const place of placesFor(turn, requests)) {
        const { attacked, stolen, code } = await attack(argv, place, tamper);
        made += attacked ? 1 : 0;
        if (attacked && (stolen.length > 0 || code === 1)) {
          wrong.push(`${name}, request ${place}: exit ${code}, ${stolen.join(', ')}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

it('was tried often enough', () => {
  expect(made).toBeGreaterThanOrEqual(leastAttacks(200));
});
