// Has Azure cancel a job. Azure accepts the request and says afterwards, in its operation, when it will not.

import type { StepExecution, StepReporter } from '../apply.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { CancelJobStep } from './step.js';
import type { Operation, OperationOutcome } from '../../services/services.js';
import type { CommandContext } from '../../commands/context.js';
import { waitWithDeadline, type WaitEndReason } from '../waiting/wait-with-deadline.js';

/**
 * Asks, and learns whether Azure does it; the job itself is not waited for.
 * @throws AzbackupError when Azure refuses
 */
export async function cancelJob(
  context: CommandContext,
  step: CancelJobStep,
  reporter: StepReporter,
  deadlineMilliseconds: number | undefined,
): Promise<StepExecution> {
  const backup = await context.services.backup();
  const operation = await backup.cancelJob(step.vaultId, step.jobId);
  reporter.accepted(operation.id);
  const ending = await endOf(context, operation, reporter, deadlineMilliseconds);
  if (typeof ending === 'object' && ending.status === 'failed') {
    throw new AzbackupError({
      code: 'AZB_OPERATION_FAILED',
      kind: 'azure-failed',
      message: `Azure did not cancel job ${step.jobId}, ${step.operation} of ${step.vmName}: ${ending.code}`,
      target: step.jobId,
      azureCode: ending.code,
      causes: [ending.message],
    });
  }
  return { status: 'done', operationId: operation.id, jobId: step.jobId };
}

/** Undefined where the operation cannot be followed: then the job tells what came of it. */
async function endOf(
  context: CommandContext,
  operation: Operation,
  reporter: StepReporter,
  deadlineMilliseconds: number | undefined,
): Promise<OperationOutcome | WaitEndReason | undefined> {
  try {
    return await waitWithDeadline(
      context,
      { deadlineMilliseconds, onWaiting: (seconds) => reporter.waiting(seconds) },
      (options) => operation.wait(options),
    );
  } catch (error) {
    if (error instanceof AzbackupError) {
      return undefined;
    }
    throw error;
  }
}
