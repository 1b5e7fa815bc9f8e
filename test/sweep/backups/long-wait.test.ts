// A wait of a day and a night: sign-ins that last minutes, one request in a hundred that fails, and Azure's
// limit on reads of jobs, which no moment of the wait may exceed.
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { JobsWatchDocument } from '../../../src/commands/jobs/result.js';
import type { FaultConsequence } from '../../../src/sandbox/faults/request-faults.js';
import type { JobConsequence } from '../../../src/sandbox/faults/job-faults.js';
import { injectFault } from '../../../src/sandbox/faults/inject-faults.js';
import type { WorldState } from '../../../src/sandbox/kernel/state.js';
import { worldClock } from '../../../src/sandbox/kernel/time/world-clock.js';
import {
  seededRandom,
  type SeededRandom,
} from '../../../src/sandbox/estates/build/seeded-random.js';
import { addVirtualMachine } from '../../../src/sandbox/estates/build/virtual-machine.js';
import { buildFleetWorld } from '../../../src/sandbox/estates/fleet-world.js';
import { defaultWorld, runCli, TEST_NOW, type RunOptions } from '../../support/run-cli.js';
import { backupNow } from '../../workflow/backups/backups.js';

const HOUR = 3_600_000;
const MANY = 24;
/** Recorded: Azure's limit for reads of jobs in an hour. */
const MAX_READS_PER_HOUR = 150;

const FAILURES: readonly (readonly [weight: number, failure: FaultConsequence])[] = [
  [25, { kind: 'status', status: 429, retryAfterSeconds: 47 }],
  [25, { kind: 'status', status: 500, code: 'InternalServerError' }],
  [25, { kind: 'status', status: 503 }],
  [25, { kind: 'reset' }],
];

const tokenSchema = z.looseObject({ access_token: z.string() });

/** What was seen on the way. */
interface Weather {
  readonly around: NonNullable<RunOptions['around']>;
  /** Virtual instants of reads of jobs, milliseconds; those that failed included. */
  readonly reads: number[];
  failures: number;
  signIns: number;
}

/** Tokens of 5 to 60 minutes that really end, and a share of all requests going wrong. */
function weather(world: WorldState, random: SeededRandom, share = 0.01): Weather {
  const clock = worldClock(world);
  const goodUntil = new Map<string, number>();
  const delay = (seconds: number): Promise<void> => {
    clock.advanceTo(clock.now() + seconds * 1000);
    return Promise.resolve();
  };
  const seen: Weather = {
    reads: [],
    failures: 0,
    signIns: 0,
    around: async (request, answer) => {
      if (request.method === 'GET' && /\/backupJobs(?:[/?]|$)/u.test(request.url)) {
        seen.reads.push(clock.now());
      }
      if (random.chance(share)) {
        seen.failures += 1;
        return injectFault(random.pick(FAILURES), request, { fetch: () => answer(), delay });
      }
      const token = request.headers.get('authorization')?.replace(/^Bearer /u, '') ?? '';
      if (clock.now() > (goodUntil.get(token) ?? Number.POSITIVE_INFINITY)) {
        return Response.json(
          { error: { code: 'ExpiredAuthenticationToken', message: 'Expired.' } },
          { status: 401 },
        );
      }
      const response = await answer();
      if (!request.url.includes('/oauth2/v2.0/token') || !response.ok) {
        return response;
      }
      seen.signIns += 1;
      const body = tokenSchema.parse(await response.json());
      const minutes = 5 + Math.floor(random.fraction() * 56);
      goodUntil.set(body.access_token, clock.now() + minutes * 60_000);
      return Response.json({ ...body, expires_in: minutes * 60, ext_expires_in: minutes * 60 });
    },
  };
  return seen;
}

/** The most reads in any hour. */
function busiestHour(reads: readonly number[]): number {
  return Math.max(
    0,
    ...reads.map((from) => reads.filter((at) => at >= from && at < from + HOUR).length),
  );
}

describe('a wait of 24 hours', () => {
  let world: WorldState;

  beforeEach(async () => {
    world = defaultWorld();
    addVirtualMachine(world, {
      name: 'VM900',
      resourceGroup: 'rg-prod',
      osType: 'Linux',
      dataDiskSizesGB: [22_000, 22_000],
    });
    await runCli(['enable', '--vm', 'VM900', '--vault', 'rsv-prod'], { world });
  });

  async function waited(
    outcome: JobConsequence['outcome'] | undefined,
    share: number,
  ): Promise<Awaited<ReturnType<typeof backupNow>> & { readonly seen: Weather }> {
    const seen = weather(world, seededRandom(outcome ?? 'Completed'), share);
    const faults: RunOptions['faults'] =
      outcome === undefined ? [] : [{ match: 'job Backup VM900', then: { kind: 'job', outcome } }];
    const { around } = seen;
    const argv = '--vm VM900 --skip-preflight';
    return { ...(await backupNow(argv, { world, around, faults })), seen };
  }

  it.each([
    [undefined, 0, 'completed', 0.01],
    ['CompletedWithWarnings', 9, 'completed-with-warnings', 0.25],
  ] as const)(
    'ends as the job does: %s, exit %i, %s; of all requests, %d fail',
    async (fate, exit, outcome, share) => {
      const { run, item, seen } = await waited(fate, share);
      expect([run.code, item.outcome]).toEqual([exit, outcome]);
      expect(item.seconds).toBeGreaterThan(23 * 3600);
      expect(busiestHour(seen.reads)).toBeLessThanOrEqual(MAX_READS_PER_HOUR);
      expect(seen.signIns).toBeGreaterThan(24);
      expect(seen.failures).toBeGreaterThan(100 * share);
      expect(share < 0.1 || /^retrying +jobs of rsv-prod/mu.test(run.stderr)).toBe(true);
    },
  );

  it('ends early where the job does', async () => {
    const { run, item } = await waited('Cancelled', 0.01);
    expect([run.code, item.outcome]).toEqual([7, 'cancelled']);
  });
});

// Two hundred at once: test/unit/steps/job-watch/watch.test.ts, with jobs that cost nothing.
describe('many machines at once', () => {
  it('are watched for a day with one list, and never too often', async () => {
    const world = buildFleetWorld({
      virtualMachines: 90,
      seed: 'jobs',
      nowMilliseconds: TEST_NOW,
    });
    const [vaultId = '', vault] = Object.entries(world.backup)[0] ?? [];
    const machines = Object.values(vault?.items ?? {})
      .filter((item) => item.protectionState === 'Protected' && item.protectionStatus === 'Healthy')
      .map(({ vmId }) => vmId.split('/').at(-1) ?? '')
      .slice(0, MANY);
    expect(machines).toHaveLength(MANY);
    const started = await runCli(
      [
        'backup-now',
        '--skip-preflight',
        '--no-wait',
        ...machines.flatMap((name) => ['--vm', name]),
      ],
      { world },
    );
    expect(started.code).toBe(0);
    const running = Object.values(vault?.jobs ?? {}).filter(
      ({ endsMilliseconds }) => endsMilliseconds > world.nowMilliseconds,
    );
    expect(running).toHaveLength(MANY);
    // By now all are listed.
    worldClock(world).advanceTo(world.nowMilliseconds + 60_000);
    stretch(world, vaultId, 24 * HOUR);

    const seen = weather(world, seededRandom('fleet'));
    const run = await runCli(['jobs', 'watch', '-o', 'json'], { world, around: seen.around });
    const { items, summary } = run.json<JobsWatchDocument>();
    expect(items).toHaveLength(MANY);
    const truth = new Map(Object.values(vault?.jobs ?? {}).map(({ id, outcome }) => [id, outcome]));
    expect(items.filter(({ jobId, status }) => truth.get(jobId) !== status)).toEqual([]);
    expect(summary.outcomes['completed']).toBeGreaterThan(0.75 * MANY);
    expect(run.code).toBe(summary.outcomes['failed'] === undefined ? 0 : 6);
    expect(busiestHour(seen.reads)).toBeLessThanOrEqual(MAX_READS_PER_HOUR);
    expect(seen.failures).toBeGreaterThan(0);
  });
});

/** Lets the transfers of running backups take so much longer: as with huge disks. */
function stretch(world: WorldState, vaultId: string, milliseconds: number): void {
  const vault = world.backup[vaultId];
  for (const job of Object.values(vault?.jobs ?? {})) {
    if (job.endsMilliseconds > world.nowMilliseconds) {
      job.endsMilliseconds += milliseconds;
      const transfer = job.tasks[1];
      if (transfer !== undefined) {
        transfer.endsMilliseconds += milliseconds;
      }
    }
  }
  for (const event of Object.values(vault?.events ?? {})) {
    if (event.kind === 'transfer-ends') {
      event.dueMilliseconds += milliseconds;
    }
  }
}
