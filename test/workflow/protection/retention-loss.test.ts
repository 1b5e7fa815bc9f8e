// No command gives an item a policy that keeps less without a yes to what goes.
import { describe, expect, it } from 'vitest';
import { defaultWorld, runCli, type RunOptions } from '../../support/run-cli.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { settleWorld } from '../../../src/sandbox/settle-world.js';
import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import { knownItem, stopProtection } from '../support/contoso.js';

/** Before the command, so that no point ends while it runs. */
const HOUR = 3_600_000;

const GOING =
  /11 of 40 recovery points\s+expire: those from \d{4}-\d{2}-\d{2} to \d{4}-\d{2}-\d{2}/u;
const PERSON = { tty: { in: true, err: true } } as const;

interface Way {
  readonly argv: string;
  readonly prepare?: (world: WorldState) => Promise<void>;
}

const stopped = (world: WorldState): Promise<void> => stopProtection(world, 'VM005');

async function deleted(world: WorldState): Promise<void> {
  const run = await runCli('disable --vm VM005 --delete-data --confirm VM005'.split(' '), {
    world,
  });
  expect(run.code).toBe(0);
}

const WAYS: readonly Way[] = [
  { argv: 'enable --vm VM005 --policy DefaultPolicy' },
  { argv: 'enable --vm VM005 --policy DefaultPolicy', prepare: stopped },
  { argv: 'enable --vm VM005 --policy DefaultPolicy', prepare: deleted },
  { argv: 'resume --vm VM005 --policy DefaultPolicy', prepare: stopped },
  { argv: 'undelete --vm VM005 --resume --policy DefaultPolicy', prepare: deleted },
];

async function begun({ prepare }: Way): Promise<WorldState> {
  const world = defaultWorld();
  advance(world);
  await prepare?.(world);
  return world;
}

function advance(world: WorldState): void {
  const clock = worldClock(world);
  clock.advanceTo(clock.now() + HOUR);
  settleWorld(world, clock.now());
}

/** Points left an hour after the command. */
function pointsLater(world: WorldState): number {
  advance(world);
  return knownItem(world, 'VM005').recoveryPoints.length;
}

const run = (
  argv: string,
  world: WorldState,
  options: RunOptions = {},
): ReturnType<typeof runCli> => runCli(argv.split(' '), { ...options, world });

describe.each(WAYS)('$argv ($prepare.name)', (way) => {
  // Who agrees to a grant or a Resource Guard has not agreed to lose points.
  it.each(['', ' -q', ' --yes'])(
    'is refused where nobody can be asked%s, and changes nothing',
    async (more) => {
      const world = await begun(way);
      const ended = await run(`${way.argv}${more}`, world);
      expect(ended).toMatchObject({ code: 2, writes: [] });
      expect(ended.stderr).toContain('AZB_CONFIRMATION_NEEDED');
      expect(ended.stderr).toContain('add --accept-retention-loss');
      expect(ended.stderr).toMatch(GOING);
      expect(pointsLater(world)).toBe(40);
    },
  );

  it('says in a dry run what goes', async () => {
    const world = await begun(way);
    const ended = await run(`${way.argv} --dry-run`, world);
    expect(ended).toMatchObject({ code: 0, writes: [] });
    expect(ended.stdout).toMatch(GOING);
    const { items } = (await run(`${way.argv} --dry-run -q -o json`, world)).json<{
      items: { changes: { details: object }[] }[];
    }>();
    expect(items[0]?.changes.at(-1)?.details).toMatchObject({
      retentionLoss: { points: 40, expiring: 11, exact: way.prepare === undefined },
    });
  });

  it('is done once it is accepted', async () => {
    const world = await begun(way);
    const ended = await run(`${way.argv} --accept-retention-loss`, world);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(GOING);
    expect(pointsLater(world)).toBe(29);
  });

  it('is left when a person says no', async () => {
    const world = await begun(way);
    const ended = await run(way.argv, world, { ...PERSON, answer: false });
    expect(ended).toMatchObject({ code: 2, writes: [] });
    expect(ended.stdout).toContain('Declined: nothing was changed for VM005.');
    expect(pointsLater(world)).toBe(40);
  });
});

describe('a policy that is not known', () => {
  it.each([
    ['stopped', stopped],
    ['soft-deleted', deleted],
  ])('has to be named for a machine that is %s', async (_, prepare) => {
    const world = defaultWorld();
    await prepare(world);
    const ended = await run('enable --vm VM005', world);
    expect(ended).toMatchObject({ code: 2, writes: [] });
    expect(ended.stderr + ended.stdout).toContain('AZB_POLICY_NEEDED');
    expect(pointsLater(world)).toBe(40);
  });
});

describe('points that may not be read', () => {
  it('are asked about without a number', async () => {
    const around: RunOptions['around'] = (request, answer) =>
      /\/recoveryPoints\?/u.test(request.url)
        ? Promise.resolve(
            Response.json(
              { error: { code: 'AuthorizationFailed', message: 'no read of points' } },
              { status: 403 },
            ),
          )
        : answer();
    const ended = await run('enable --vm VM005 --policy DefaultPolicy', defaultWorld(), { around });
    expect(ended).toMatchObject({ code: 2, writes: [] });
    expect(ended.stderr).toMatch(/how many\s+could not be read/u);
  });
});

describe('a policy that keeps as much', () => {
  it('is taken without a question', async () => {
    const world = defaultWorld();
    await stopped(world);
    const ended = await run('resume --vm VM005 --policy daily-90-days', world);
    expect(ended.code).toBe(0);
    expect(pointsLater(world)).toBe(40);
  });
});

describe('policy update', () => {
  it('counts what goes of all machines, and takes the same yes', async () => {
    const world = defaultWorld();
    const argv = 'policy update daily-90-days --vault rsv-prod --keep daily=30';
    const refused = await run(argv, world);
    expect(refused).toMatchObject({ code: 2, writes: [] });
    expect(refused.stderr).toMatch(/\d+ of \d+ recovery\s+points expire/u);
    expect((await run(`${argv} --accept-retention-loss`, world)).code).toBe(0);
    expect(pointsLater(world)).toBe(29);
  });

  it('asks before snapshots go that are nowhere else', async () => {
    const world = defaultWorld();
    await run('policy update daily-90-days --vault rsv-prod --instant 5d', world);
    const [newest] = knownItem(world, 'VM005').recoveryPoints.toSorted(
      (left, right) => right.timeMilliseconds - left.timeMilliseconds,
    );
    if (newest === undefined) {
      throw new Error('VM005 has no points');
    }
    newest.tiers = newest.tiers.filter(({ type }) => type === 'InstantRP');
    const refused = await run('policy update daily-90-days --vault rsv-prod --instant 1d', world);
    expect(refused).toMatchObject({ code: 2, writes: [] });
    expect(refused.stderr).toContain('AZB_CONFIRMATION_NEEDED');
  });
});
