// What a command is about to change, as data: `--dry-run` prints it, apply runs it, nothing else is run.

import type { PolicyTerms } from '../domain/backup-policy/policy.js';
import type { Instant } from '../domain/time/instant.js';
import type { ResourceId } from '../domain/resource-id.js';
import type { VaultRedundancy } from '../domain/vaults/vault-settings.js';

/** Requests of a Resource Guard that was asked (multi-user authorization). */
export type Approvals = readonly ResourceId[];

/** How a vault keeps its data; Azure decides what is left out. */
interface VaultKeeping {
  readonly redundancy?: VaultRedundancy;
  readonly crossRegionRestore?: boolean;
}

/** Where a step writes to, and who is affected, for people and for JSON. */
interface StepBase {
  /** Unique within the plan. */
  readonly id: string;
  /** The resource that is written. */
  readonly target: ResourceId;
  /** Steps of this plan that must have succeeded before. */
  readonly after: readonly string[];
  /** The VMs for whose sake the step is taken. */
  readonly vmIds: readonly ResourceId[];
}

/** One change to Azure. Exactly the fields that apply needs. */
export type Step = StepBase &
  (
    | {
        readonly kind: 'put-role-definition';
        readonly change: 'create' | 'extend';
        readonly subscriptionId: string;
        readonly roleGuid: string;
        readonly roleName: string;
        readonly description: string;
        readonly dataActions: readonly string[];
        /** All scopes it will have, those it has already included. */
        readonly assignableScopes: readonly string[];
      }
    | {
        readonly kind: 'put-role-assignment';
        readonly scope: ResourceId;
        readonly assignmentGuid: string;
        readonly roleDefinitionId: ResourceId;
        readonly roleName: string;
        readonly principalId: string;
      }
    | {
        readonly kind: 'delete-role-assignment';
        readonly scope: ResourceId;
        readonly assignmentGuid: string;
        readonly roleName: string;
        readonly principalId: string;
      }
    | {
        readonly kind: 'add-access-policy' | 'remove-access-policy';
        readonly tenantId: string;
        readonly principalId: string;
        readonly keys: readonly string[];
        readonly secrets: readonly string[];
      }
    | ({ readonly kind: 'create-vault'; readonly location: string } & VaultKeeping)
    | ({ readonly kind: 'set-vault-redundancy' } & VaultKeeping)
    | {
        readonly kind: 'set-soft-delete-days';
        readonly days: number;
        readonly previousDays?: number;
      }
    | {
        /** `protect` is new, `resume` continues a stopped item, `change-policy` keeps it going. */
        readonly kind: 'protect' | 'resume' | 'change-policy';
        readonly vaultId: ResourceId;
        readonly vmId: ResourceId;
        readonly policyId: ResourceId;
        readonly policyName: string;
        /** The policy before, where there was one. */
        readonly previousPolicyName?: string;
        readonly approvals?: Approvals;
      }
    | {
        readonly kind: 'undelete';
        readonly vaultId: ResourceId;
        readonly vmId: ResourceId;
        readonly approvals?: Approvals;
      }
    | {
        readonly kind: 'stop';
        readonly vaultId: ResourceId;
        readonly vmId: ResourceId;
        /** What becomes of the recovery points. */
        readonly retention: 'forever' | 'per-policy';
        readonly approvals?: Approvals;
      }
    | {
        readonly kind: 'delete-data';
        readonly vaultId: ResourceId;
        readonly vmId: ResourceId;
        /** How many recovery points go; undefined where the service does not count them. */
        readonly recoveryPoints?: number;
        /** Days for which the vault's soft delete keeps them; 0 when they are gone for good. */
        readonly keptDays: number;
        readonly approvals?: Approvals;
      }
    | {
        /** A backup besides those of the policy. */
        readonly kind: 'backup';
        readonly vaultId: ResourceId;
        readonly vmId: ResourceId;
        /** Until when its recovery point is kept. */
        readonly expiry: Instant;
      }
    | {
        readonly kind: 'cancel-job';
        readonly vaultId: ResourceId;
        readonly jobId: string;
        readonly vmName: string;
        /** Azure's own word for what is cancelled, such as `Backup`. */
        readonly operation: string;
      }
    | {
        readonly kind: 'put-policy';
        readonly change: 'create' | 'update';
        readonly vaultId: ResourceId;
        readonly policyName: string;
        readonly terms: PolicyTerms;
        /** `yyyy-mm-dd` for the times, of which Azure takes the time of day alone. */
        readonly timesDate: string;
        /** What is laid down, or what changes, in words. */
        readonly words: readonly string[];
        readonly approvals?: Approvals;
      }
    | {
        readonly kind: 'delete-policy';
        readonly vaultId: ResourceId;
        readonly policyName: string;
      }
    | {
        /** The target is the key vault. What it is restored from is never part of a plan. */
        readonly kind: 'recover-key' | 'recover-secret' | 'restore-key' | 'restore-secret';
        readonly vaultUrl: string;
        readonly objectName: string;
        /** The version that is wanted back. */
        readonly version?: string;
      }
    | {
        /** Makes a new version of a secret in the place of one that is gone; its value is no part. */
        readonly kind: 'set-secret';
        readonly vaultUrl: string;
        readonly objectName: string;
        readonly version?: string;
        readonly contentType: string;
        readonly tags: Readonly<Record<string, string>>;
      }
    | {
        /** The target is the resource group of the new disks, or the staging account without one. */
        readonly kind: 'restore-disks';
        readonly vaultId: ResourceId;
        readonly vmId: ResourceId;
        readonly point: string;
        readonly location: string;
        readonly storageAccountId: ResourceId;
        readonly targetResourceGroupId?: ResourceId;
        /** A job that goes on already and is watched instead. */
        readonly joins?: string;
      }
    | {
        /** Which disk, and what is set, the steps before tell. The target is the disk's resource group. */
        readonly kind: 'set-disk-encryption';
        readonly vmId: ResourceId;
      }
    | {
        readonly kind: 'create-interface';
        readonly location: string;
        readonly subnetId: ResourceId;
        readonly privateAddress?: string;
        readonly tags: Readonly<Record<string, string>>;
      }
    | {
        /** Its disks are those that the step before has restored. */
        readonly kind: 'create-machine';
        readonly vaultId: ResourceId;
        readonly vmId: ResourceId;
        readonly location: string;
        readonly interfaceId: ResourceId;
        /** The size in the restored template where it is left out. */
        readonly size?: string;
        readonly osType: 'Windows' | 'Linux';
        readonly zones: readonly string[];
        readonly tags: Readonly<Record<string, string>>;
      }
    | {
        /** The target is the new machine. */
        readonly kind: 'put-ade-extension';
        readonly location: string;
        readonly extensionType: string;
      }
    | {
        /** The target is the staging account. */
        readonly kind: 'delete-staging';
        readonly vmId: ResourceId;
        /** True where the template, which holds no key material, stays. */
        readonly keepsTemplate: boolean;
      }
  );

/** The recovery point that a plan works from, and why that one. */
export interface ChosenPoint {
  readonly name: string;
  /** RFC 3339 UTC. */
  readonly time: string;
  /** Where Azure reads it from. */
  readonly tier: 'snapshot' | 'vault';
  readonly consistency: string;
  readonly reason: string;
}

/** An ordered list of changes; empty means nothing to do. */
export interface Plan {
  readonly steps: readonly Step[];
  /** Worth seeing before anything is restored from it. */
  readonly point?: ChosenPoint;
}
