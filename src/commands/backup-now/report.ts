// The result of `backup-now`: waits for each machine's job and says what came of it.

import { jobOutcome } from '../../domain/jobs/job-outcome.js';
import { instantOf, isBefore, type Instant } from '../../domain/time/instant.js';
import type { BackupJob } from '../../domain/vaults/recovery-services.js';
import { sameId } from '../../domain/resource-id.js';
import { parseUsTime } from '../../domain/time/us-time.js';
import type { AppliedPlan, StepResult } from '../../steps/apply.js';
import type { ErrorLimit } from '../../steps/error-limit.js';
import { exitAfterChange } from '../../errors/after-change.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { ExitKind } from '../../errors/exit-code.js';
import type { BackupNowDocument, BackupNowItem } from './result.js';
import type { Plan } from '../../steps/plan.js';
import { jobFamily } from '../../steps/jobs/describe.js';
import type { BackupStep } from '../../steps/jobs/step.js';
import type { BackupCandidate } from './candidates.js';
import { changeDocument } from '../results/changes.js';
import type { CommandContext, CommandResult } from '../context.js';
import { endingOfSteps, exitOfJobs } from '../results/outcome.js';
import { exitOfJob, jobError, taskDocuments, watchCommand } from '../jobs/report.js';
import type { JobReader } from '../../steps/job-watch/reader.js';
import type { JobEnd, JobWatch } from '../../steps/job-watch/watch.js';
import {
  countOutcomes,
  findingDocuments,
  itemError,
  resourceDocument,
} from '../results/machines.js';
import { untilAborted } from '../../facts/until-aborted.js';

/** Everything that the command does. */
export interface BackupNowRun {
  readonly candidates: readonly BackupCandidate[];
  readonly plan: Plan<BackupStep>;
  /** The plan under way; absent for a dry run. */
  readonly applied: AppliedPlan | undefined;
  readonly watch: JobWatch;
  readonly jobs: JobReader;
  readonly expiry: Instant;
  readonly wait: boolean;
  /** Jobs that fail count too, as long as machines are left to be started. */
  readonly limit: ErrorLimit;
}

/** One machine's end. */
interface Ending {
  readonly item: BackupNowItem;
  readonly exit: ExitKind;
}

/** Exits of a machine that has failed; `partial` is also that of one that was not started. */
const FAILURES: ReadonlySet<ExitKind> = new Set([
  'blocked',
  'not-found',
  'not-allowed',
  'azure-failed',
  'unavailable',
]);

/** The document and the exit of the whole command. */
export async function backupNowDocument(
  context: CommandContext,
  run: BackupNowRun,
  detailedExitcode: boolean,
): Promise<CommandResult<BackupNowDocument>> {
  const endings = await Promise.all(
    run.candidates.map(async (candidate) => {
      const ending = await endingOf(context, run, candidate);
      if (FAILURES.has(ending.exit)) {
        run.limit.failed([candidate.vmId]);
      }
      context.itemFinished(ending.item, ending.exit);
      return ending;
    }),
  );
  const items = endings.map(({ item }) => item);
  const document: BackupNowDocument = {
    kind: 'backup-now',
    schemaVersion: 1,
    dryRun: run.applied === undefined,
    items,
    summary: {
      total: items.length,
      outcomes: countOutcomes(items),
      changes: items.flatMap(({ changes }) => changes).filter(({ status }) => status === 'done')
        .length,
    },
    run: context.run.document(),
  };
  const exit = exitOfJobs(endings.map((ending) => ending.exit));
  const pending = exit === 'done' && detailedExitcode && run.plan.steps.length > 0;
  return { document, exit: pending ? 'changes-pending' : exit };
}

async function endingOf(
  context: CommandContext,
  run: BackupNowRun,
  candidate: BackupCandidate,
): Promise<Ending> {
  const { refusal, evaluated, running, own } = candidate;
  const base = baseItem(candidate);
  if (own !== undefined) {
    return ownEnding(context, run, candidate, own);
  }
  if (refusal !== undefined) {
    return { item: { ...base, outcome: 'blocked', error: itemError(refusal) }, exit: 'blocked' };
  }
  if (evaluated?.status === 'failed') {
    const exit = evaluated.error.fields.kind;
    return { item: { ...base, error: itemError(evaluated.error) }, exit };
  }
  if (evaluated?.evaluation.verdict === 'blocked') {
    return { item: { ...base, outcome: 'blocked' }, exit: 'blocked' };
  }
  if (running !== undefined) {
    return joinedEnding(context, run, candidate, running.jobId);
  }
  return startedEnding(context, run, candidate, base);
}

async function startedEnding(
  context: CommandContext,
  run: BackupNowRun,
  candidate: BackupCandidate,
  base: BackupNowItem,
): Promise<Ending> {
  const step = run.plan.steps.find(({ vmIds }) => vmIds.some((id) => sameId(id, candidate.vmId)));
  const result = step === undefined ? undefined : await run.applied?.settled(step.id);
  const changes = step === undefined ? [] : [changeDocument(jobFamily, step, result)];
  const item = { ...base, changes, expiry: run.expiry };
  if (run.applied === undefined) {
    return { item: { ...item, outcome: 'planned' }, exit: 'done' };
  }
  if (result?.status !== 'done' || result.jobId === undefined) {
    return unstartedEnding(item, candidate, result);
  }
  return result.joined === true
    ? withChanges(await joinedEnding(context, run, candidate, result.jobId), changes)
    : watchedEnding(context, run, candidate, {
        item: { ...item, jobId: result.jobId, operationId: result.operationId ?? null },
      });
}

function withChanges(ending: Ending, changes: BackupNowItem['changes']): Ending {
  return { ...ending, item: { ...ending.item, changes } };
}

/** A machine whose job is not known: refused, given up, or never asked for. */
function unstartedEnding(
  item: BackupNowItem,
  candidate: BackupCandidate,
  result: StepResult | undefined,
): Ending {
  const ending = endingOfSteps([result]);
  if (ending.status === 'failed') {
    return { item: { ...item, error: ending.error }, exit: ending.exit };
  }
  if (ending.status === 'running') {
    const { reason } = ending.result;
    const next = [watchCommand(candidate.vault.id, { vm: candidate.name })];
    const operationId = ending.result.operationId ?? null;
    return reason === 'interrupted'
      ? { item: { ...item, outcome: 'interrupted', operationId, next }, exit: 'interrupted' }
      : { item: { ...item, outcome: 'running', operationId, next }, exit: 'still-running' };
  }
  const { outcome, exit } =
    ending.status === 'skipped'
      ? ending
      : ({ outcome: 'interrupted', exit: 'interrupted' } as const);
  return { item: { ...item, outcome }, exit };
}

/** A backup that an earlier call of the run has started is watched, and none is started beside it. */
function ownEnding(
  context: CommandContext,
  run: BackupNowRun,
  candidate: BackupCandidate,
  job: BackupJob,
): Promise<Ending> {
  const expiry = expiryOfJob(job) ?? null;
  const item = { ...baseItem(candidate), ...stateOf(job), jobId: job.jobId, expiry };
  return run.applied === undefined
    ? Promise.resolve({ item: { ...item, outcome: 'planned', joined: true }, exit: 'done' })
    : watchedEnding(context, run, candidate, { item, known: job });
}

/** A backup that somebody else has begun is this one too; how long its point is kept, they have said. */
async function joinedEnding(
  context: CommandContext,
  run: BackupNowRun,
  candidate: BackupCandidate,
  jobId: string,
): Promise<Ending> {
  const job = await knownJob(run.jobs, candidate, jobId);
  const expiry = job === undefined ? undefined : expiryOfJob(job);
  const item = { ...baseItem(candidate), jobId, joined: true, expiry: expiry ?? null };
  if (run.applied === undefined) {
    return { item: { ...item, outcome: 'planned', status: 'InProgress' }, exit: 'done' };
  }
  context.warn(
    `a backup of ${candidate.name} is already running; its point is kept ${expiry === undefined ? 'by policy' : `until ${expiry}`}, not until ${run.expiry}`,
  );
  return watchedEnding(context, run, candidate, { item, known: job });
}

async function knownJob(
  jobs: JobReader,
  { vault }: BackupCandidate,
  jobId: string,
): Promise<BackupJob | undefined> {
  try {
    return await jobs.job(vault.id, jobId, { once: true });
  } catch (error) {
    if (error instanceof AzbackupError) {
      return undefined;
    }
    throw error;
  }
}

const EXPIRY_PROPERTY = 'Recovery Point Expiry Time in UTC';

/** The expiry that a job tells of. */
function expiryOfJob({ properties }: BackupJob): Instant | undefined {
  return parseUsTime(properties[EXPIRY_PROPERTY] ?? '');
}

async function watchedEnding(
  context: CommandContext,
  run: BackupNowRun,
  candidate: BackupCandidate,
  { item, known }: { readonly item: BackupNowItem; readonly known?: BackupJob | undefined },
): Promise<Ending> {
  const jobId = item.jobId ?? '';
  const next = [watchCommand(candidate.vault.id, { jobId })];
  if (!run.wait) {
    const outcome = item.joined ? 'joined' : 'started';
    return { item: { ...item, ...stateOf(known), outcome, next }, exit: 'done' };
  }
  const { expectedSeconds } = candidate;
  const end = await run.watch.watch({
    vaultId: candidate.vault.id,
    jobId,
    vm: candidate.name,
    operation: 'Backup',
    since: known?.startTime ?? instantOf(context.clock.now()),
    joined: item.joined,
    ...(item.expiry === null ? {} : { expiry: item.expiry }),
    ...(expectedSeconds === undefined ? {} : { expectedSeconds }),
    ...(known === undefined ? {} : { known }),
  });
  return endOf(context, candidate, { ...item, next }, end);
}

async function endOf(
  context: CommandContext,
  candidate: BackupCandidate,
  item: BackupNowItem,
  end: JobEnd,
): Promise<Ending> {
  const told = { ...item, ...stateOf(end.job) };
  switch (end.status) {
    case 'running': {
      return end.reason === 'interrupted'
        ? { item: { ...told, outcome: 'interrupted' }, exit: 'interrupted' }
        : {
            item: {
              ...told,
              outcome: 'running',
              error: end.error === undefined ? told.error : resuming(end.error, item.next),
            },
            exit: 'still-running',
          };
    }
    case 'unknown': {
      const exit = exitAfterChange(end.error.fields.kind);
      const error = resuming(end.error, item.next);
      return { item: { ...told, outcome: 'running', error }, exit };
    }
    case 'ended': {
      const recoveryPoint = await pointOf(context, candidate, end.job);
      const outcome = jobOutcome(end.job.status);
      return {
        item: {
          ...told,
          outcome: outcome === 'cancelling' ? 'running' : outcome,
          recoveryPoint,
          error: jobError(end.job),
          next: [],
        },
        exit: exitOfJob(end.job),
      };
    }
  }
}

/** Why a job is watched no longer, and how to go on watching it. */
function resuming(
  reason: AzbackupError,
  next: readonly string[],
): NonNullable<BackupNowItem['error']> {
  const error = itemError(reason);
  return { ...error, fix: [...error.fix, ...next] };
}

/** What a job tells, in the document's words. */
function stateOf(
  job: BackupJob | undefined,
): Partial<
  Pick<BackupNowItem, 'status' | 'startTime' | 'endTime' | 'seconds' | 'tasks' | 'properties'>
> {
  return job === undefined
    ? {}
    : {
        status: job.unknownStatus ?? job.status,
        startTime: job.startTime,
        endTime: job.endTime ?? null,
        seconds: job.durationSeconds ?? null,
        tasks: taskDocuments(job),
        properties: { ...job.properties },
      };
}

/**
 * The point that a job made: the first that is dated after its start (recorded: some seconds after). Null
 * where there is none, and where points may not be read: the backup is taken all the same.
 */
async function pointOf(
  context: CommandContext,
  { vault, vmId }: BackupCandidate,
  job: BackupJob,
): Promise<BackupNowItem['recoveryPoint']> {
  if (job.status !== 'Completed' && job.status !== 'CompletedWithWarnings') {
    return null;
  }
  try {
    const points = await untilAborted(
      context.signal,
      (await context.services.backup()).recoveryPoints(vault.id, vmId, {
        since: job.startTime,
        isExtra: true,
      }),
    );
    const made = points.findLast(
      ({ time }) => job.endTime === undefined || !isBefore(job.endTime, time),
    );
    return made === undefined ? null : { name: made.name, time: made.time };
  } catch (error) {
    if (error instanceof AzbackupError || context.signal.aborted) {
      return null;
    }
    throw error;
  }
}

function baseItem({ vmId, name, vault, evaluated }: BackupCandidate): BackupNowItem {
  return {
    vm: resourceDocument(vmId, name),
    outcome: 'failed',
    vault: resourceDocument(vault.id, vault.name),
    joined: false,
    operationId: null,
    jobId: null,
    status: null,
    expiry: null,
    recoveryPoint: null,
    startTime: null,
    endTime: null,
    seconds: null,
    tasks: [],
    properties: {},
    changes: [],
    findings:
      evaluated?.status === 'evaluated' ? findingDocuments(evaluated.evaluation.findings) : [],
    error: null,
    next: [],
  };
}
