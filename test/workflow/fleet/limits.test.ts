// Many machines within Azure's limits: none fails because of them, none is overdrawn, and what waits is said once.
import { beforeAll, describe, expect, it } from 'vitest';
import type { EnableDocument } from '../../../src/commands/enable/result.js';
import { runThrottled, throttledFleet, type ThrottledRun } from '../../support/throttled-fleet.js';
import { defaultWorld, memoryFiles, runCli, TEST_NOW } from '../../support/run-cli.js';

const MACHINES = 40;
/** Polls of operations and looks at what they did, as the sandbox counts them. */
const ITEM_READS =
  'GET microsoft.recoveryservices/vaults/backupfabrics/protectioncontainers/protecteditems';
const LEFT = 36;
const PER_HOUR = 300;

describe('enable --grant of a fleet, in an hour of which others have used most', () => {
  let throttled: ThrottledRun;
  beforeAll(async () => {
    const world = throttledFleet(MACHINES);
    const [subscription] = world.subscriptions;
    for (const action of ['/operationsstatus/read', '/read']) {
      world.throttling[`${subscription?.subscriptionId} ${ITEM_READS}${action}`] = {
        windowStartedMilliseconds: TEST_NOW,
        calls: PER_HOUR - LEFT,
      };
    }
    const agreed = ['--yes', '--expect', String(MACHINES)];
    throttled = await runThrottled(['enable', '--grant', '--all', ...agreed, '-o', 'json'], world);
  });

  it('fails for no machine because of it', () => {
    const { items } = throttled.run.json<EnableDocument>();
    expect(items.flatMap(({ error }) => error?.code ?? [])).toEqual([]);
    expect(items.filter(({ outcome }) => outcome === 'enabled').length).toBeGreaterThan(30);
    // More than was left of the hour.
    expect(throttled.hours).toBeGreaterThan(0.5);
  });

  it('is refused nothing but by chance', () => {
    expect(throttled.overdrawn).toEqual([]);
    expect(throttled.unlucky).toBeGreaterThan(5);
  });

  it('says once what waits, and how long', () => {
    const lines = throttled.run.stderr.split('\n');
    const said = lines.filter((line) => /^throttled|^slowed/u.test(line));
    const kinds = said.map((line) => line.replace(/, next attempt in .*$/u, ''));
    expect(new Set(kinds).size).toBe(kinds.length);
    expect(said).toContainEqual(
      expect.stringMatching(
        /^slowed to stay within a limit of management.azure.com \((?:operationsStatus|protectedItems) reads, subscription \S+\), next attempt in \d/u,
      ),
    );
  });
});

describe('another process of the user', () => {
  it('waits for what this one was refused', async () => {
    const runFiles = memoryFiles();
    const faults = [
      {
        match: 'GET **/virtualMachines',
        times: 1,
        then: { kind: 'status', status: 429, retryAfterSeconds: 90 },
      },
    ] as const;
    const argv = ['preflight', '--vm', 'VM001', '-o', 'none'];
    await runCli(argv, { world: defaultWorld(), runFiles, faults });
    const world = defaultWorld();
    const times: number[] = [];
    const { stderr } = await runCli(argv, {
      world,
      runFiles,
      around: (request, answer) => {
        if (request.url.includes('/Microsoft.Compute/')) {
          times.push(world.nowMilliseconds - TEST_NOW);
        }
        return answer();
      },
    });
    expect(times.length).toBeGreaterThan(0);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(90_000);
    expect(
      stderr.match(/^throttled by management\.azure\.com \(Microsoft\.Compute reads/gmu),
    ).toHaveLength(1);
  });
});

describe('--max-concurrency', () => {
  it.each([
    ['1', 1],
    ['3', 3],
  ])('%s sends no more requests at once', async (number, most) => {
    let underWay = 0;
    let seen = 0;
    const { code } = await runCli(
      ['preflight', '--all', '--max-concurrency', number, '-o', 'none'],
      {
        world: defaultWorld(),
        around: async (request, answer) => {
          if (new URL(request.url).host.startsWith('login.')) {
            return answer();
          }
          underWay += 1;
          seen = Math.max(seen, underWay);
          await new Promise(setImmediate);
          const response = await answer();
          underWay -= 1;
          return response;
        },
      },
    );
    expect([0, 5, 6]).toContain(code);
    expect(seen).toBe(most);
  });
});
