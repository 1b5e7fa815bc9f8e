// The names, guids all, under which azbackup finds its roles and assignments again. Deterministic: a second
// run plans the same, and `--revoke` knows its own.

import type { KeyVault } from '../../domain/keys/key-vault.js';
import { idKey, type ResourceId } from '../../domain/resource-id.js';
import type { GuidOf } from '../context.js';
import type { BackupRole } from './backup-roles.js';

/** The guid of our custom role in a tenant: one role for the tenant, found again by every run. */
export function customRoleGuid(guidOf: GuidOf, tenantId: string, roleName: string): string {
  return guidOf(`role-definition|${tenantId.toLowerCase()}|${roleName}`);
}

/** The guid of a role's definition, Azure's own or ours. */
export function roleGuid(guidOf: GuidOf, role: BackupRole, vault: KeyVault): string {
  return role.kind === 'built-in'
    ? role.guid
    : customRoleGuid(guidOf, vault.tenantId, role.roleName);
}

/** The id of a role definition as a subscription shows it. */
export function roleDefinitionId(subscriptionId: string, guid: string): ResourceId {
  return `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
}

/** What an assignment of ours is about. */
export interface AssignmentSubject {
  readonly scope: ResourceId;
  readonly principalId: string;
  readonly roleGuid: string;
}

/** The name that our assignment of a role to a principal at a scope has. */
export function assignmentGuid(guidOf: GuidOf, subject: AssignmentSubject): string {
  const { scope, principalId } = subject;
  return guidOf(`role-assignment|${idKey(scope)}|${principalId.toLowerCase()}|${subject.roleGuid}`);
}

/** True when a role definition's id, in whatever subscription, ends in this guid. */
export function isDefinition(id: ResourceId, guid: string): boolean {
  return id.toLowerCase().endsWith(`/${guid.toLowerCase()}`);
}
