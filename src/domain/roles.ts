// Azure RBAC as data: definitions, assignments, and the built-in roles that the program names.

import type { Fact } from './fact.js';
import type { ResourceId } from './resource-id.js';
import type { Instant } from './time/instant.js';

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
  /** When it was made; absent where Azure does not say. */
  readonly created?: Instant;
  /** A condition (ABAC) narrows the assignment in ways this program does not evaluate. */
  readonly condition?: string;
}

/** A deny assignment: what it names is denied to its principals, whatever their roles are. */
export interface DenyAssignment {
  readonly id: string;
  /** The name that people see. */
  readonly name: string;
  readonly scope: string;
  /** False where it holds for its very scope alone. */
  readonly appliesBelow: boolean;
  readonly permissions: readonly Permission[];
  readonly principals: readonly DeniedPrincipal[];
  readonly excluded: readonly DeniedPrincipal[];
}

/** Whom a deny assignment is about; the all-zero id stands for everyone. */
export interface DeniedPrincipal {
  readonly id: string;
  /** Azure's word, such as `Group`. */
  readonly type: string;
}

/**
 * Application ids of Azure Backup's service, the same in every tenant of a cloud. Pages name them, but what
 * is granted needs the object id of the service principal, which each tenant has of its own.
 */
export const BACKUP_APP_IDS = {
  AzureCloud: '262044b1-e2ce-469f-a196-69ab7ada62d3',
  AzureUSGovernment: 'ff281ffe-705c-4f53-9f37-a40e6f2c68f3',
} as const;

/** The service principal of Azure Backup in a tenant. */
export interface BackupPrincipal {
  readonly objectId: string;
  /** Absent when the object id was given by hand. */
  readonly appId?: string;
  /** The tenant whose directory has it; absent where it was given by hand, or nothing tells. */
  readonly tenantId?: string;
  readonly displayName: string;
}

/** An object id that the user gave for the service principal, and what the directory says about it. */
export interface GivenPrincipal {
  readonly objectId: string;
  /** The service principal as the directory has it; not asked where its application id is not known. */
  readonly directory: Fact<BackupPrincipal> | { readonly status: 'not-asked' };
}
