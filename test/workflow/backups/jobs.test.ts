import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { FaultConsequence } from '../../../src/sandbox/faults/request-faults.js';
import type {
  CancelItem,
  JobsCancelDocument,
  JobsListDocument,
  JobsShowDocument,
  JobsWatchDocument,
} from '../../../src/commands/jobs/result.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import { defaultWorld, runCli, type CliRun, type RunOptions } from '../../support/run-cli.js';
import { jobsOf, startedJob, suggested } from './backups.js';
import { substance, vmId } from '../support/contoso.js';

const listSchema = z.object({ value: z.array(z.unknown()) });
const UNKNOWN = '4e2d0c3e-7a51-4c55-9f0e-2b8f6a1d7c10';

let world: WorldState;

beforeEach(() => {
  world = defaultWorld();
});

async function jobs(argv: string, options: RunOptions = {}): Promise<CliRun> {
  return runCli(['jobs', ...argv.split(' ').filter((word) => word !== '')], { world, ...options });
}

function pass(seconds: number): void {
  const clock = worldClock(world);
  clock.advanceTo(clock.now() + seconds * 1000);
}

const LISTED_AT_ONCE = { leastSeconds: 0, mostSeconds: 0 };

describe('jobs list', () => {
  async function listed(argv: string): Promise<JobsListDocument['items']> {
    const run = await jobs(`list ${argv} -o json`);
    expect(run.code).toBe(0);
    return run.json<JobsListDocument>().items;
  }

  it('shows every job of every vault, newest first', async () => {
    const items = await listed('');
    expect(new Set(items.map(({ vault }) => vault.name))).toEqual(
      new Set(['rsv-prod', 'rsv-legacy']),
    );
    expect(items.filter(({ vault }) => vault.name === 'rsv-prod')).toHaveLength(
      jobsOf(world).length,
    );
    const starts = items.map(({ startTime }) => startTime);
    expect(starts).toEqual(starts.toSorted().toReversed());
    expect(items.find(({ vm }) => vm.name === 'VM005')?.vm.id).toBe(vmId('VM005'));
  });

  it('narrows by machine, state, kind and time', async () => {
    const failed = await listed('--vm VM016 --status failed --operation backup --since 60h');
    expect(failed.map(({ startTime }) => startTime)).toEqual([
      '2026-11-22T18:00:00Z',
      '2026-11-21T18:00:00Z',
    ]);
    expect(failed[0]).toMatchObject({
      outcome: 'failed',
      error: { azureCode: 'UserErrorKeyVaultPermissionsNotConfigured' },
    });
    expect(await listed('--vm VM005 --since 2026-11-20 --until 2026-11-21')).toHaveLength(2);
    expect(await listed(`--vm ${vmId('VM005')} --vault rsv-legacy`)).toEqual([]);
    expect(await listed('--operation restore')).toEqual([]);
  });

  it('shows what runs', async () => {
    world.jobListing = LISTED_AT_ONCE;
    const jobId = await startedJob(world, 'VM005');
    expect((await listed('--status running')).map((item) => item.jobId)).toEqual([jobId]);
  });

  it('reads all pages', async () => {
    let all: unknown[] = [];
    const run = await jobs('list --vault rsv-prod -o json', {
      around: async (request, answer) => {
        const url = new URL(request.url);
        if (!url.pathname.endsWith('/backupJobs')) {
          return answer();
        }
        const from = Number(url.searchParams.get('$skipToken') ?? 0);
        if (from === 0) {
          all = listSchema.parse(await (await answer()).json()).value;
        }
        url.searchParams.set('$skipToken', String(from + 10));
        const more = from + 10 < all.length ? { nextLink: url.href } : {};
        return Response.json({ value: all.slice(from, from + 10), ...more });
      },
    });
    expect(all.length).toBeGreaterThan(20);
    expect(run.json<JobsListDocument>().items).toHaveLength(all.length);
  });
});

describe('jobs show', () => {
  it('finds a job in whichever vault it is', async () => {
    const jobId = await startedJob(world, 'VM010');
    pass(60);
    const run = await jobs(`show ${jobId} -o json`);
    expect(run.code).toBe(0);
    expect(run.json<JobsShowDocument>().items).toMatchObject([
      {
        jobId,
        vault: { name: 'rsv-legacy' },
        outcome: 'running',
        tasks: [{ name: 'Take Snapshot', status: 'InProgress' }, { status: 'NotStarted' }],
        next: [`azbackup jobs watch ${jobId} --vault rsv-legacy`],
      },
    ]);
  });

  it('says why a job failed and what settles it, and exits 0: it has shown it', async () => {
    const failed = jobsOf(world).find(({ outcome }) => outcome === 'Failed');
    const run = await jobs(`show ${failed?.id ?? ''}`);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/try:\n +azbackup grant-access --vm VM0/u);
  });

  it('of an unknown id is not found, and what is no id is refused', async () => {
    const run = await jobs(`show ${UNKNOWN}`);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('any vault of the subscription');
    expect((await jobs('show nonsense')).code).toBe(2);
  });
});

describe('jobs watch', () => {
  it('of several jobs of several vaults ends with the last', async () => {
    const first = await startedJob(world, 'VM005');
    const second = await startedJob(world, 'VM010');
    const run = await jobs(`watch ${first} ${second} --progress jsonl -o json`);
    expect(run.code).toBe(0);
    const { items, summary } = run.json<JobsWatchDocument>();
    expect(items.map(({ jobId }) => jobId)).toEqual([first, second]);
    expect(summary).toEqual({ total: 2, outcomes: { completed: 2 } });
    const events = run.stderr
      .trim()
      .split('\n')
      .map((line): { type: string } => JSON.parse(line));
    const types = new Set(events.map(({ type }) => type));
    expect(types).toEqual(
      new Set(['job.watching', 'job.task', 'job.progress', 'job.ended', 'jobs.waiting']),
    );
  });

  it('without a name watches all that run, and says when none does', async () => {
    world.jobListing = LISTED_AT_ONCE;
    expect((await jobs('watch')).stdout).toBe('No job is running.\n');
    await startedJob(world, 'VM005');
    const run = await jobs('watch -o json');
    expect(run.json<JobsWatchDocument>().items).toMatchObject([{ outcome: 'completed' }]);
  });

  it('of a machine takes what runs, else what ended last', async () => {
    world.jobListing = LISTED_AT_ONCE;
    const running = await startedJob(world, 'VM005');
    const first = await jobs('watch --vm VM005 -o json');
    expect(first.json<JobsWatchDocument>().items).toMatchObject([
      { jobId: running, outcome: 'completed' },
    ]);
    const again = await jobs('watch --vm VM016 -o json');
    expect(again.code).toBe(3);
    pass(-1);
    const ended = await jobs('watch --vm VM005 -o json');
    expect(ended.code).toBe(0);
    expect(ended.json<JobsWatchDocument>().items).toMatchObject([{ jobId: running }]);
  });

  it('of a job that has failed already exits as it did', async () => {
    const failed = jobsOf(world).find(({ outcome }) => outcome === 'Failed');
    const run = await jobs(`watch ${failed?.id ?? ''}`);
    expect(run.code).toBe(7);
    expect(run.stdout).toContain('UserErrorKeyVaultPermissionsNotConfigured');
  });

  it('stops at its time, and its command goes on', async () => {
    const jobId = await startedJob(world, 'VM005');
    const run = await jobs(`watch ${jobId} --timeout 10m`);
    expect(run.code).toBe(8);
    const [command] = suggested(run.stdout);
    expect((await runCli(command ?? [], { world })).code).toBe(0);
  });

  it('on Ctrl-C says that the job goes on', async () => {
    const jobId = await startedJob(world, 'VM005');
    const run = await jobs(`watch ${jobId}`, { signalAfter: { requests: 9, signal: 'SIGINT' } });
    expect(run.code).toBe(130);
    expect(run.stdout).toContain('Stopped watching. The backup continues in Azure.');
  });

  it.each<[string, FaultConsequence]>([
    [
      'ResourceRequestsThrottled',
      { kind: 'status', status: 429, code: 'ResourceRequestsThrottled', retryAfterSeconds: 3000 },
    ],
    ['InternalServerError', { kind: 'status', status: 500, code: 'InternalServerError' }],
    ['AuthenticationFailed', { kind: 'status', status: 401, code: 'AuthenticationFailed' }],
    ['AuthorizationFailed', { kind: 'status', status: 403, code: 'AuthorizationFailed' }],
    ['AZB_UNREACHABLE', { kind: 'reset' }],
  ])('outlives %s for hours, and says so', async (code, then) => {
    const jobId = await startedJob(world, 'VM005');
    const faults: RunOptions['faults'] = [{ match: 'GET **/backupJobs/*', nth: 4, times: 8, then }];
    const run = await jobs(`watch ${jobId} --vault rsv-prod`, { faults });
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(new RegExp(`retrying +jobs of rsv-prod .*${code}`, 'u'));
  });

  it('is refused at once where jobs may not be read at all', async () => {
    const jobId = await startedJob(world, 'VM005');
    const run = await jobs(`watch ${jobId} --vault rsv-prod`, {
      faults: [
        {
          match: 'GET **/backupJobs/*',
          then: { kind: 'status', status: 403, code: 'AuthorizationFailed' },
        },
      ],
    });
    expect(run.code).toBe(4);
  });

  it('gives up after days without an answer, with what it knows and how to go on', async () => {
    const jobId = await startedJob(world, 'VM005');
    const run = await jobs(`watch ${jobId} --vault rsv-prod -o json`, {
      faults: [
        {
          match: 'GET **/backupJobs/*',
          nth: 3,
          times: 9999,
          then: { kind: 'status', status: 503 },
        },
      ],
    });
    expect(run.code).toBe(10);
    expect(run.json<JobsWatchDocument>().items).toMatchObject([
      { outcome: 'unknown', error: { code: 'AZB_UNAVAILABLE' }, next: [expect.any(String)] },
    ]);
  });
});

describe('jobs cancel', () => {
  async function cancel(
    argv: string,
  ): Promise<{ readonly run: CliRun; readonly item: CancelItem }> {
    const run = await jobs(`cancel ${argv} -o json`);
    const [item] = run.stdout === '' ? [] : run.json<JobsCancelDocument>().items;
    if (item === undefined) {
      throw new Error(run.stderr);
    }
    return { run, item };
  }

  it('waits until the job is cancelled; a second time there is nothing to do', async () => {
    const jobId = await startedJob(world, 'VM005');
    const first = await cancel(jobId);
    expect([first.run.code, first.item.outcome, first.item.status]).toEqual([
      0,
      'cancelled',
      'Cancelled',
    ]);
    const second = await cancel(jobId);
    expect([second.run.code, second.item.outcome]).toEqual([0, 'already-cancelled']);
    expect(second.run.writes).toEqual([]);
  });

  it('without waiting says how to watch', async () => {
    const jobId = await startedJob(world, 'VM005');
    const { run, item } = await cancel(`${jobId} --no-wait`);
    expect([run.code, item.outcome]).toEqual([0, 'accepted']);
    expect(item.next).toEqual([`azbackup jobs watch ${jobId} --vault rsv-prod`]);
  });

  it('only plans in a dry run', async () => {
    const jobId = await startedJob(world, 'VM005');
    const before = substance(world);
    const { run, item } = await cancel(`${jobId} --dry-run --detailed-exitcode`);
    expect([run.code, item.outcome]).toEqual([11, 'planned']);
    expect(item.changes).toMatchObject([{ type: 'cancel-job', status: 'planned' }]);
    expect(substance(world)).toEqual(before);
  });

  it('says that Azure cancels no more once data moves to the vault', async () => {
    const jobId = await startedJob(world, 'VM005');
    pass(900);
    const { run, item } = await cancel(jobId);
    expect([run.code, item.outcome]).toEqual([7, 'refused']);
    expect(item.error?.code).toBe('AZB_JOB_NOT_CANCELLABLE');
    expect(item.error?.causes.join('\n')).toContain('while data is transferred to the vault');
    expect(run.stderr).toContain('Azure may refuse to cancel');
  });

  it('of a job that has ended is refused before anything is sent', async () => {
    const [ended] = jobsOf(world);
    const { run, item } = await cancel(ended?.id ?? '');
    expect([run.code, item.outcome]).toEqual([7, 'refused']);
    expect(run.writes).toEqual([]);
  });
});
