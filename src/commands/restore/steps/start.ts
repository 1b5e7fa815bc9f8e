// Starts a restore of disks and watches it to its end, or joins the one that goes on. A request whose answer
// was lost may have been carried out: its job is looked for before it is sent again.

import { addSeconds, instantOf, isBefore, type Instant } from '../../../domain/time/instant.js';
import { hasEnded } from '../../../domain/jobs/job-outcome.js';
import type { BackupJob } from '../../../domain/vaults/recovery-services.js';
import { nameOf } from '../../../domain/resource-id.js';
import { isRestoreInto, isRestoreOfPoint } from '../../../domain/recovery/restore-progress.js';
import { afterChange } from '../../../errors/after-change.js';
import type { StepExecution, StepReporter } from '../../../steps/apply.js';
import type { RestoreStep } from './step.js';
import type { CommandContext } from '../../context.js';
import { earlierRestores } from '../resume/earlier-restores.js';
import type { WaitPolicy } from '../../../steps/waiting/wait-with-deadline.js';
import { exitOfJob, problemOf } from '../../jobs/report.js';
import type { JobReader } from '../../../steps/job-watch/reader.js';
import type { JobWatch } from '../../../steps/job-watch/watch.js';
import { followOperation, missingJob } from '../../../steps/followed-operation.js';
import { operationError } from '../../../steps/operation-error.js';
import { CLOCK_SKEW_SECONDS, sendSafely } from '../../../steps/waiting/send-safely.js';
import type { PreparedRestore } from '../prepare.js';

type DisksStep = Extract<RestoreStep, { readonly kind: 'restore-disks' }>;

/** What the start needs besides the step. */
export interface RestoreStart {
  readonly prepared: PreparedRestore;
  readonly jobs: JobReader;
  readonly watch: JobWatch;
  readonly choice: WaitPolicy;
  readonly reporter: StepReporter;
  /** Told the job as soon as it is known, and again when it has ended. */
  onJob(jobId: string, job?: BackupJob): void;
}

/** @throws AzbackupError when Azure refuses, or fails the job */
export async function restoreDisks(
  context: CommandContext,
  step: DisksStep,
  start: RestoreStart,
): Promise<StepExecution> {
  const since = instantOf(context.clock.now());
  const started =
    step.joins === undefined
      ? await startSafely(context, step, start, since)
      : { status: 'done' as const, jobId: step.joins, joined: true as const };
  if (started.status === 'running') {
    return started;
  }
  const { jobId } = started;
  start.onJob(jobId);
  if (!start.choice.wait) {
    return { status: 'running', reason: 'no-wait' };
  }
  const end = await start.watch.watch({
    vaultId: step.vaultId,
    jobId,
    vm: nameOf(step.vmId),
    operation: 'Restore',
    since,
    joined: started.joined === true,
  });
  switch (end.status) {
    case 'running': {
      return { status: 'running', reason: end.reason };
    }
    case 'unknown': {
      throw afterChange(end.error);
    }
    case 'ended': {
      start.onJob(jobId, end.job);
      const problem = problemOf(end.job);
      if (problem !== undefined && exitOfJob(end.job) !== 'warnings') {
        throw problem;
      }
      return started;
    }
  }
}

type Started =
  | { readonly status: 'done'; readonly jobId: string; readonly joined?: true }
  | Extract<StepExecution, { readonly status: 'running' }>;

async function startSafely(
  context: CommandContext,
  step: DisksStep,
  start: RestoreStart,
  since: Instant,
): Promise<Started> {
  return sendSafely(context, {
    send: () => startOnce(context, step, start),
    find: async () => {
      const job = await startedSince(start, since);
      return job === undefined ? undefined : { status: 'done', jobId: job.jobId };
    },
    deadlineMilliseconds: start.choice.deadlineMilliseconds,
    onWaiting: (seconds) => start.reporter.waiting(seconds),
  });
}

async function startOnce(
  context: CommandContext,
  step: DisksStep,
  { reporter, choice, prepared }: RestoreStart,
): Promise<Started> {
  const backup = await context.services.backup();
  const operation = await backup.restoreDisks(prepared.request);
  const end = await followOperation(context, operation, {
    reporter,
    deadlineMilliseconds: choice.deadlineMilliseconds,
    failure: (outcome) => operationError(step, outcome),
  });
  if (end.status === 'running') {
    return end;
  }
  if (end.jobId === undefined) {
    throw missingJob('restore', step);
  }
  return { status: 'done', jobId: end.jobId };
}

/** The restore of the same point that began after the request was sent. */
async function startedSince(
  { jobs, prepared }: RestoreStart,
  sent: Instant,
): Promise<BackupJob | undefined> {
  const { target, account, chosen, request } = prepared;
  const group = request.targetResourceGroupId;
  const into = group === undefined ? undefined : nameOf(group);
  const since = addSeconds(sent, -CLOCK_SKEW_SECONDS);
  const found = await earlierRestores(jobs, { target, account, since });
  return found.find(
    (job) =>
      !hasEnded(job) &&
      !isBefore(job.startTime, since) &&
      isRestoreOfPoint(job, chosen.point.time) &&
      isRestoreInto(job, into),
  );
}
