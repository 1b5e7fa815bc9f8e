// Starts a backup of a machine, or joins the one that is running: Azure takes one at a time and refuses a
// second one, in one of two ways.

import { isJobOf } from '../../domain/jobs/job-outcome.js';
import { addSeconds, instantOf, isBefore, type Instant } from '../../domain/time/instant.js';
import { nameOf } from '../../domain/resource-id.js';
import type { BackupJob } from '../../domain/vaults/recovery-services.js';
import type { StepExecution, StepReporter } from '../apply.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { BackupStep } from './step.js';
import type { Intent } from '../intents/intent.js';
import type { Operation } from '../../services/services.js';
import type { CommandContext } from '../../commands/context.js';
import type { WaitPolicy } from '../../domain/time/wait-policy.js';
import type { JobReader } from '../job-watch/reader.js';
import { missingJob } from '../followed-operation.js';
import { operationError } from '../operation-error.js';
import { startJob, type StartedJob } from './start-job.js';
import { deadlineWithin } from '../waiting/repeat-until.js';
import { CLOCK_SKEW_SECONDS } from '../waiting/send-safely.js';

/** Documentation: troubleshoot Azure Backup failure: Issues with the agent or extension. */
const BACKUP_RUNNING = 'usererrorbackupoperationinprogress';
/** Another change of the item is under way; see `startWhenFree`. */
const ITEM_BUSY = 'bmsusererrorconflictingprotectionoperation';

/** Changes of protection were recorded to take at most two minutes. */
const MAX_BUSY_SECONDS = 600;

/** Whoever asks for a backup later than this after an earlier one means another. */
const SAME_BACKUP_SECONDS = 900;

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
  { reporter, choice }: Waiting,
): Promise<StepExecution> {
  const { vaultId, vmId, expiry } = step;
  return startJob(
    context,
    {
      intent: { kind: step.kind, vaultId, vmId, details: { expiry } },
      earlier: await unknownBackup(context, step),
      what: `the backup of ${nameOf(vmId)}`,
      send: () => sendOrJoin(context, reader, step),
      find: (intent) => backupOf(reader, intent),
      // A backup that goes on will be listed; other changes are waited for where the command waits at all.
      retryOn: (error) => isBusy(error) && (choice.wait || azureCodeOf(error) === BACKUP_RUNNING),
      isUnderWay: isBusy,
      failure: (outcome) => operationError(step, outcome),
      missing: () => missingJob('backup', step),
    },
    {
      reporter,
      deadlineMilliseconds: choice.wait ? choice.deadlineMilliseconds : undefined,
      sendUntilMilliseconds: deadlineWithin(
        context.clock.now(),
        MAX_BUSY_SECONDS,
        choice.deadlineMilliseconds,
      ),
    },
  );
}

/** One that was asked for minutes ago, by a run that has not learnt its job. */
async function unknownBackup(
  { journal, clock }: CommandContext,
  { kind, vaultId, vmId }: BackupStep,
): Promise<Intent | undefined> {
  const [newest] = await journal.find({ kinds: [kind], vaultId, vmId });
  const since = addSeconds(instantOf(clock.now()), -SAME_BACKUP_SECONDS);
  return newest === undefined || newest.jobId !== undefined || isBefore(newest.sentTime, since)
    ? undefined
    : newest;
}

async function sendOrJoin(
  context: CommandContext,
  reader: JobReader,
  { vaultId, vmId, expiry }: BackupStep,
): Promise<Operation | StartedJob> {
  const backup = await context.services.backup();
  try {
    return await backup.backupNow(vaultId, vmId, expiry);
  } catch (error) {
    const running = isBusy(error) ? await runningBackup(reader, { vaultId, vmId }) : undefined;
    if (running === undefined) {
      throw error;
    }
    return { status: 'done', jobId: running.jobId, joined: true };
  }
}

/** The backup of a machine that goes on, as far as Azure lists it. */
async function runningBackup(
  reader: JobReader,
  { vaultId, vmId }: Pick<BackupStep, 'vaultId' | 'vmId'>,
): Promise<BackupJob | undefined> {
  const running = await reader.jobs(vaultId, { operation: 'Backup', status: 'InProgress' });
  return running.find((job) => isJobOf(job, vmId));
}

/** The job of a request: one that began after it was sent; one that went on before has kept it from being begun. */
async function backupOf(
  reader: JobReader,
  { vaultId, vmId, sentTime }: Intent,
): Promise<StartedJob | undefined> {
  const since: Instant = addSeconds(sentTime, -CLOCK_SKEW_SECONDS);
  const listed = await reader.jobs(vaultId, { operation: 'Backup', since });
  const ours = listed.find((job) => isJobOf(job, vmId) && !isBefore(job.startTime, since));
  if (ours !== undefined) {
    return { status: 'done', jobId: ours.jobId };
  }
  const other = await runningBackup(reader, { vaultId, vmId });
  return other === undefined ? undefined : { status: 'done', jobId: other.jobId, joined: true };
}

function azureCodeOf(error: unknown): string {
  return error instanceof AzbackupError ? (error.fields.azureCode ?? '').toLowerCase() : '';
}

function isBusy(error: unknown): boolean {
  const code = azureCodeOf(error);
  return code === BACKUP_RUNNING || code === ITEM_BUSY;
}
