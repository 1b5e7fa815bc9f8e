// Writes roles, assignments and access policies.

import type { CommandContext } from '../../commands/context.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { StepExecution, StepReporter } from '../apply.js';
import { deadlineWithin, repeatUntil } from '../waiting/repeat-until.js';
import { REPLICATION_SECONDS } from './end-state.js';
import type { AccessPolicyStep, RoleDefinitionStep, RoleStep } from './step.js';

const RETRY_INTERVAL_SECONDS = 10;

/** What Azure says of a role or a principal that it does not see yet, or not everywhere. */
const NOT_REPLICATED = /^(?:RoleDefinitionDoesNotExist|PrincipalNotFound)$/iu;

/**
 * Executes a step. Whoever asks for it looks at its end state: by itself, or at all that it is for.
 * @throws AzbackupError when Azure refuses
 */
export async function executeRoleStep(
  context: CommandContext,
  step: RoleStep,
  reporter: StepReporter,
  deadlineMilliseconds?: number,
): Promise<StepExecution> {
  await repeatUntil(context, () => send(context, step), {
    every: RETRY_INTERVAL_SECONDS,
    deadlineMilliseconds: deadlineWithin(
      context.clock.now(),
      REPLICATION_SECONDS,
      deadlineMilliseconds,
    ),
    retryOn: isNotReplicated,
    onWaiting: (seconds) => reporter.waiting(seconds),
  });
  return { status: 'done' };
}

function isNotReplicated(error: unknown): boolean {
  return error instanceof AzbackupError && NOT_REPLICATED.test(error.fields.azureCode ?? '');
}

async function send(context: CommandContext, step: RoleStep): Promise<void> {
  switch (step.kind) {
    case 'put-role-definition':
      return putDefinition(context, step);
    case 'put-role-assignment': {
      const { scope, assignmentGuid: name, roleDefinitionId, principalId } = step;
      const roles = await context.services.roles();
      return roles.putAssignment({ scope, name, roleDefinitionId, principalId });
    }
    case 'delete-role-assignment':
      return (await context.services.roles()).deleteAssignment(step.scope, step.assignmentGuid);
    case 'add-access-policy':
    case 'remove-access-policy':
      return changeAccessPolicy(context, step);
  }
}

async function putDefinition(context: CommandContext, step: RoleDefinitionStep): Promise<void> {
  const { subscriptionId, roleGuid: name } = step;
  const { roleName, description, assignableScopes, dataActions } = step;
  const definition = { name, roleName, description, assignableScopes, dataActions };
  await (await context.services.roles()).putDefinition(subscriptionId, definition);
}

async function changeAccessPolicy(context: CommandContext, step: AccessPolicyStep): Promise<void> {
  const keyVaults = await context.services.keyVaults();
  const { tenantId, principalId: objectId, keys, secrets } = step;
  const policy = { tenantId, objectId, keys, secrets };
  await (step.kind === 'add-access-policy'
    ? keyVaults.addAccessPolicy(step.target, policy)
    : keyVaults.removeAccessPolicy(step.target, policy));
}
