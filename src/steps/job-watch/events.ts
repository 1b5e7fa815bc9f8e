// What has changed about a job since it was last looked at, as events.

import { hasEnded, remainingTime } from '../../domain/jobs/job-outcome.js';
import { instantOf, secondsBetween } from '../../domain/time/instant.js';
import type { BackupJob } from '../../domain/vaults/recovery-services.js';
import type { EngineEvent, JobReference } from '../events.js';

/** When the job was looked at. */
export interface Look {
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** Since the start of the command. */
  readonly atSeconds: number;
  /** What such jobs took before. */
  readonly expectedSeconds: number | undefined;
}

/** The events of a look, in order. A look at a list says nothing of tasks: those known before stand. */
export function jobEvents(
  before: BackupJob | undefined,
  job: BackupJob,
  look: Look,
): readonly EngineEvent[] {
  const reference = referenceOf(job);
  const { atSeconds } = look;
  const known = new Map((before?.tasks ?? []).map((task) => [task.name, task.status]));
  const tasks = job.tasks
    .filter(({ name, status }) => status !== 'NotStarted' && known.get(name) !== status)
    .map((task): EngineEvent => ({ type: 'job.task', job: reference, task, atSeconds }));
  return [...tasks, hasEnded(job) ? ending(job, look) : progress(freshly(before, job), look)];
}

/** The job with the tasks that an earlier look told of, where this one told of none. */
export function withKnownTasks(before: BackupJob | undefined, job: BackupJob): BackupJob {
  return job.tasks.length > 0 || before === undefined || hasEnded(job)
    ? job
    : { ...job, tasks: before.tasks, properties: before.properties };
}

/**
 * The job without an estimate that Azure repeats while nothing moves: for the last part of a restore it was
 * recorded to say one minute for twelve.
 */
function freshly(before: BackupJob | undefined, job: BackupJob): BackupJob {
  const { remainingSeconds: _old, ...rest } = job;
  const stands =
    before !== undefined &&
    before.remainingSeconds === job.remainingSeconds &&
    before.percent === job.percent;
  return stands ? rest : job;
}

function referenceOf({ jobId, vaultId, vmName, operation }: BackupJob): JobReference {
  return { jobId, vaultId, vm: vmName, operation };
}

function progress(job: BackupJob, look: Look): EngineEvent {
  const now = instantOf(look.now);
  const remaining = remainingTime(job, look.expectedSeconds, now);
  return {
    type: 'job.progress',
    job: referenceOf(job),
    status: job.status,
    ...(job.percent === undefined ? {} : { percent: job.percent }),
    tasks: job.tasks,
    elapsedSeconds: Math.max(0, secondsBetween(job.startTime, now)),
    ...(remaining === undefined ? {} : { remaining }),
    atSeconds: look.atSeconds,
  };
}

function ending(job: BackupJob, { now, atSeconds }: Look): EngineEvent {
  const end = job.endTime ?? instantOf(now);
  const [error] = job.errors;
  const code = error?.title ?? error?.code;
  return {
    type: 'job.ended',
    job: referenceOf(job),
    status: job.status,
    elapsedSeconds: job.durationSeconds ?? secondsBetween(job.startTime, end),
    ...(code === undefined ? {} : { code }),
    atSeconds,
  };
}
