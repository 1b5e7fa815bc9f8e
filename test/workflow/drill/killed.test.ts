// A drill whose process ends at any of its requests: `drill clean` takes away what it left, here by its record, on another
// computer by the tags. What was there before is there afterwards, whatever happens.
import { beforeAll, describe, expect, it } from 'vitest';
import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, memoryFiles, runCli, type CliRun } from '../../support/run-cli.js';
import { attack } from '../interruptions/cut-off.js';
import { everythingIn } from './drills.js';

const ARGV = ['drill', 'run', '--vm', 'VM014', '-o', 'json'];

/** Requests of a whole run that change something, and some between. */
function places({ exchanges }: CliRun, every: number): readonly number[] {
  return exchanges.flatMap(({ method }, index) =>
    (method !== 'GET' && method !== 'HEAD') || index % every === 0 ? [index + 1] : [],
  );
}

function later(world: WorldState, hours: number): void {
  const clock = worldClock(world);
  clock.advanceTo(clock.now() + hours * 3_600_000);
}

let whole: CliRun;

beforeAll(async () => {
  whole = await runCli(ARGV, { world: defaultWorld() });
});

describe.each(['killed-before', 'killed-after'] as const)('%s a request', (mishap) => {
  it('is cleaned up here, and elsewhere once its time is over', async () => {
    const problems: string[] = [];
    const chosen = places(whole, 9).filter(
      (_, index) => index % 8 === (mishap === 'killed-after' ? 0 : 3),
    );
    for (const at of chosen) {
      const world = defaultWorld();
      const before = everythingIn(world);
      const { options, killed } = attack(mishap, at);
      const ended = await Promise.race([runCli(ARGV, { world, ...options }), killed]);
      expect(ended).toBe('killed');
      const { method = '', url = '' } = whole.exchanges[at - 1] ?? {};
      const isHere = at % 2 === 0;
      later(world, isHere ? 26 : 30);
      const elsewhere = isHere ? {} : { drillFiles: memoryFiles(), stateFiles: memoryFiles() };
      const clean = await runCli(['drill', 'clean', '--expired', '-o', 'json'], {
        world,
        ...elsewhere,
      });
      const left = everythingIn(world).filter((each) => !before.includes(each));
      const gone = before.filter((each) => !everythingIn(world).includes(each));
      if (clean.code !== 0 || left.length > 0 || gone.length > 0) {
        problems.push(
          `${at} ${isHere ? 'here' : 'elsewhere'}: ${method} ${url}\n  exit ${clean.code}, left ${left.join(', ')}, gone ${gone.join(', ')}`,
        );
      }
    }
    expect(problems).toEqual([]);
  });
});
