// An operation that Azure has accepted, followed to its end or until the wait for it is given up.

import { nameOf, type ResourceId } from '../domain/resource-id.js';
import type { StepReporter } from './apply.js';
import { afterChange } from '../errors/after-change.js';
import { AzbackupError } from '../errors/azbackup-error.js';
import type { Operation, OperationOutcome } from '../services/services.js';
import type { CommandContext } from '../commands/context.js';
import { waitWithDeadline, type WaitEndReason } from './waiting/wait-with-deadline.js';

/** How long to follow, whom to tell, and what the error of a failure is. */
export interface Following {
  readonly reporter: StepReporter;
  /** Milliseconds since the epoch; undefined means two hours from now. */
  readonly deadlineMilliseconds: number | undefined;
  readonly failure: (
    outcome: Exclude<OperationOutcome, { readonly status: 'succeeded' }>,
  ) => AzbackupError;
}

/** An operation that is over, or that goes on in Azure without being watched. */
export type FollowedOperation =
  | { readonly status: 'running'; readonly operationId: string; readonly reason: WaitEndReason }
  | { readonly status: 'done'; readonly operationId: string; readonly jobId?: string };

/** Follows an operation. @throws AzbackupError what `failure` makes of an operation that did not succeed */
export async function followOperation(
  context: CommandContext,
  operation: Operation,
  { reporter, deadlineMilliseconds, failure }: Following,
): Promise<FollowedOperation> {
  const { id: operationId } = operation;
  reporter.accepted(operationId);
  const onWaiting = (nextPollSeconds: number): void => reporter.waiting(nextPollSeconds);
  const ending = await waitWithDeadline(
    context,
    { deadlineMilliseconds, onWaiting },
    async (options) => {
      try {
        return await operation.wait(options);
      } catch (error) {
        throw afterChange(error);
      }
    },
  );
  if (ending === 'timeout' || ending === 'interrupted') {
    return { status: 'running', operationId, reason: ending };
  }
  if (ending.status !== 'succeeded') {
    throw failure(ending);
  }
  const { jobId } = ending;
  return { status: 'done', operationId, ...(jobId === undefined ? {} : { jobId }) };
}

/** Azure does its work in a job, and has not said in which. */
export function missingJob(
  what: 'backup' | 'restore',
  { vmId, vaultId }: { readonly vmId: ResourceId; readonly vaultId: ResourceId },
): AzbackupError {
  const vm = nameOf(vmId);
  return new AzbackupError({
    code: 'AZB_UNEXPECTED_RESPONSE',
    kind: 'azure-failed',
    message: `Azure accepted the ${what} of ${vm} but returned no job id`,
    target: vmId,
    fix: [`azbackup jobs list --vm ${vm} --vault ${nameOf(vaultId)}`],
  });
}
