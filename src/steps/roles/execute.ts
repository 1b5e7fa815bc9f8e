// Writes roles, assignments and access policies.

import type { CommandContext } from '../../commands/context.js';
import type { StepExecution } from '../apply.js';
import type { AccessPolicyStep, RoleDefinitionStep, RoleStep } from './step.js';

/** Executes a step. @throws AzbackupError when Azure refuses */
export async function executeRoleStep(
  context: CommandContext,
  step: RoleStep,
): Promise<StepExecution> {
  await send(context, step);
  return { status: 'done' };
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
