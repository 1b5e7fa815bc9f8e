// Turns one step of a plan into calls to the services and waits for what Azure makes of it.

import type { StepExecution, StepReporter } from '../engine/apply.js';
import { AzbackupError } from '../errors/azbackup-error.js';
import { suggestionFor } from '../errors/suggestions.js';
import type { Step } from '../plans/plan.js';
import type { Operation, OperationOutcome } from '../services/services.js';
import type { WorkflowContext } from './context.js';
import { waitLimited, type WaitLimit } from './limited-wait.js';
import { startWhenFree } from './start-when-free.js';

/** How long to wait for what a step has started. */
export interface WaitChoice {
  readonly wait: boolean;
  /** Milliseconds since the epoch at which waiting ends; absent means no end. */
  readonly deadlineMilliseconds?: number;
}

/** Steps that start an operation of Azure Backup. */
export type ProtectionStep = Extract<
  Step,
  { readonly kind: 'protect' | 'resume' | 'change-policy' | 'undelete' }
>;

/**
 * Executes a step.
 * @throws AzbackupError when Azure refuses the request, or fails the operation that it had accepted
 */
export async function executeStep(
  context: WorkflowContext,
  step: Step,
  reporter: StepReporter,
  choice: WaitChoice,
): Promise<StepExecution> {
  switch (step.kind) {
    case 'put-role-definition': {
      await putRoleDefinition(context, step);
      return { status: 'done' };
    }
    case 'put-role-assignment': {
      await (
        await context.services.roles()
      ).putAssignment({
        scope: step.scope,
        name: step.assignmentGuid,
        roleDefinitionId: step.roleDefinitionId,
        principalId: step.principalId,
      });
      return { status: 'done' };
    }
    case 'delete-role-assignment': {
      await (await context.services.roles()).deleteAssignment(step.scope, step.assignmentGuid);
      return { status: 'done' };
    }
    case 'add-access-policy':
    case 'remove-access-policy': {
      await changeAccessPolicy(context, step);
      return { status: 'done' };
    }
    case 'create-vault': {
      return createVault(context, step, reporter, choice);
    }
    case 'protect':
    case 'resume':
    case 'change-policy':
    case 'undelete': {
      return runProtection(context, step, reporter, choice);
    }
  }
}

async function putRoleDefinition(
  context: WorkflowContext,
  step: Step & { kind: 'put-role-definition' },
): Promise<void> {
  await (
    await context.services.roles()
  ).putDefinition(step.subscriptionId, {
    name: step.roleGuid,
    roleName: step.roleName,
    description: step.description,
    assignableScopes: step.assignableScopes,
    dataActions: step.dataActions,
  });
}

async function changeAccessPolicy(
  context: WorkflowContext,
  step: Step & { kind: 'add-access-policy' | 'remove-access-policy' },
): Promise<void> {
  const keyVaults = await context.services.keyVaults();
  const { tenantId, principalId: objectId, keys, secrets } = step;
  const policy = { tenantId, objectId, keys, secrets };
  await (step.kind === 'add-access-policy'
    ? keyVaults.addAccessPolicy(step.target, policy)
    : keyVaults.removeAccessPolicy(step.target, policy));
}

async function createVault(
  context: WorkflowContext,
  step: Step & { kind: 'create-vault' },
  reporter: StepReporter,
  choice: WaitChoice,
): Promise<StepExecution> {
  const vaults = await context.services.recoveryVaults();
  const ending = await waitLimited(context, limitOf(choice, reporter), (options) =>
    vaults.create(step.target, step.location, options),
  );
  return ending === 'timeout' || ending === 'interrupted'
    ? { status: 'running', reason: ending }
    : { status: 'done' };
}

function limitOf({ deadlineMilliseconds }: WaitChoice, reporter: StepReporter): WaitLimit {
  return {
    deadlineMilliseconds,
    onWaiting: (nextPollSeconds) => reporter.waiting(nextPollSeconds),
  };
}

async function runProtection(
  context: WorkflowContext,
  step: ProtectionStep,
  reporter: StepReporter,
  choice: WaitChoice,
): Promise<StepExecution> {
  const operation = await startWhenFree(context, step, { reporter, choice }, () =>
    startOperation(context, step),
  );
  if (operation === 'already-so') {
    return { status: 'done' };
  }
  reporter.accepted(operation.id);
  if (!choice.wait) {
    return { status: 'running', operationId: operation.id, reason: 'no-wait' };
  }
  const ending = await waitLimited(context, limitOf(choice, reporter), (options) =>
    operation.wait(options),
  );
  if (ending === 'timeout' || ending === 'interrupted') {
    return { status: 'running', operationId: operation.id, reason: ending };
  }
  if (ending.status !== 'succeeded') {
    throw operationError(step, ending);
  }
  return {
    status: 'done',
    operationId: operation.id,
    ...(ending.jobId === undefined ? {} : { jobId: ending.jobId }),
  };
}

async function startOperation(context: WorkflowContext, step: ProtectionStep): Promise<Operation> {
  const backup = await context.services.backup();
  return step.kind === 'undelete'
    ? backup.undelete(step.vaultId, step.vmId)
    : backup.protect(step.vaultId, step.vmId, step.policyId);
}

/** The error of an operation that Azure accepted and then failed. */
function operationError(
  step: ProtectionStep,
  outcome: Exclude<OperationOutcome, { status: 'succeeded' }>,
): AzbackupError {
  const vm = step.vmId.split('/').at(-1) ?? step.vmId;
  if (outcome.status === 'canceled') {
    return new AzbackupError({
      code: 'AZB_OPERATION_CANCELED',
      kind: 'azure-failed',
      message: `the operation on ${vm} was cancelled in Azure`,
      target: step.vmId,
      fix: [`azbackup status --vm ${vm}`],
    });
  }
  const suggestion = suggestionFor(outcome.code, {
    vm,
    vault: step.vaultId.split('/').at(-1) ?? '',
  });
  return new AzbackupError({
    code: 'AZB_OPERATION_FAILED',
    kind: 'azure-failed',
    message: `Azure accepted the operation on ${vm} and then failed it: ${outcome.code}`,
    target: step.vmId,
    azureCode: outcome.code,
    causes: [outcome.message, ...(suggestion === undefined ? [] : [suggestion.meaning])],
    fix: suggestion?.fix ?? [],
    ...(suggestion?.docs === undefined ? {} : { docs: suggestion.docs }),
  });
}
