// Forged links in a few answers of one command; all answers of all commands: test/sweep/hostile.
import { describe, expect, it } from 'vitest';
import { ATTACKER, attack, LINKS, requestsOf } from '../support/hostile-answers.js';

const WAYS = Object.entries(LINKS).map(([name, tamper], turn) => ({ name, tamper, turn }));
const ENABLE = 'enable --vm VM001 --grant --yes';

describe('a forged link', () => {
  it.each(WAYS)('is not followed: $name', async ({ tamper, turn }) => {
    const requests = await requestsOf(ENABLE);
    const runs = [];
    for (let place = 1 + turn; place <= requests; place += 6 * WAYS.length) {
      runs.push(await attack(ENABLE, place, tamper));
    }
    expect(runs.flatMap(({ stolen }) => stolen)).toEqual([]);
    expect(runs.filter(({ attacked, code }) => attacked && code === 1)).toEqual([]);
  });

  it('ends with 10, and the error names its host', async () => {
    const { code, stderr } = await attack('jobs list', 2, LINKS['nextLink'] ?? (() => undefined));
    expect(code).toBe(10);
    expect(JSON.parse(stderr)).toMatchObject({
      code: 'AZB_FOREIGN_HOST',
      target: `https://${ATTACKER}`,
    });
  });
});
