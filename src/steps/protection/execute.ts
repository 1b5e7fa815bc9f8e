// Starts the operation of Azure Backup that changes a protected item, waits for its end, and reads the item back.

import type { CommandContext } from '../../commands/context.js';
import type { ProtectedItem } from '../../domain/vaults/recovery-services.js';
import type { Operation } from '../../services/services.js';
import type { StepExecution, StepReporter } from '../apply.js';
import { confirmEndState, type Confirming } from '../end-state.js';
import { followOperation } from '../followed-operation.js';
import { operationError } from '../operation-error.js';
import type { WaitPolicy } from '../waiting/wait-with-deadline.js';
import { protectionEndState } from './end-state.js';
import { startWhenFree } from './start-when-free.js';
import type { ProtectionStep } from './step.js';

/**
 * Executes a step.
 * @throws AzbackupError when Azure refuses the request, or fails the operation that it had accepted,
 * or does not show what it is said to have done
 */
export async function executeProtectionStep(
  context: CommandContext,
  step: ProtectionStep,
  reporter: StepReporter,
  choice: WaitPolicy,
): Promise<StepExecution> {
  const { deadlineMilliseconds } = choice;
  const operation = await startWhenFree(context, step, { reporter, choice }, () =>
    startOperation(context, step),
  );
  if (operation === 'already-so') {
    return readBack(context, step, { status: 'done' }, { reporter, deadlineMilliseconds });
  }
  if (!choice.wait) {
    reporter.accepted(operation.id);
    return { status: 'running', operationId: operation.id, reason: 'no-wait' };
  }
  const execution = await followOperation(context, operation, {
    reporter,
    deadlineMilliseconds,
    failure: (outcome) => operationError(step, outcome),
  });
  return readBack(context, step, execution, { reporter, deadlineMilliseconds });
}

async function readBack(
  context: CommandContext,
  step: ProtectionStep,
  execution: StepExecution,
  confirming: Confirming,
): Promise<StepExecution> {
  let item: ProtectedItem | undefined;
  const endState = protectionEndState(context, step, (read) => {
    item = read;
  });
  const ended = await confirmEndState(context, execution, endState, confirming);
  return ended.status === 'done' ? { ...ended, readBack: { item } } : ended;
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
