// Hundreds of jobs of which each ends at its own time, read by a reader that fails now and then.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BackupJob } from '../../../../src/domain/vaults/recovery-services.js';
import { instantOf } from '../../../../src/domain/time/instant.js';
import { AzbackupError } from '../../../../src/errors/azbackup-error.js';
import type { JobReader } from '../../../../src/steps/job-watch/reader.js';
import { createJobWatch, type JobEnd } from '../../../../src/steps/job-watch/watch.js';
import { createReadBudget, type ReadBudget } from '../../../../src/steps/read-budget.js';
import { VIRTUAL_START, VirtualClock } from '../../../support/virtual-clock.js';

const HOUR = 3_600_000;
/** Recorded: Azure's limit for reads of jobs in an hour. */
const LIMIT_AN_HOUR = 150;
const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';
const VAULT_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/rsv`;
const BEGAN = instantOf(VIRTUAL_START);
const ENDS = ['Completed', 'Failed', 'CompletedWithWarnings', 'Cancelled'] as const;

interface Fate {
  readonly minutes: number;
  readonly end: (typeof ENDS)[number];
}

/** Jobs that end as they are fated to. */
class FakeJobs implements JobReader {
  /** Instants of reads, those that failed included. */
  readonly reads: number[] = [];
  private readonly reading = createReadBudget(120, 3600);
  private readonly clock: VirtualClock;
  private readonly fates: readonly Fate[];
  private readonly failing: number;

  /** @param failing one read in so many fails */
  constructor(clock: VirtualClock, fates: readonly Fate[], failing: number) {
    this.clock = clock;
    this.fates = fates;
    this.failing = failing;
  }

  budget(): ReadBudget {
    return this.reading;
  }

  async job(_vaultId: string, jobId: string): Promise<BackupJob | undefined> {
    this.spend();
    return this.all().find((job) => job.jobId === jobId);
  }

  async jobs(): Promise<readonly BackupJob[]> {
    this.spend();
    return this.all();
  }

  private all(): readonly BackupJob[] {
    return this.fates.map(({ minutes, end }, index) => ({
      jobId: `job-${index}`,
      vaultId: VAULT_ID,
      operation: 'Backup',
      status: this.clock.now() < VIRTUAL_START + minutes * 60_000 ? 'InProgress' : end,
      vmName: `VM${index}`,
      cancellable: true,
      startTime: BEGAN,
      tasks: [],
      properties: {},
      errors: [],
    }));
  }

  private spend(): void {
    this.reads.push(this.clock.now());
    this.reading.spend(this.clock.now());
    if (this.reads.length % this.failing === 0) {
      throw new AzbackupError({ message: 'busy', code: 'AZB_UNAVAILABLE', kind: 'unavailable' });
    }
  }
}

async function watched(
  fates: readonly Fate[],
  failing: number,
): Promise<{ readonly ends: readonly JobEnd[]; readonly reads: readonly number[] }> {
  const clock = new VirtualClock();
  const reader = new FakeJobs(clock, fates, failing);
  const { signal } = new AbortController();
  const watch = createJobWatch({ clock, signal, emit: () => undefined }, reader, {
    startedMilliseconds: clock.now(),
  });
  const ends = await Promise.all(
    fates.map((_, index) =>
      watch.watch({
        vaultId: VAULT_ID,
        jobId: `job-${index}`,
        vm: `VM${index}`,
        operation: 'Backup',
        since: BEGAN,
      }),
    ),
  );
  return { ends, reads: reader.reads };
}

/** The most reads in any hour. */
function busiestHour(reads: readonly number[]): number {
  return Math.max(
    0,
    ...reads.map((from) => reads.filter((at) => at >= from && at < from + HOUR).length),
  );
}

const statusOf = (end: JobEnd): string => (end.status === 'ended' ? end.job.status : end.status);

describe('watching jobs', () => {
  it('200 for a day: each ends as it does, and no hour has too many reads', async () => {
    const fates = Array.from({ length: 200 }, (_, index) => ({
      minutes: 60 + ((index * 37) % 1440),
      end: ENDS[index % 40] ?? 'Completed',
    }));
    const { ends, reads } = await watched(fates, 100);
    expect(ends.map((end) => statusOf(end))).toEqual(fates.map(({ end }) => end));
    expect(busiestHour(reads)).toBeLessThanOrEqual(LIMIT_AN_HOUR);
    expect(reads.at(-1)).toBeLessThan(VIRTUAL_START + 26 * HOUR);
  });

  it('200 that fail within minutes: each is told with its reason, and no hour has too many reads', async () => {
    const fates = Array.from({ length: 200 }, (_, index) => ({
      minutes: 5 + (index % 3),
      end: 'Failed' as const,
    }));
    const { ends, reads } = await watched(fates, 100);
    expect(ends.map((end) => statusOf(end))).toEqual(fates.map(({ end }) => end));
    expect(busiestHour(reads)).toBeLessThanOrEqual(LIMIT_AN_HOUR);
    // The reason is in the job's own answer, not in lists.
    expect(reads.length).toBeGreaterThan(200);
  });

  it('any number, for any time, through any trouble that passes', async () => {
    const fate = fc.record<Fate>({
      minutes: fc.integer({ min: 0, max: 600 }),
      end: fc.constantFrom(...ENDS),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 2, max: 50 }),
        async (fates, failing) => {
          const { ends, reads } = await watched(fates, failing);
          expect(ends.map((end) => statusOf(end))).toEqual(fates.map(({ end }) => end));
          expect(busiestHour(reads)).toBeLessThanOrEqual(LIMIT_AN_HOUR);
        },
      ),
      { numRuns: 15 },
    );
  });
});
