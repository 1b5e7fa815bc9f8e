// Every link that an answer may hold, forged in the answers of every command, each answer having a ninth of the
// ways: nothing leaves for the host that it names, and no command mistakes it for its own fault.
import { describe, expect, it } from 'vitest';
import {
  attack,
  ATTACKED_COMMANDS,
  LINKS,
  requestsOf,
} from '../../workflow/support/hostile-answers.js';

const WAYS = Object.entries(LINKS).map(([name, tamper], turn) => ({ name, tamper, turn }));

describe.each(ATTACKED_COMMANDS)('azbackup %s', (argv) => {
  it.each(WAYS)('follows no forged link: $name', async ({ tamper, turn }) => {
    const requests = await requestsOf(argv);
    const wrong: string[] = [];
    for (let place = 1 + (turn % 9); place <= requests; place += 9) {
      const { attacked, stolen, code } = await attack(argv, place, tamper);
      if (attacked && (stolen.length > 0 || code === 1)) {
        wrong.push(`request ${place}: exit ${code}, ${stolen.join(', ')}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
