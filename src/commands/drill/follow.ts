// Operations of a drill's own, followed to their end.

import type { ResourceId } from '../../domain/resource-id.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { Operation } from '../../services/services.js';
import type { StepReporter } from '../../steps/apply.js';
import { followOperation } from '../../steps/followed-operation.js';
import type { CommandContext } from '../context.js';

/** No operation of a drill's own was seen to take longer; a deletion of a group with key vaults takes the longest. */
const LIMIT_SECONDS = 2 * 3600;

/**
 * Follows an operation.
 * @param what such as `the creation of the network drill-vnet`
 * @throws AzbackupError `AZB_OPERATION_FAILED` (7) with Azure's reason; `AZB_OPERATION_RUNNING` (8) where its end was not seen
 */
export async function followed(
  context: CommandContext,
  operation: Operation,
  {
    what,
    target,
    reporter,
  }: { readonly what: string; readonly target: ResourceId; readonly reporter: StepReporter },
): Promise<void> {
  const end = await followOperation(context, operation, {
    reporter,
    deadlineMilliseconds: context.clock.now() + LIMIT_SECONDS * 1000,
    failure: (outcome) =>
      new AzbackupError({
        code: 'AZB_OPERATION_FAILED',
        kind: 'azure-failed',
        message: `${what} failed${outcome.status === 'failed' ? `: ${outcome.code}` : ''}`,
        target,
        ...(outcome.status === 'failed'
          ? { azureCode: outcome.code, causes: [outcome.message] }
          : {}),
      }),
  });
  if (end.status === 'running') {
    throw new AzbackupError({
      code: 'AZB_OPERATION_RUNNING',
      kind: end.reason === 'interrupted' ? 'interrupted' : 'still-running',
      message: `${what} goes on in Azure`,
      target,
    });
  }
}
