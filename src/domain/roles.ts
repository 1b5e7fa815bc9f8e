// Azure RBAC as data: definitions, assignments, and the built-in roles that the program names.

import type { ResourceId } from './resource-id.js';

/** One permission block of a role definition; wildcards as Azure writes them. */
export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

/** A role definition. */
export interface RoleDefinition {
  /** The guid that names it. */
  readonly name: string;
  readonly id: ResourceId;
  readonly roleName: string;
  readonly custom: boolean;
  readonly assignableScopes: readonly string[];
  readonly permissions: readonly Permission[];
}

/** A role assignment. */
export interface RoleAssignment {
  /** The guid that names it. */
  readonly name: string;
  readonly id: string;
  /** Where it applies; `/` for the root. */
  readonly scope: string;
  readonly roleDefinitionId: ResourceId;
  readonly principalId: string;
  /** A condition (ABAC) narrows the assignment in ways this program does not evaluate. */
  readonly condition?: string;
}

/** The service principal of Azure Backup in a tenant. */
export interface BackupPrincipal {
  readonly objectId: string;
  /** Absent when the object id was given by hand. */
  readonly appId?: string;
  readonly displayName: string;
}
