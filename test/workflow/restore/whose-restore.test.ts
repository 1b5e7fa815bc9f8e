// Which of the restores that were begun before are gone on with, whose files are cleaned up, and what is said of
// a restore whose end is not known.
import { describe, expect, it } from 'vitest';
import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { defaultWorld, memoryFiles, runCli, type RunOptions } from '../../support/run-cli.js';
import { jobsOf } from '../backups/backups.js';
import { blobNames, itemOfRestore, NETWORK, restore } from './restores.js';

const BUILD = `--vm VM014 --to vm --name VM014R ${NETWORK}`;

/** Somebody else's computer, or this one after its state was lost. */
function elsewhere(): RunOptions {
  return { stateFiles: memoryFiles() };
}

function pass(world: WorldState, seconds: number): void {
  const clock = worldClock(world);
  clock.advanceTo(clock.now() + seconds * 1000);
}

function restores(world: WorldState): number {
  return jobsOf(world).filter(({ operation }) => operation === 'Restore').length;
}

describe('a restore that somebody else has begun', () => {
  async function begunElsewhere(): Promise<WorldState> {
    const world = defaultWorld();
    const other = await restore('--vm VM014 --keep-staging', world, elsewhere());
    expect(other.code).toBe(0);
    pass(world, 120);
    return world;
  }

  it('is gone on with where no point was named, and its files are left to them', async () => {
    const world = await begunElsewhere();
    const run = await restore(BUILD, world);
    expect([run.code, restores(world)]).toEqual([0, 1]);
    const item = itemOfRestore(run);
    expect(item.changes.map(({ type }) => type)).not.toContain('delete-staging');
    expect(item.staging.left).toHaveLength(2);
    expect(item.notes.join(' ')).toContain('was not started by azbackup from here');
  });

  it('is not taken for the latest where "latest" was typed', async () => {
    const world = await begunElsewhere();
    const before = blobNames(world);
    const run = await restore(`${BUILD} --recovery-point latest`, world);
    expect([run.code, restores(world)]).toEqual([0, 2]);
    // Both have one container, and nothing says which VHDs are whose.
    expect(blobNames(world)).toEqual(expect.arrayContaining([...before]));
    expect(run.stderr).toContain('has files of other restores, too, so its VHDs stay: ');
  });

  it('is gone on with, typed or not, by who began it', async () => {
    const world = defaultWorld();
    expect((await restore('--vm VM014 --recovery-point latest', world)).code).toBe(0);
    const run = await restore(`${BUILD} --recovery-point latest`, world);
    expect([run.code, restores(world)]).toEqual([0, 1]);
    expect(blobNames(world)).toEqual([]);
  });
});

describe('earlier restores', () => {
  it('to other places do not hide the one that is meant', async () => {
    const world = defaultWorld();
    expect((await restore('--vm VM005', world, elsewhere())).code).toBe(0);
    for (let count = 0; count < 5; count += 1) {
      pass(world, 120);
      const argv = '--vm VM005 --target-resource-group rg-legacy --again';
      expect((await restore(argv, world, elsewhere())).code).toBe(0);
    }
    pass(world, 120);
    const run = await restore('--vm VM005', world, elsewhere());
    expect([run.code, itemOfRestore(run).outcome, restores(world)]).toEqual([0, 'unchanged', 6]);
  });
});

describe('what is in the staging account', () => {
  it('is told by a look at it: a second run raises no alarm', async () => {
    const world = defaultWorld();
    expect((await restore('--vm VM014', world)).code).toBe(0);
    const again = itemOfRestore(await restore('--vm VM014', world));
    expect(again).toMatchObject({ outcome: 'unchanged', staging: { left: [] } });
  });

  it('goes altogether with the machine that is built from it', async () => {
    const world = defaultWorld();
    expect((await restore(BUILD, world)).code).toBe(0);
    expect(blobNames(world)).toEqual([]);
  });

  it('stays while the machine is not there, whatever was answered', async () => {
    const world = defaultWorld();
    const run = await restore(BUILD, world, {
      around: (request, answer) =>
        request.method === 'PUT' && request.url.includes('virtualMachines/VM014R?')
          ? Promise.resolve(new Response(null, { status: 200 }))
          : answer(),
    });
    expect(run.code).not.toBe(0);
    expect(blobNames(world).some((name) => name.includes('azuredeploy'))).toBe(true);
    const again = await restore(BUILD, world);
    expect([again.code, restores(world), blobNames(world)]).toEqual([0, 1, []]);
  });
});

describe('a restore whose end is not known', () => {
  const JOB = /\/backupJobs\/[\da-f-]{36}\?/u;

  function jobAnswers(change: (text: string) => Response): RunOptions {
    return {
      around: async (request, answer) => {
        const response = await answer();
        return JOB.test(request.url) && response.status === 200
          ? change(await response.text())
          : response;
      },
    };
  }

  it('goes on as far as anybody can tell: 8 when the wait is over', async () => {
    const world = defaultWorld();
    const strange = jobAnswers((text) =>
      Response.json(
        JSON.parse(text.replace(/"status":"(?:InProgress|Completed)"/gu, '"status":"Dreaming"')),
      ),
    );
    const run = await restore('--vm VM014 --timeout 1h', world, strange);
    expect(run.code).toBe(8);
    expect(itemOfRestore(run)).toMatchObject({ outcome: 'running', error: null });
    expect([(await restore('--vm VM014', world)).code, restores(world)]).toEqual([0, 1]);
  });

  it('has not failed by its state in other letters', async () => {
    const world = defaultWorld();
    const loud = jobAnswers(
      (text) =>
        new Response(text.replace('"Completed"', '"COMPLETED"'), {
          headers: { 'content-type': 'application/json' },
        }),
    );
    expect((await restore('--vm VM014', world, loud)).code).toBe(0);
  });

  it('is never told by an exit that says that nothing was changed', async () => {
    const world = defaultWorld();
    const gone = jobAnswers(() =>
      Response.json(
        { error: { code: 'BMSUserErrorObjectNotFound', message: '' } },
        { status: 404 },
      ),
    );
    const run = await restore('--vm VM014', world, gone);
    expect([0, 2, 3, 4, 5]).not.toContain(run.code);
    expect([(await restore('--vm VM014', world)).code, restores(world)]).toEqual([0, 1]);
  });
});

describe('Ctrl-C', () => {
  async function stoppedAt(world: WorldState, part: RegExp, argv = '--vm VM014'): Promise<string> {
    const whole = await restore(argv, defaultWorld());
    const place = whole.exchanges.findIndex(({ method, url }) => part.test(`${method} ${url}`));
    const run = await runCli(['restore', ...argv.split(' ')], {
      world,
      signalAfter: { requests: place + 1, signal: 'SIGINT' },
    });
    expect(run.code).toBe(130);
    return run.stdout.replaceAll(/\s+/gu, ' ');
  }

  it('once the restore is accepted says so, with its operation', async () => {
    const world = defaultWorld();
    world.jobListing = { leastSeconds: 200, mostSeconds: 200 };
    const said = await stoppedAt(world, /recoveryPoints\/\d+\/restore\?/u);
    expect(said).toMatch(
      /Azure has accepted the restore of the disks and continues it, operation [\da-f-]{36}\./u,
    );
    expect(said).toContain('Run the command again to continue.');
    expect([(await restore('--vm VM014', world)).code, restores(world)]).toEqual([0, 1]);
  });

  it('of one that was asked for again says how to go on with it', async () => {
    const world = defaultWorld();
    const said = await stoppedAt(world, /recoveryPoints\/\d+\/restore\?/u, '--vm VM014 --again');
    expect(said).toContain('Run the command again without --again to continue.');
    expect([(await restore('--vm VM014', world)).code, restores(world)]).toEqual([0, 1]);
  });
});

describe('a folder that cannot be written', () => {
  it('makes no restore fail, and is told', async () => {
    const refuse = (): Promise<never> => Promise.reject(new Error('EROFS'));
    const run = await restore('--vm VM014', defaultWorld(), {
      stateFiles: { ...memoryFiles(), write: refuse },
    });
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/warning: what is under way cannot be written .*EROFS/u);
  });
});
