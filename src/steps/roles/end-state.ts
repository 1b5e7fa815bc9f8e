// What is true of roles, assignments and access policies once a step on them is done.

import { policiesFor } from '../../domain/protection/backup-grant.js';
import { idKey, nameOf, sameId, sameName } from '../../domain/resource-id.js';
import type { CommandContext } from '../../commands/context.js';
import type { EndState } from '../end-state.js';
import type { AccessPolicyStep, RoleDefinitionStep, RoleStep } from './step.js';

/** Roles and principals reach the parts of Azure one after the other; that is over within so many seconds. */
export const REPLICATION_SECONDS = 120;

/** A step that gives or takes a role. */
type AssignmentStep = Extract<
  RoleStep,
  { readonly kind: 'put-role-assignment' | 'delete-role-assignment' }
>;

/** The end state of a step. */
export function roleEndState(context: Pick<CommandContext, 'services'>, step: RoleStep): EndState {
  return {
    target: step.target,
    fix: [showCommand(step)],
    visibleWithinSeconds: REPLICATION_SECONDS,
    mismatch: () => mismatchOf(context, step),
  };
}

function showCommand(step: RoleStep): string {
  switch (step.kind) {
    case 'put-role-definition':
      return `az role definition list --name ${step.roleGuid} --subscription ${step.subscriptionId}`;
    case 'put-role-assignment':
    case 'delete-role-assignment':
      return `az role assignment list --scope ${step.scope} --assignee ${step.principalId}`;
    case 'add-access-policy':
    case 'remove-access-policy':
      return `az keyvault show --name ${nameOf(step.target)} --query properties.accessPolicies`;
  }
}

function mismatchOf(
  context: Pick<CommandContext, 'services'>,
  step: RoleStep,
): Promise<string | undefined> {
  switch (step.kind) {
    case 'put-role-definition':
      return definitionMismatch(context, step);
    case 'put-role-assignment':
    case 'delete-role-assignment':
      return assignmentMismatch(context, step);
    case 'add-access-policy':
    case 'remove-access-policy':
      return accessPolicyMismatch(context, step);
  }
}

async function definitionMismatch(
  { services }: Pick<CommandContext, 'services'>,
  { target, roleName, dataActions, assignableScopes }: RoleDefinitionStep,
): Promise<string | undefined> {
  const role = await (await services.roles()).definition(target);
  if (role === undefined) {
    return `the role ${roleName} does not exist`;
  }
  const has = lowerCase(role.permissions.flatMap((permission) => permission.dataActions));
  const scopes = new Set(role.assignableScopes.map((scope) => idKey(scope)));
  const lacking = [
    ...dataActions.filter((action) => !has.has(action.toLowerCase())),
    ...assignableScopes.filter((scope) => !scopes.has(idKey(scope))),
  ];
  return lacking.length === 0 ? undefined : `the role ${roleName} lacks ${lacking.join(', ')}`;
}

async function assignmentMismatch(
  { services }: Pick<CommandContext, 'services'>,
  step: AssignmentStep,
): Promise<string | undefined> {
  const { scope, principalId, roleName } = step;
  const assignments = await (await services.roles()).assignmentsOf(principalId, scope);
  const own = assignments.filter((each) => sameId(each.scope, scope));
  if (step.kind === 'delete-role-assignment') {
    return own.some(({ name }) => sameName(name, step.assignmentGuid))
      ? `${roleName} is still assigned on ${nameOf(scope)}`
      : undefined;
  }
  // An equal assignment may be there under another name.
  const given = own.some(
    (each) =>
      sameName(each.principalId, principalId) &&
      sameName(nameOf(each.roleDefinitionId), nameOf(step.roleDefinitionId)),
  );
  return given ? undefined : `${roleName} is not assigned on ${nameOf(scope)}`;
}

async function accessPolicyMismatch(
  { services }: Pick<CommandContext, 'services'>,
  { kind, target, principalId, keys, secrets }: AccessPolicyStep,
): Promise<string | undefined> {
  const vault = await (await services.keyVaults()).get(target);
  if (vault === undefined) {
    return `the key vault ${nameOf(target)} does not exist`;
  }
  const held = policiesFor(vault, { objectId: principalId });
  const heldKeys = lowerCase(held.flatMap((policy) => policy.keys));
  const heldSecrets = lowerCase(held.flatMap((policy) => policy.secrets));
  const adds = kind === 'add-access-policy';
  const isWrong = (words: ReadonlySet<string>, word: string): boolean =>
    adds ? !words.has('all') && !words.has(word.toLowerCase()) : words.has(word.toLowerCase());
  const wrong = [
    ...keys.filter((word) => isWrong(heldKeys, word)).map((word) => `keys ${word}`),
    ...secrets.filter((word) => isWrong(heldSecrets, word)).map((word) => `secrets ${word}`),
  ];
  const verb = adds ? 'does not give' : 'still gives';
  return wrong.length === 0
    ? undefined
    : `the access policy of ${nameOf(target)} ${verb} ${wrong.join(', ')}`;
}

function lowerCase(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map((word) => word.toLowerCase()));
}
