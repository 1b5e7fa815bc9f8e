// 300 machines, or 120 where a share is run, of one subscription are given backups by an Azure that enforces its limits and is busy: all of them, and no
// limit is overdrawn.
import { beforeAll, describe, expect, it } from 'vitest';
import type { EnableDocument } from '../../../src/commands/enable/result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { SHARE } from '../share.js';
import { runThrottled, throttledFleet, type ThrottledRun } from '../../support/throttled-fleet.js';

/** Three fifths of a fleet of this size are in its first subscription. */
const FLEET = SHARE === 1 ? 500 : 200;
const MACHINES = (FLEET * 3) / 5;

function enable(world: WorldState): Promise<ThrottledRun> {
  const selection = ['--all', '--subscription', 'Contoso Production'];
  const agreed = ['--yes', '--expect', String(MACHINES)];
  return runThrottled(['enable', '--grant', ...selection, ...agreed, '-o', 'json'], world);
}

function outcomes({ run }: ThrottledRun): readonly (readonly [string, string])[] {
  const { items } = run.json<EnableDocument>();
  return items.map(({ vm, outcome }) => [vm.name, outcome]);
}

describe(`${MACHINES} machines`, () => {
  let throttled: ThrottledRun;
  let undisturbed: ThrottledRun;
  beforeAll(async () => {
    throttled = await enable(throttledFleet(FLEET));
    undisturbed = await enable({ ...throttledFleet(FLEET), limits: {} });
    process.stdout.write(
      `${throttled.run.exchanges.length} requests, ${throttled.unlucky} unlucky, ${throttled.hours.toFixed(1)} h\n`,
    );
  });

  it('end as they do where no request is refused', () => {
    expect(outcomes(throttled)).toEqual(outcomes(undisturbed));
    expect(throttled.run.code).toBe(undisturbed.run.code);
    const enabled = outcomes(throttled).filter(([, outcome]) => outcome === 'enabled');
    expect(enabled.length).toBeGreaterThan((MACHINES * 2) / 3);
  });

  it('are refused nothing but by chance', () => {
    expect(throttled.unlucky).toBeGreaterThan(MACHINES / 6);
    expect(throttled.overdrawn).toEqual([]);
  });

  it('say once what waits', () => {
    const lines = throttled.run.stderr
      .split('\n')
      .filter((line) => /^throttled|^slowed/u.test(line));
    expect(lines.length).toBeGreaterThan(0);
    expect(new Set(lines).size).toBe(lines.length);
  });
});
