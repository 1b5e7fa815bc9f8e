// `azbackup jobs cancel`: has Azure cancel a job, and waits until it has.

import { hasEnded } from '../../domain/jobs/job-outcome.js';
import type { BackupJob } from '../../domain/vaults/recovery-services.js';
import { applyPlan } from '../../steps/apply.js';
import { exitAfterChange } from '../../errors/after-change.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { ExitKind } from '../../errors/exit-code.js';
import type { CancelItem, JobsCancelDocument } from './result.js';
import { cancelJob } from '../../steps/jobs/cancel-job.js';
import { jobFamily } from '../../steps/jobs/describe.js';
import type { CancelJobStep } from '../../steps/jobs/step.js';
import { changeDocument } from '../results/changes.js';
import type { CommandContext, CommandResult } from '../context.js';
import { findJob, itemsBeside, jobVaults, openLookup, type JobLookup } from './choose.js';
import { jobMembers, watchCommand } from './report.js';
import { createJobWatch, type JobEnd } from '../../steps/job-watch/watch.js';
import { countOutcomes, itemError } from '../results/machines.js';
import { failureOf } from '../results/outcome.js';
import { refuseLocked } from '../../facts/locks.js';
import { untilAborted } from '../../facts/until-aborted.js';
import type { OptionRule } from '../options/option.js';
import { detailedExitcodeNeedsDryRun } from '../options/machine-options.js';
import { waitChoice, waitHasOneEnd } from '../options/wait-options.js';
import type { JobsCancelOptions } from './cancel.command.js';

/** How the options go together. */
export const rules: readonly OptionRule<JobsCancelOptions>[] = [
  detailedExitcodeNeedsDryRun,
  waitHasOneEnd,
];

interface Ending {
  readonly item: CancelItem;
  readonly exit: ExitKind;
}

/** Runs the command. */
export async function run(
  context: CommandContext,
  options: JobsCancelOptions,
): Promise<CommandResult<JobsCancelDocument>> {
  const started = context.clock.now();
  const lookup = openLookup(context);
  const { job, base } = await untilAborted(context.signal, find(lookup, options));
  const ending =
    settledAlready(job, base) ?? (await cancel(lookup, { job, base, options, started }));
  context.itemFinished(ending.item);
  const items = [ending.item];
  const document: JobsCancelDocument = {
    kind: 'jobs-cancel',
    schemaVersion: 1,
    dryRun: options.dryRun,
    items,
    summary: { total: items.length, outcomes: countOutcomes(items) },
  };
  const pending = options.detailedExitcode && ending.item.outcome === 'planned';
  return { document, exit: pending ? 'changes-pending' : ending.exit };
}

async function find(
  lookup: JobLookup,
  options: JobsCancelOptions,
): Promise<{ readonly job: BackupJob; readonly base: CancelItem }> {
  const job = await findJob(lookup, await jobVaults(lookup, options), options.id, options);
  const members = jobMembers(job, await itemsBeside(lookup, job.vaultId));
  return { job, base: { ...members, error: null, outcome: 'refused', changes: [] } };
}

/** The ending of a job that there is nothing to cancel of; undefined for others. */
function settledAlready(job: BackupJob, base: CancelItem): Ending | undefined {
  if (job.status === 'Cancelled') {
    return { item: { ...base, outcome: 'already-cancelled' }, exit: 'done' };
  }
  if (hasEnded(job)) {
    return refused(base, `it has already ended: ${job.status}`);
  }
  return job.cancellable
    ? undefined
    : refused(base, `Azure cannot cancel jobs of this kind: ${job.operation}`, [
        watchCommand(job.vaultId, job),
      ]);
}

function refused(base: CancelItem, reason: string, fix: readonly string[] = []): Ending {
  const error = new AzbackupError({
    code: 'AZB_JOB_NOT_CANCELLABLE',
    kind: 'azure-failed',
    message: `job ${base.jobId}, ${base.operation} of ${base.vm.name}, can no longer be cancelled`,
    target: base.jobId,
    causes: [reason],
    fix,
  });
  return { item: { ...base, error: itemError(error) }, exit: 'azure-failed' };
}

/** What a cancellation is made from. */
interface Cancellation {
  readonly job: BackupJob;
  readonly base: CancelItem;
  readonly options: JobsCancelOptions;
  readonly started: number;
}

async function cancel(lookup: JobLookup, cancellation: Cancellation): Promise<Ending> {
  const { job, base, options, started } = cancellation;
  const choice = waitChoice(options, started);
  const { context } = lookup;
  const step = cancelStep(job);
  if (job.status !== 'Cancelling') {
    const writes = [{ scope: job.vaultId, verb: 'write' }] as const;
    await untilAborted(context.signal, refuseLocked(context, lookup.facts, writes));
  }
  if (options.dryRun) {
    const changes = job.status === 'Cancelling' ? [] : [changeDocument(jobFamily, step)];
    return { item: { ...base, outcome: 'planned', changes }, exit: 'done' };
  }
  warnWhenLate(context, job);
  const { item: asked, exit } =
    job.status === 'Cancelling'
      ? { item: base, exit: 'done' as const }
      : await ask(lookup, cancellation, step);
  if (exit !== 'done' || !choice.wait) {
    const next = [watchCommand(job.vaultId, job)];
    return { item: exit === 'done' ? { ...asked, outcome: 'accepted', next } : asked, exit };
  }
  const watch = createJobWatch(context, lookup.jobs, {
    startedMilliseconds: started,
    deadlineMilliseconds: choice.deadlineMilliseconds,
  });
  const end = await watch.watch({
    vaultId: job.vaultId,
    jobId: job.jobId,
    vm: job.vmName,
    operation: job.operation,
    since: job.startTime,
    known: job,
  });
  return endingOf(asked, job, end);
}

/** The job with what came of asking. A request whose answer was lost may have been carried out. */
async function ask(
  { context }: JobLookup,
  { base, started, job }: Cancellation,
  step: CancelJobStep,
): Promise<Ending> {
  await context.showPlan({ steps: [step] }, jobFamily);
  const applied = applyPlan(
    { steps: [step] },
    {
      clock: context.clock,
      startedMilliseconds: started,
      emit: context.emit,
      signal: context.signal,
      concurrency: 1,
      family: jobFamily,
      execute: (each, reporter) => cancelJob(context, each, reporter, undefined),
    },
  );
  const result = await applied.settled(step.id);
  const changes = [changeDocument(jobFamily, step, result)];
  if (result?.status !== 'failed') {
    return { item: { ...base, changes }, exit: 'done' };
  }
  const { error: told, exit } = failureOf(result.error);
  if (exit !== 'azure-failed') {
    return { item: { ...base, changes, error: told }, exit };
  }
  const late = isMovingData(job)
    ? ['its snapshot is taken; Azure does not cancel while data is transferred to the vault']
    : [];
  const error = {
    ...told,
    code: 'AZB_JOB_NOT_CANCELLABLE',
    causes: [...told.causes, ...late],
    fix: [watchCommand(job.vaultId, job)],
  };
  return { item: { ...base, changes, error }, exit };
}

function cancelStep(job: BackupJob): CancelJobStep {
  return {
    kind: 'cancel-job',
    id: `cancel-job:${job.jobId}`,
    target: job.vaultId,
    after: [],
    vmIds: [],
    vaultId: job.vaultId,
    jobId: job.jobId,
    vmName: job.vmName,
    operation: job.operation,
  };
}

/** Documentation: troubleshoot backup failures on Azure virtual machines. */
function warnWhenLate(context: CommandContext, job: BackupJob): void {
  if (isMovingData(job)) {
    context.warn(
      `the snapshot of ${job.vmName} is already taken; Azure may refuse to cancel while data is transferred to the vault`,
    );
  }
}

function isMovingData({ operation, tasks }: BackupJob): boolean {
  const [snapshot] = tasks;
  return operation === 'Backup' && snapshot?.status === 'Completed';
}

function endingOf(asked: CancelItem, job: BackupJob, end: JobEnd): Ending {
  const next = [watchCommand(job.vaultId, job)];
  const last = end.job;
  const told: CancelItem =
    last === undefined
      ? asked
      : {
          ...asked,
          status: last.status,
          endTime: last.endTime ?? null,
          seconds: last.durationSeconds ?? asked.seconds,
        };
  switch (end.status) {
    case 'running': {
      return end.reason === 'interrupted'
        ? { item: { ...told, outcome: 'interrupted', next }, exit: 'interrupted' }
        : { item: { ...told, outcome: 'running', next }, exit: 'still-running' };
    }
    case 'unknown': {
      const error = itemError(end.error);
      const exit = exitAfterChange(end.error.fields.kind);
      return { item: { ...told, outcome: 'unknown', error, next }, exit };
    }
    case 'ended': {
      return end.job.status === 'Cancelled'
        ? { item: { ...told, outcome: 'cancelled' }, exit: 'done' }
        : notCancelled(told, end.job);
    }
  }
}

function notCancelled(told: CancelItem, job: BackupJob): Ending {
  const { item, exit } = refused(told, `it ended before Azure could cancel it: ${job.status}`);
  return { item: { ...item, outcome: 'not-cancelled' }, exit };
}
