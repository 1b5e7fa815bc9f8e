// Starts a restore of disks and watches it to its end, or joins the one that goes on.

import { addSeconds, instantOf } from '../../../domain/time/instant.js';
import type { BackupJob } from '../../../domain/vaults/recovery-services.js';
import { nameOf } from '../../../domain/resource-id.js';
import { isRestoreInto } from '../../../domain/recovery/restore-progress.js';
import { afterChange } from '../../../errors/after-change.js';
import type { StepExecution, StepReporter } from '../../../steps/apply.js';
import type { RestoreStep } from './step.js';
import type { CommandContext } from '../../context.js';
import { earlierRestores } from '../resume/earlier-restores.js';
import { cameOf, restoreIntent } from '../resume/own-restores.js';
import type { Intent } from '../../../steps/intents/intent.js';
import type { WaitPolicy } from '../../../domain/time/wait-policy.js';
import { exitOfJob, problemOf } from '../../jobs/report.js';
import { startJob, type StartedJob, type UnknownJob } from '../../../steps/jobs/start-job.js';
import type { JobReader } from '../../../steps/job-watch/reader.js';
import type { JobWatch } from '../../../steps/job-watch/watch.js';
import { missingJob } from '../../../steps/followed-operation.js';
import { operationError } from '../../../steps/operation-error.js';
import { CLOCK_SKEW_SECONDS } from '../../../steps/waiting/send-safely.js';
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
      ? await startSafely(context, step, start)
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

/** The job of a restore that is begun, or of one that an earlier run has asked for. */
async function startSafely(
  context: CommandContext,
  step: DisksStep,
  start: RestoreStart,
): Promise<StartedJob | UnknownJob> {
  const { prepared, reporter, choice } = start;
  const { request, chosen } = prepared;
  return startJob(
    context,
    {
      intent: restoreIntent(request, chosen.point.time),
      earlier: prepared.pending,
      what: `the restore of the disks of ${nameOf(step.vmId)}`,
      send: async () => (await context.services.backup()).restoreDisks(request),
      find: (intent) => restoreOf(start, intent),
      failure: (outcome) => operationError(step, outcome),
      missing: () => missingJob('restore', step),
    },
    { reporter, deadlineMilliseconds: choice.deadlineMilliseconds },
  );
}

/** The restore that came of a request: the job of its operation, or the same point restored to the same place since. */
async function restoreOf(
  { jobs, prepared }: RestoreStart,
  intent: Intent,
): Promise<StartedJob | undefined> {
  const { target, account, request } = prepared;
  const { accepted } = intent;
  const job =
    accepted === undefined
      ? undefined
      : await jobs.job(request.vaultId, accepted.id, { once: true });
  if (job !== undefined) {
    return { status: 'done', jobId: job.jobId };
  }
  const group = request.targetResourceGroupId;
  const into = group === undefined ? undefined : nameOf(group);
  const since = addSeconds(intent.sentTime, -CLOCK_SKEW_SECONDS);
  const found = await earlierRestores(jobs, { target, account, since, failedToo: true });
  const ours = found.find((each) => cameOf(each, intent) && isRestoreInto(each, into));
  return ours === undefined ? undefined : { status: 'done', jobId: ours.jobId };
}
