// Carries out a step that changes a backup policy, waits until its items have followed, and reads it back.

import type { StepExecution, StepReporter } from '../apply.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { suggestionFor } from '../../errors/suggestions.js';
import type { PolicyStep } from './step.js';
import type { Operation, OperationOutcome } from '../../services/services.js';
import type { CommandContext } from '../../commands/context.js';
import type { WaitPolicy } from '../../domain/time/wait-policy.js';
import { confirmEndState } from '../end-state.js';
import { followOperation } from '../followed-operation.js';
import { policyEndState } from './end-state.js';

interface Change {
  readonly step: PolicyStep;
  readonly reporter: StepReporter;
  readonly choice: WaitPolicy;
}

/**
 * Executes the step. Azure answers at once where no item has the policy.
 * @throws AzbackupError when Azure refuses the request, or fails the operation that it had accepted,
 * or does not show what it is said to have done
 */
export async function executePolicyStep(
  context: CommandContext,
  step: PolicyStep,
  reporter: StepReporter,
  choice: WaitPolicy,
): Promise<StepExecution> {
  const operation = await start(context, step);
  const execution = await ended(context, operation, { step, reporter, choice });
  const { deadlineMilliseconds } = choice;
  const confirming = { reporter, deadlineMilliseconds };
  return confirmEndState(context, execution, policyEndState(context, step), confirming);
}

/** An answer without an operation is of a change that is made. */
async function ended(
  context: CommandContext,
  operation: Operation,
  { step, reporter, choice: { wait, deadlineMilliseconds } }: Change,
): Promise<StepExecution> {
  if (operation.id === '') {
    return { status: 'done' };
  }
  if (!wait) {
    reporter.accepted(operation.id);
    return { status: 'running', operationId: operation.id, reason: 'no-wait' };
  }
  return followOperation(context, operation, {
    reporter,
    deadlineMilliseconds,
    failure: (outcome) => failure(step, outcome),
  });
}

async function start(context: CommandContext, step: PolicyStep): Promise<Operation> {
  const backup = await context.services.backup();
  if (step.kind === 'delete-policy') {
    return backup.deletePolicy(step.vaultId, step.policyName);
  }
  const { vaultId, policyName, terms, timesDate, approvals = [] } = step;
  return backup.putPolicy(vaultId, policyName, terms, { timesDate, approvals });
}

function failure(
  step: PolicyStep,
  outcome: Exclude<OperationOutcome, { status: 'succeeded' }>,
): AzbackupError {
  const { policyName, target } = step;
  if (outcome.status === 'canceled') {
    return new AzbackupError({
      code: 'AZB_OPERATION_CANCELED',
      kind: 'azure-failed',
      message: `the change of the backup policy ${policyName} was cancelled in Azure`,
      target,
    });
  }
  const suggestion = suggestionFor(outcome.code);
  return new AzbackupError({
    code: 'AZB_OPERATION_FAILED',
    kind: 'azure-failed',
    message: `Azure accepted the change of the backup policy ${policyName} and then failed it: ${outcome.code}`,
    target,
    azureCode: outcome.code,
    causes: [outcome.message, ...(suggestion === undefined ? [] : [suggestion.meaning])],
    ...(suggestion === undefined ? {} : { fix: suggestion.fix, docs: suggestion.docs }),
  });
}
