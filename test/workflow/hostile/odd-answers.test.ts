// Answers that are not Azure's, in a few answers of one command; all of them: test/sweep/hostile.
import { describe, expect, it } from 'vitest';
import { attack, requestsOf, withFields } from '../support/hostile-answers.js';
import { ODD_BODIES, retyped } from '../support/odd-answers.js';

const WAYS = Object.entries(ODD_BODIES).map(([name, tamper], turn) => ({ name, tamper, turn }));
const ENABLE = 'enable --vm VM001 --grant --yes';

describe('an answer that is not of Azure', () => {
  it.each(WAYS)('is no bug: $name', async ({ tamper, turn }) => {
    const requests = await requestsOf(ENABLE);
    for (let place = 1 + turn; place <= requests; place += 6 * WAYS.length) {
      const { attacked, code, stderr } = await attack(ENABLE, place, tamper);
      expect({ place, attacked, code, stderr }).not.toMatchObject({ attacked: true, code: 1 });
    }
  });

  it('is no bug where one field is of another type', async () => {
    const requests = await requestsOf(ENABLE);
    const bugs: string[] = [];
    for (let place = 2; place <= requests; place += 15) {
      const { attacked, code, stderr } = await attack(`${ENABLE} --debug`, place, retyped(place));
      bugs.push(...(attacked && code === 1 ? [`request ${place}: ${stderr.slice(-1500)}`] : []));
    }
    expect(bugs).toEqual([]);
  });

  it.each(['a page of HTML', 'nothing', 'null', 'an empty object'])(
    'ends with 10, the host and what came: %s',
    async (name) => {
      const { code, stderr } = await attack('vault list', 2, ODD_BODIES[name] ?? (() => undefined));
      expect(code).toBe(10);
      expect(JSON.parse(stderr)).toMatchObject({
        code: 'AZB_UNEXPECTED_RESPONSE',
        message: expect.stringContaining('management.azure.com'),
      });
    },
  );

  it('is named where it answers a sign-in', async () => {
    const { code, stderr } = await attack(
      'vault list',
      1,
      ODD_BODIES['a page of HTML'] ?? (() => undefined),
    );
    expect(code).toBe(10);
    expect(stderr).toContain('login.microsoftonline.com');
  });

  it('is named where a page of a list of Key Vault has no list', async () => {
    const { code, stderr } = await attack(
      'audit-keys --vm VM011',
      /\/versions\?/u,
      withFields({ value: null }),
    );
    expect({ code, stderr }).toMatchObject({ code: 6, stderr: expect.not.stringContaining('bug') });
  });
});

describe('an operation that Azure never ends', () => {
  it('is not waited for for ever', async () => {
    const { code, stderr } = await attack(
      'vault create rsv-new -g rg-prod',
      /\/operationStatus\//u,
      withFields({ status: 'Thinking' }),
    );
    expect({ code, stderr }).toMatchObject({ code: 8 });
  });
});
