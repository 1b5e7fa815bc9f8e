// A restore that takes longer than the time of its drill: who cleans up elsewhere leaves it, until it is dead.
import { expect, it } from 'vitest';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import {
  defaultWorld,
  memoryFiles,
  runCli,
  type CliRun,
  type RunOptions,
} from '../../support/run-cli.js';
import { attack } from '../interruptions/cut-off.js';
import { drill, everythingIn } from './drills.js';

const HOUR = 3_600_000;

/** The job of the restore goes on for so many hours, an hour with each look at it. */
function lasts(
  world: WorldState,
  hours: number,
  each: (hour: number) => Promise<void>,
): NonNullable<RunOptions['around']> {
  let hour = 0;
  return async ({ method, url }, answer) => {
    if (method !== 'GET' || !/\/backupJobs\/[^/?]+\?/u.test(url) || hour >= hours) {
      return answer();
    }
    hour += 1;
    world.nowMilliseconds += HOUR;
    await each(hour);
    const response = await answer();
    const { status, headers } = response;
    const text = (await response.text()).replaceAll('"Completed"', '"InProgress"');
    return new Response(text, { status, headers });
  };
}

async function cleanElsewhere(world: WorldState): Promise<CliRun> {
  const elsewhere = { stateFiles: memoryFiles(), drillFiles: memoryFiles() };
  return runCli(['drill', 'clean', '--expired', '--yes'], { world, ...elsewhere });
}

it('a drill that lives is not taken away', async () => {
  const world = defaultWorld();
  const before = everythingIn(world);
  const found: string[] = [];
  const { item } = await drill('--vm VM010', world, {
    around: lasts(world, 60, async (hour) => {
      if (hour % 5 === 0) {
        found.push((await cleanElsewhere(world)).stdout);
      }
    }),
  });
  expect(new Set(found)).toEqual(new Set(['No drill whose time is over has left anything.\n']));
  expect([item.outcome, item.cleanup, item.reasons]).toEqual(['passed', 'clean', []]);
  expect(everythingIn(world)).toEqual(before);
});

it('a drill that was killed is found when its time is over', async () => {
  const world = defaultWorld();
  const before = everythingIn(world);
  const { options, killed } = attack('killed-after', 60);
  const argv = ['drill', 'run', '--vm', 'VM010'];
  expect(await Promise.race([runCli(argv, { world, ...options }), killed])).toBe('killed');
  world.nowMilliseconds += 20 * HOUR;
  expect((await cleanElsewhere(world)).stdout).toContain('No drill');
  world.nowMilliseconds += 5 * HOUR;
  expect((await cleanElsewhere(world)).stdout).toContain('clean');
  expect(everythingIn(world)).toEqual(before);
});
