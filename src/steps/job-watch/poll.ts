// One look at the watched jobs of a vault: at a single job by itself, at several by one list that serves all,
// with the particulars of some where reads are left.

import { hasEnded } from '../../domain/jobs/job-outcome.js';
import { addSeconds, isBefore, type Instant } from '../../domain/time/instant.js';
import type { BackupJob } from '../../domain/vaults/recovery-services.js';
import type { ResourceId } from '../../domain/resource-id.js';
import type { JobReader } from './reader.js';

/** What a look is about. */
export interface Polled {
  readonly jobId: string;
  /** Not later than the job's start, by this computer's clock. */
  readonly since: Instant;
}

/** A job as a look found it. */
export interface FoundJob {
  readonly job: BackupJob;
  /** True when all that Azure tells of it was read; lists tell less. */
  readonly full: boolean;
}

/** Reads kept for lists: particulars of running jobs are worth less. */
const READS_KEPT_FOR_LISTS = 40;
/** Clocks differ, and Azure may date a job a little before it was asked for. */
const EARLIER_SECONDS = 900;

/**
 * The jobs that were found, by id.
 * @param turn counts the looks: with several jobs running, each look tells the particulars of another one
 */
export async function pollJobs(
  reader: JobReader,
  vaultId: ResourceId,
  polled: readonly Polled[],
  { now, turn }: { readonly now: () => number; readonly turn: number },
): Promise<ReadonlyMap<string, FoundJob>> {
  const [only] = polled;
  if (only !== undefined && polled.length === 1) {
    const job = await reader.job(vaultId, only.jobId, { once: true });
    return new Map(job === undefined ? [] : [[only.jobId, { job, full: true }]]);
  }
  const listed = await listJobs(reader, vaultId, polled);
  const found = new Map<string, FoundJob>(
    [...listed].map(([jobId, job]) => [jobId, { job, full: false }]),
  );
  for (const jobId of wantedInFull(polled, listed, turn)) {
    const known = listed.get(jobId);
    const kept = known !== undefined && !hasEnded(known) ? READS_KEPT_FOR_LISTS : 0;
    if (reader.budget(vaultId).left(now()) <= kept) {
      continue;
    }
    try {
      const full = await reader.job(vaultId, jobId, { once: true });
      if (full !== undefined) {
        found.set(jobId, { job: full, full: true });
      }
    } catch {
      // The list has told what matters; the next look will meet the same trouble and deal with it.
      break;
    }
  }
  return found;
}

async function listJobs(
  reader: JobReader,
  vaultId: ResourceId,
  polled: readonly Polled[],
): Promise<ReadonlyMap<string, BackupJob>> {
  const earliest = polled
    .map(({ since }) => since)
    .reduce((left, right) => (isBefore(right, left) ? right : left));
  const since = addSeconds(earliest, -EARLIER_SECONDS);
  const ids = new Set(polled.map(({ jobId }) => jobId));
  const jobs = await reader.jobs(vaultId, { since, once: true });
  return new Map(jobs.filter(({ jobId }) => ids.has(jobId)).map((job) => [job.jobId, job]));
}

/** Those that have ended, for their errors; those that the list does not have; then one of the others. */
function wantedInFull(
  polled: readonly Polled[],
  listed: ReadonlyMap<string, BackupJob>,
  turn: number,
): readonly string[] {
  const running = [...listed.values()].filter((job) => !hasEnded(job));
  const ended = [...listed.values()].filter((job) => hasEnded(job));
  const failedFirst = [
    ...ended.filter(({ status }) => status !== 'Completed'),
    ...ended.filter(({ status }) => status === 'Completed'),
  ];
  const missing = polled.filter(({ jobId }) => !listed.has(jobId));
  const next = running[turn % Math.max(1, running.length)];
  return [...failedFirst, ...missing, ...(next === undefined ? [] : [next])].map(
    ({ jobId }) => jobId,
  );
}
