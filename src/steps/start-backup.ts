// Starts a backup of a machine, or joins the one that is running: Azure takes one at a time and refuses a
// second one, in one of two ways.

import { isJobOf } from '../domain/jobs/job-outcome.js';
import { millisecondsOf } from '../domain/time/instant.js';
import type { BackupJob } from '../domain/vaults/recovery-services.js';
import type { StepExecution, StepReporter } from './apply.js';
import { AzbackupError } from '../errors/azbackup-error.js';
import type { Step } from './plan.js';
import type { Operation } from '../services/services.js';
import type { WorkflowContext } from '../commands/context.js';
import type { WaitChoice } from './execute-step.js';
import type { JobReader } from './job-watch/reader.js';
import { followOperation, missingJob } from './followed-operation.js';
import { operationError } from './operation-error.js';

type BackupStep = Step & { readonly kind: 'backup' };

/** Documentation: Troubleshoot Azure Backup failure: Issues with the agent or extension. */
const BACKUP_RUNNING = 'usererrorbackupoperationinprogress';
/** Another change of the item is under way; see `startWhenFree`. */
const ITEM_BUSY = 'bmsusererrorconflictingprotectionoperation';

const PAUSE_SECONDS = 15;
/** Changes of protection were recorded to take at most two minutes. */
const LONGEST_WAIT_SECONDS = 600;
/** Requests whose answer was lost are sent so often, after a look at whether they had been carried out. */
const MOST_LOST_ANSWERS = 3;
/** Azure dates a job up to so much before its request was sent, as clocks differ. */
const CLOCK_DIFFERENCE_SECONDS = 120;

/** What goes with the step: whom to tell, and how long to wait. */
interface Waiting {
  readonly reporter: StepReporter;
  readonly choice: WaitChoice;
}

/**
 * Starts the backup and learns its job, which takes seconds; the job itself is not waited for.
 * @throws AzbackupError when Azure refuses, or is busy with something else for too long
 */
export async function startBackup(
  context: WorkflowContext,
  reader: JobReader,
  step: BackupStep,
  waiting: Waiting,
): Promise<StepExecution> {
  const { clock, signal } = context;
  const begun = clock.now();
  const patience = waiting.choice.wait ? LONGEST_WAIT_SECONDS : 0;
  const end = Math.min(
    begun + patience * 1000,
    waiting.choice.deadlineMilliseconds ?? Number.POSITIVE_INFINITY,
  );
  for (let lost = 0; ;) {
    try {
      return await startOnce(context, step, waiting);
    } catch (error) {
      lost += isLostAnswer(error) ? 1 : 0;
      if (!(isBusy(error) || isLostAnswer(error))) {
        throw error;
      }
      if (isLostAnswer(error)) {
        await clock.sleep(PAUSE_SECONDS, signal);
      }
      const running = await runningBackup(reader, step);
      if (running !== undefined) {
        return joined(running, isLostAnswer(error) ? begun : undefined);
      }
      const late = isBusy(error) && clock.now() + PAUSE_SECONDS * 1000 > end;
      if (late || lost >= MOST_LOST_ANSWERS) {
        throw error;
      }
    }
    waiting.reporter.waiting(PAUSE_SECONDS);
    await clock.sleep(PAUSE_SECONDS, signal);
  }
}

/** A job that began after the request was sent for the first time is what came of it. */
function joined(job: BackupJob, sentMilliseconds: number | undefined): StepExecution {
  const ours =
    sentMilliseconds !== undefined &&
    millisecondsOf(job.startTime) > sentMilliseconds - CLOCK_DIFFERENCE_SECONDS * 1000;
  return { status: 'done', jobId: job.jobId, ...(ours ? {} : { joined: true as const }) };
}

async function startOnce(
  context: WorkflowContext,
  step: BackupStep,
  { reporter, choice }: Waiting,
): Promise<StepExecution> {
  const backup = await context.services.backup();
  const operation: Operation = await backup.backupNow(step.vaultId, step.vmId, step.expiry);
  const end = await followOperation(context, operation, {
    reporter,
    deadlineMilliseconds: choice.wait ? choice.deadlineMilliseconds : undefined,
    failure: (outcome) => operationError(step, outcome),
  });
  if (end.status === 'done' && end.jobId === undefined) {
    throw missingJob('backup', step);
  }
  return end;
}

/** The backup of a machine that goes on, as far as Azure lists it. */
async function runningBackup(
  reader: JobReader,
  { vaultId, vmId }: Pick<BackupStep, 'vaultId' | 'vmId'>,
): Promise<BackupJob | undefined> {
  const running = await reader.jobs(vaultId, { operation: 'Backup', status: 'InProgress' });
  return running.find((job) => isJobOf(job, vmId));
}

function isBusy(error: unknown): boolean {
  const code = error instanceof AzbackupError ? (error.fields.azureCode ?? '').toLowerCase() : '';
  return code === BACKUP_RUNNING || code === ITEM_BUSY;
}

/** Nobody knows whether Azure has carried out a request that it did not answer; a throttled one it has not. */
function isLostAnswer(error: unknown): boolean {
  return (
    error instanceof AzbackupError &&
    error.fields.kind === 'unavailable' &&
    error.fields.code !== 'AZB_THROTTLED'
  );
}
