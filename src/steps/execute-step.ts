// Turns one step of a plan into calls to the services and waits for what Azure makes of it.

import { forKind, type ByKind } from '../domain/by-kind.js';
import type { StepExecution, StepReporter } from './apply.js';
import type { Step } from './plan.js';
import type { Operation, WaitOptions } from '../services/services.js';
import { cancelJob } from './cancel-job.js';
import type { CommandContext } from '../commands/context.js';
import { followOperation } from './followed-operation.js';
import { waitWithDeadline, type WaitLimit, type WaitPolicy } from './waiting/wait-with-deadline.js';
import { changePolicy } from './execute-policy-step.js';
import { createJobReader } from './job-watch/reader.js';
import { startBackup } from './start-backup.js';
import { operationError } from './operation-error.js';
import { startWhenFree } from './start-when-free.js';

/** Steps that start an operation of Azure Backup. */
export type ProtectionStep = Extract<
  Step,
  {
    readonly kind: 'protect' | 'resume' | 'change-policy' | 'undelete' | 'stop' | 'delete-data';
  }
>;

/** What carrying out a step needs besides the step. */
type Execution = [context: CommandContext, reporter: StepReporter, choice: WaitPolicy];

/**
 * Key material, and what a restore has made, are no part of a plan: only who holds them can carry these out
 * (execute-key-step.ts, execute-restore-step.ts).
 */
function needsMore({ kind }: Step): never {
  throw new RangeError(`${kind} cannot be carried out by itself`);
}

const EXECUTORS: ByKind<Step, Execution, Promise<StepExecution>> = {
  'put-role-definition': putRoleDefinition,
  'put-role-assignment': putRoleAssignment,
  'delete-role-assignment': async (step, context) => {
    await (await context.services.roles()).deleteAssignment(step.scope, step.assignmentGuid);
    return { status: 'done' };
  },
  'add-access-policy': changeAccessPolicy,
  'remove-access-policy': changeAccessPolicy,
  'create-vault': createVault,
  'set-vault-redundancy': async (step, context, reporter, choice) => {
    const vaults = await context.services.recoveryVaults();
    return waitForVault(context, reporter, choice, (options) =>
      vaults.setRedundancy(step.target, step, options),
    );
  },
  'set-soft-delete-days': async (step, context) => {
    const { settings } = await context.services.backup();
    await settings.setSoftDelete(step.target, { retentionDays: step.days });
    return { status: 'done' };
  },
  protect: runProtection,
  resume: runProtection,
  'change-policy': runProtection,
  undelete: runProtection,
  stop: runProtection,
  'delete-data': runProtection,
  backup: (step, context, reporter, choice) =>
    startBackup(context, createJobReader(context), step, { reporter, choice }),
  'cancel-job': (step, context, reporter, choice) =>
    cancelJob(context, step, reporter, choice.deadlineMilliseconds),
  'put-policy': (step, context, reporter, choice) => changePolicy(context, step, reporter, choice),
  'delete-policy': (step, context, reporter, choice) =>
    changePolicy(context, step, reporter, choice),
  'recover-key': needsMore,
  'recover-secret': needsMore,
  'restore-key': needsMore,
  'restore-secret': needsMore,
  'set-secret': needsMore,
  'restore-disks': needsMore,
  'set-disk-encryption': needsMore,
  'create-interface': needsMore,
  'create-machine': needsMore,
  'put-ade-extension': needsMore,
  'delete-staging': needsMore,
};

/**
 * Executes a step.
 * @throws AzbackupError when Azure refuses the request, or fails the operation that it had accepted
 */
export async function executeStep(
  context: CommandContext,
  step: Step,
  reporter: StepReporter,
  choice: WaitPolicy,
): Promise<StepExecution> {
  return forKind(EXECUTORS, step, context, reporter, choice);
}

async function putRoleDefinition(
  step: Step & { readonly kind: 'put-role-definition' },
  context: CommandContext,
): Promise<StepExecution> {
  await (
    await context.services.roles()
  ).putDefinition(step.subscriptionId, {
    name: step.roleGuid,
    roleName: step.roleName,
    description: step.description,
    assignableScopes: step.assignableScopes,
    dataActions: step.dataActions,
  });
  return { status: 'done' };
}

async function putRoleAssignment(
  step: Step & { readonly kind: 'put-role-assignment' },
  context: CommandContext,
): Promise<StepExecution> {
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

async function changeAccessPolicy(
  step: Step & { readonly kind: 'add-access-policy' | 'remove-access-policy' },
  context: CommandContext,
): Promise<StepExecution> {
  const keyVaults = await context.services.keyVaults();
  const { tenantId, principalId: objectId, keys, secrets } = step;
  const policy = { tenantId, objectId, keys, secrets };
  await (step.kind === 'add-access-policy'
    ? keyVaults.addAccessPolicy(step.target, policy)
    : keyVaults.removeAccessPolicy(step.target, policy));
  return { status: 'done' };
}

async function createVault(
  step: Step & { readonly kind: 'create-vault' },
  context: CommandContext,
  reporter: StepReporter,
  choice: WaitPolicy,
): Promise<StepExecution> {
  const vaults = await context.services.recoveryVaults();
  return waitForVault(context, reporter, choice, (options) =>
    vaults.create(step.target, step.location, options, step),
  );
}

async function waitForVault(
  context: CommandContext,
  reporter: StepReporter,
  choice: WaitPolicy,
  send: (options: WaitOptions) => Promise<unknown>,
): Promise<StepExecution> {
  const ending = await waitWithDeadline(context, limitOf(choice, reporter), send);
  return ending === 'timeout' || ending === 'interrupted'
    ? { status: 'running', reason: ending }
    : { status: 'done' };
}

function limitOf({ deadlineMilliseconds }: WaitPolicy, reporter: StepReporter): WaitLimit {
  return {
    deadlineMilliseconds,
    onWaiting: (nextPollSeconds) => reporter.waiting(nextPollSeconds),
  };
}

async function runProtection(
  step: ProtectionStep,
  context: CommandContext,
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
