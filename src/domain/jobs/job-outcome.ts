// How a job stands, told once: what of Azure's states is an end, and how long the rest may take.

import { secondsBetween, type Instant } from '../time/instant.js';
import type { BackupJob, JobStatus } from '../vaults/recovery-services.js';
import { parseResourceId, sameName, type ResourceId } from '../resource-id.js';

/** How a job stands, in the words of documents. */
export type JobOutcome =
  | 'running'
  | 'cancelling'
  | 'completed'
  | 'completed-with-warnings'
  | 'failed'
  | 'cancelled';

const OUTCOMES: Readonly<Record<JobStatus, JobOutcome>> = {
  InProgress: 'running',
  Cancelling: 'cancelling',
  Completed: 'completed',
  CompletedWithWarnings: 'completed-with-warnings',
  Failed: 'failed',
  Cancelled: 'cancelled',
};

/** True for the words that Azure has for the states of jobs. */
export function isJobStatus(text: string): text is JobStatus {
  return Object.hasOwn(OUTCOMES, text);
}

/** The outcome that Azure's word for a job means. */
export function jobOutcome(status: JobStatus): JobOutcome {
  return OUTCOMES[status];
}

/** True when nothing more will become of a job. */
export function hasEnded({ status }: Pick<BackupJob, 'status'>): boolean {
  return status !== 'InProgress' && status !== 'Cancelling';
}

/** True when a job is about a machine. Names alone may belong to machines of several groups. */
export function isJobOf(job: BackupJob, vmId: ResourceId): boolean {
  const parts = parseResourceId(vmId);
  return (
    parts !== undefined &&
    sameName(job.vmName, parts.name) &&
    (job.resourceGroup === undefined || sameName(job.resourceGroup, parts.resourceGroup))
  );
}

/** How long a job goes on, and who says so. */
export interface RemainingTime {
  readonly seconds: number;
  /** Azure itself, or what earlier jobs of the same machine took. */
  readonly source: 'azure' | 'earlier-jobs';
}

/**
 * How long a job is likely to go on; undefined where nothing tells, or it takes longer than it used to.
 * @param expectedSeconds what such jobs of this machine took
 */
export function remainingTime(
  job: BackupJob,
  expectedSeconds: number | undefined,
  now: Instant,
): RemainingTime | undefined {
  if (job.remainingSeconds !== undefined && job.remainingSeconds > 0) {
    return { seconds: job.remainingSeconds, source: 'azure' };
  }
  const left = (expectedSeconds ?? 0) - secondsBetween(job.startTime, now);
  return left > 0 ? { seconds: left, source: 'earlier-jobs' } : undefined;
}

/** Jobs of so long ago say little about today's. */
const MAX_EARLIER_JOBS = 5;

/**
 * What a machine's jobs of one kind are likely to take, in seconds: the median of its last five that were
 * completed. Undefined without any.
 * @param jobs newest first
 */
export function typicalSeconds(jobs: readonly BackupJob[]): number | undefined {
  const durations = jobs
    .filter(({ status }) => status === 'Completed')
    .flatMap(({ durationSeconds }) => (durationSeconds === undefined ? [] : [durationSeconds]))
    .slice(0, MAX_EARLIER_JOBS)
    .toSorted((left, right) => left - right);
  return durations[Math.floor(durations.length / 2)];
}
