// Starts the operation of Azure Backup that changes a protected item, and waits for its end.

import type { CommandContext } from '../../commands/context.js';
import type { Operation } from '../../services/services.js';
import type { StepExecution, StepReporter } from '../apply.js';
import { followOperation } from '../followed-operation.js';
import { operationError } from '../operation-error.js';
import type { WaitPolicy } from '../waiting/wait-with-deadline.js';
import { startWhenFree } from './start-when-free.js';
import type { ProtectionStep } from './step.js';

/**
 * Executes a step.
 * @throws AzbackupError when Azure refuses the request, or fails the operation that it had accepted
 */
export async function executeProtectionStep(
  context: CommandContext,
  step: ProtectionStep,
  reporter: StepReporter,
  choice: WaitPolicy,
): Promise<StepExecution> {
  const operation = await startWhenFree(context, step, { reporter, choice }, () =>
    startOperation(context, step),
  );
  if (operation === 'already-so') {
    return { status: 'done' };
  }
  if (!choice.wait) {
    reporter.accepted(operation.id);
    return { status: 'running', operationId: operation.id, reason: 'no-wait' };
  }
  return followOperation(context, operation, {
    reporter,
    deadlineMilliseconds: choice.deadlineMilliseconds,
    failure: (outcome) => operationError(step, outcome),
  });
}

async function startOperation(context: CommandContext, step: ProtectionStep): Promise<Operation> {
  const backup = await context.services.backup();
  const { vaultId, vmId, approvals } = step;
  switch (step.kind) {
    case 'undelete':
      return backup.undelete(vaultId, vmId, approvals);
    case 'stop':
      return backup.stop(vaultId, vmId, step.retention, approvals);
    case 'delete-data':
      return backup.deleteData(vaultId, vmId, approvals);
    case 'protect':
    case 'resume':
    case 'change-policy':
      return backup.protect(vaultId, vmId, step.policyId, approvals);
  }
}
