// A drill whose process ends at one of its requests, and `drill clean` afterwards.

import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, memoryFiles, runCli, type CliRun } from '../../support/run-cli.js';
import { attack } from '../interruptions/cut-off.js';
import { everythingIn } from './drills.js';

const ARGV = ['drill', 'run', '--vm', 'VM014', '-o', 'json'];

/** A drill that nothing happens to. */
export function wholeDrill(): Promise<CliRun> {
  return runCli(ARGV, { world: defaultWorld() });
}

/** Requests of a whole run that change something, and one in so many of the others; numbers from 1. */
export function placesOf({ exchanges }: CliRun, every: number): readonly number[] {
  return exchanges.flatMap(({ method }, index) =>
    (method !== 'GET' && method !== 'HEAD') || index % every === 0 ? [index + 1] : [],
  );
}

/** Time passes. */
export function later(world: WorldState, hours: number): void {
  const clock = worldClock(world);
  clock.advanceTo(clock.now() + hours * 3_600_000);
}

/** What is wrong after the clean-up of a drill that was killed at a request; undefined where nothing is. */
export async function problemAfter(
  mishap: 'killed-before' | 'killed-after',
  at: number,
  isHere: boolean,
): Promise<string | undefined> {
  const world = defaultWorld();
  const before = everythingIn(world);
  const { options, killed } = attack(mishap, at);
  const ended = await Promise.race([runCli(ARGV, { world, ...options }), killed]);
  later(world, isHere ? 26 : 30);
  const elsewhere = isHere ? {} : { drillFiles: memoryFiles(), stateFiles: memoryFiles() };
  const argv = ['drill', 'clean', '--expired', '-o', 'json'];
  const clean = await runCli(argv, { world, ...elsewhere });
  const after = everythingIn(world);
  const left = after.filter((each) => !before.includes(each));
  const gone = before.filter((each) => !after.includes(each));
  return ended === 'killed' && clean.code === 0 && left.length === 0 && gone.length === 0
    ? undefined
    : `${mishap} ${at} ${isHere ? 'here' : 'elsewhere'}: exit ${clean.code}, left ${left.join(', ')}, gone ${gone.join(', ')}`;
}
