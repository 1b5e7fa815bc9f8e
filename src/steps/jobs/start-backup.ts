// Starts a backup of a machine, or joins the one that is running: Azure takes one at a time and refuses a
// second one, in one of two ways.

import { isJobOf } from '../../domain/jobs/job-outcome.js';
import { millisecondsOf } from '../../domain/time/instant.js';
import type { BackupJob } from '../../domain/vaults/recovery-services.js';
import type { StepExecution, StepReporter } from '../apply.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { BackupStep } from './step.js';
import type { Operation } from '../../services/services.js';
import type { CommandContext } from '../../commands/context.js';
import type { WaitPolicy } from '../waiting/wait-with-deadline.js';
import type { JobReader } from '../job-watch/reader.js';
import { followOperation, missingJob } from '../followed-operation.js';
import { operationError } from '../operation-error.js';
import { deadlineWithin } from '../waiting/repeat-until.js';
import { CLOCK_SKEW_SECONDS, sendSafely } from '../waiting/send-safely.js';

/** Documentation: troubleshoot Azure Backup failure: Issues with the agent or extension. */
const BACKUP_RUNNING = 'usererrorbackupoperationinprogress';
/** Another change of the item is under way; see `startWhenFree`. */
const ITEM_BUSY = 'bmsusererrorconflictingprotectionoperation';

/** Changes of protection were recorded to take at most two minutes. */
const MAX_BUSY_SECONDS = 600;

/** What goes with the step: whom to tell, and how long to wait. */
interface Waiting {
  readonly reporter: StepReporter;
  readonly choice: WaitPolicy;
}

/**
 * Starts the backup and learns its job, which takes seconds; the job itself is not waited for.
 * @throws AzbackupError when Azure refuses, or is busy with something else for too long
 */
export async function startBackup(
  context: CommandContext,
  reader: JobReader,
  step: BackupStep,
  waiting: Waiting,
): Promise<StepExecution> {
  const started = context.clock.now();
  const { reporter, choice } = waiting;
  const running = async (ours: boolean): Promise<StepExecution | undefined> => {
    const job = await runningBackup(reader, step);
    return job === undefined ? undefined : joined(job, ours ? started : undefined);
  };
  return sendSafely(context, {
    send: async () => {
      try {
        return await startOnce(context, step, waiting);
      } catch (error) {
        const other = isBusy(error) ? await running(false) : undefined;
        if (other === undefined) {
          throw error;
        }
        return other;
      }
    },
    find: () => running(true),
    retryOn: (error) => choice.wait && isBusy(error),
    deadlineMilliseconds: deadlineWithin(started, MAX_BUSY_SECONDS, choice.deadlineMilliseconds),
    onWaiting: (seconds) => reporter.waiting(seconds),
  });
}

/** A job that began after the request was sent for the first time is what came of it. */
function joined(job: BackupJob, sentMilliseconds: number | undefined): StepExecution {
  const ours =
    sentMilliseconds !== undefined &&
    millisecondsOf(job.startTime) > sentMilliseconds - CLOCK_SKEW_SECONDS * 1000;
  return { status: 'done', jobId: job.jobId, ...(ours ? {} : { joined: true as const }) };
}

async function startOnce(
  context: CommandContext,
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
