// The law that no command makes recovery points go that would have stayed, unless its flag says so.

import fc from 'fast-check';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { settleWorld } from '../../../src/sandbox/settle-world.js';
import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import { defaultWorld, runCli } from '../../support/run-cli.js';
import { stopProtection } from './contoso.js';
import { ODD_BODIES } from './odd-answers.js';

const DAY = 86_400_000;
/** When it is looked at, in days after one another: around the retentions of the default world, and beyond them. */
const PAUSES_DAYS = [1, 7, 23, 30, 40] as const;

const MACHINES = ['VM005', 'VM014', 'VM016', 'VM010'] as const;
const POLICIES = ['DefaultPolicy', 'EnhancedPolicy', 'daily-90-days', 'short'] as const;

/** One try of the law. */
export interface KeptPointsCase {
  readonly vm: string;
  /** What became of the protection of the machine before. */
  readonly past: 'protected' | 'stopped' | 'deleted';
  readonly command: string;
  readonly options: readonly string[];
  /** An answer that is not Azure's, at a request; undefined for none. */
  readonly fault: { readonly place: number; readonly body: string } | undefined;
}

const policy = fc.constantFrom(...POLICIES);
const keptDays = fc.constantFrom(7, 10, 30, 60, 90, 120);

/** A command line, without the flag that accepts a loss. */
function commandFor(vm: string): fc.Arbitrary<string> {
  const withPolicy = (words: string) => policy.map((name) => `${words} --policy ${name}`);
  return fc.oneof(
    withPolicy(`enable --vm ${vm}`),
    withPolicy(`enable --vm ${vm} --vault rsv-prod`),
    fc.constant(`enable --vm ${vm}`),
    withPolicy(`resume --vm ${vm}`),
    fc.constant(`resume --vm ${vm}`),
    fc.constant(`undelete --vm ${vm}`),
    withPolicy(`undelete --vm ${vm} --resume`),
    fc.constant(`disable --vm ${vm}`),
    fc.constant(`backup-now --vm ${vm} --no-wait`),
    keptDays.map((count) => `policy update daily-90-days --vault rsv-prod --keep daily=${count}`),
    fc.constant('policy update daily-90-days --vault rsv-prod --daily 04:00'),
    fc.constant('policy update daily-90-days --vault rsv-prod --instant-restore 1'),
    policy.map((name) => `policy delete ${name} --vault rsv-prod`),
  );
}

/** Any case of the law. */
export const keptPointsCases: fc.Arbitrary<KeptPointsCase> = fc
  .constantFrom(...MACHINES)
  .chain((vm) =>
    fc.record({
      vm: fc.constant(vm),
      past: fc.constantFrom('protected' as const, 'stopped' as const, 'deleted' as const),
      command: commandFor(vm),
      options: fc.subarray(['--yes', '-q', '--dry-run']),
      fault: fc.option(
        fc.record({
          place: fc.integer({ min: 1, max: 30 }),
          body: fc.constantFrom(...Object.keys(ODD_BODIES)),
        }),
        { nil: undefined },
      ),
    }),
  );

/** The recovery points that a command made go a day or more too soon, by item; empty where the law holds. */
export async function pointsLost(tried: KeptPointsCase): Promise<readonly string[]> {
  const world = defaultWorld();
  await begin(world, tried);
  const untouched = structuredClone(world);
  await carryOut(world, tried);
  const before = new Set(pointNames(untouched));
  // Another time of the day moves the hour at which points expire, which is no loss.
  pass(untouched, 1);
  // What is stopped or deleted stands still: once it is backed up again, its points have the age that they have.
  const pauses = tried.past === 'protected' ? PAUSES_DAYS : PAUSES_DAYS.slice(0, 1);
  return pauses.flatMap((days) => {
    pass(world, days);
    pass(untouched, days);
    const kept = new Set(pointNames(world));
    return pointNames(untouched).filter((name) => before.has(name) && !kept.has(name));
  });
}

async function begin(world: WorldState, { vm, past }: KeptPointsCase): Promise<void> {
  await runCli('policy create short --vault rsv-prod --daily 02:00 --keep daily=7'.split(' '), {
    world,
  });
  if (past === 'stopped' && vm !== 'VM010') {
    await stopProtection(world, vm);
  }
  if (past === 'deleted') {
    await runCli(`disable --vm ${vm} --delete-data --confirm ${vm}`.split(' '), { world });
  }
}

async function carryOut(
  world: WorldState,
  { command, options, fault }: KeptPointsCase,
): Promise<void> {
  let count = 0;
  await runCli([...command.split(' '), ...options], {
    world,
    around: async (request, answer) => {
      count += 1;
      const response = await answer();
      const tamper = count === fault?.place ? ODD_BODIES[fault.body] : undefined;
      return (await tamper?.(request, response.clone())) ?? response;
    },
  });
}

function pass(world: WorldState, days: number): void {
  const clock = worldClock(world);
  clock.advanceTo(clock.now() + days * DAY);
  settleWorld(world, clock.now());
}

function pointNames(world: WorldState): string[] {
  return Object.values(world.backup).flatMap(({ items }) =>
    Object.values(items).flatMap((item) =>
      item.recoveryPoints.map(({ name }) => `${item.name}/${name}`),
    ),
  );
}
