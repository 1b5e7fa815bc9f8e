// Bodies that are no answer of Azure's, in the answers of every command: never a bug, and never taken for
// one. Each answer has a ninth of the ways.
import { describe, expect, it } from 'vitest';
import { attack, ATTACKED_COMMANDS, requestsOf } from '../../workflow/support/hostile-answers.js';
import { ODD_BODIES } from '../../workflow/support/odd-answers.js';

const WAYS = Object.entries(ODD_BODIES).map(([name, tamper], turn) => ({ name, tamper, turn }));

describe.each(ATTACKED_COMMANDS)('azbackup %s', (argv) => {
  it.each(WAYS)('takes no bug of its own for the cause of $name', async ({ tamper, turn }) => {
    const requests = await requestsOf(argv);
    const wrong: string[] = [];
    for (let place = 1 + (turn % 9); place <= requests; place += 9) {
      const { attacked, code, stderr } = await attack(`${argv} --debug`, place, tamper);
      if (attacked && code === 1) {
        wrong.push(`request ${place}: ${stderr.slice(-1200)}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
