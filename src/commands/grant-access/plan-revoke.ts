// What `--revoke` takes back: exactly what this program gives. What others gave stays.

import { valueOf } from '../../domain/fact.js';
import { policiesFor } from '../../domain/protection/backup-grant.js';
import { idKey, sameName } from '../../domain/resource-id.js';
import type { BackupPrincipal } from '../../domain/roles.js';
import type { GrantedRole } from '../../preflight/facts.js';
import { accessPolicyStep } from './access-policy-step.js';
import { ASSIGNABLE_ROLES, type BackupRole } from './backup-roles.js';
import type { RoleStep } from '../../steps/roles/step.js';
import { assignmentGuid, isDefinition, roleGuid } from './role-names.js';
import type { GuidOf } from '../context.js';
import type { VaultNeed } from './vault-needs.js';

/** The steps, in the order of the key vaults; empty when there is nothing of ours. */
export function planRevocations(
  needs: readonly VaultNeed[],
  principal: BackupPrincipal,
  guidOf: GuidOf,
): RoleStep[] {
  return needs.flatMap((need) =>
    need.vault.permissionModel === 'access-policies'
      ? policyRevocation(need, principal)
      : assignmentRevocations(need, principal, guidOf),
  );
}

function policyRevocation(need: VaultNeed, principal: BackupPrincipal): RoleStep[] {
  const held = policiesFor(need.vault, principal);
  const step = accessPolicyStep(need, principal, 'remove-access-policy');
  const keys = storedWords(
    held.flatMap((policy) => policy.keys),
    step.keys,
  );
  const secrets = storedWords(
    held.flatMap((policy) => policy.secrets),
    step.secrets,
  );
  return keys.length === 0 && secrets.length === 0 ? [] : [{ ...step, keys, secrets }];
}

/** Those of the stored words that we give, in the case in which they are stored: Azure removes no others. */
function storedWords(stored: readonly string[], given: readonly string[]): readonly string[] {
  return [...new Set(stored)].filter((word) => given.includes(word.toLowerCase()));
}

function assignmentRevocations(
  need: VaultNeed,
  principal: BackupPrincipal,
  guidOf: GuidOf,
): RoleStep[] {
  const below = idKey(need.vault.id);
  return (valueOf(need.facts.roles) ?? [])
    .filter(
      ({ assignment }) =>
        idKey(assignment.scope).startsWith(below) &&
        // What a group has is the group's, and others are in it.
        sameName(assignment.principalId, principal.objectId),
    )
    .flatMap((granted) => {
      const role = ASSIGNABLE_ROLES.find((candidate) => isOurs(granted, candidate, need, guidOf));
      return role === undefined ? [] : [revocation(need, granted, role, principal)];
    });
}

/**
 * Any assignment of our custom roles is ours; one of Azure's own roles only under the name that this
 * program would have given it.
 */
function isOurs(
  { assignment }: GrantedRole,
  role: BackupRole,
  need: VaultNeed,
  guidOf: GuidOf,
): boolean {
  const guid = roleGuid(guidOf, role, need.vault);
  const { scope, principalId } = assignment;
  const ourName = assignmentGuid(guidOf, { scope, principalId, roleGuid: guid });
  return (
    isDefinition(assignment.roleDefinitionId, guid) &&
    (role.kind === 'custom' || assignment.name.toLowerCase() === ourName)
  );
}

function revocation(
  need: VaultNeed,
  { assignment }: GrantedRole,
  role: BackupRole,
  principal: BackupPrincipal,
): RoleStep {
  return {
    kind: 'delete-role-assignment',
    id: `delete-role-assignment:${role.roleName}:${assignment.name}`,
    target: assignment.scope,
    after: [],
    vmIds: need.vmIds,
    scope: assignment.scope,
    assignmentGuid: assignment.name,
    roleName: role.roleName,
    principalId: principal.objectId,
  };
}
