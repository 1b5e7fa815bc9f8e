// Recovery Services vaults, policies, protected items and jobs in the program's own words.

import type { DiskSelection } from '../protection/disk-selection.js';
import type { Instant } from '../time/instant.js';
import type { ResourceId } from '../resource-id.js';

/** A Recovery Services vault. */
export interface RecoveryServicesVault {
  readonly id: ResourceId;
  readonly name: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  readonly location: string;
  readonly provisioningState: string;
  readonly redundancy?: string;
  readonly crossRegionRestore?: boolean;
  readonly immutability?: string;
  readonly softDelete?: { readonly state: string; readonly retentionDays: number };
  /** The key that encrypts the vault's backups, when it is the customer's own. */
  readonly customerKeyUrl?: string;
  readonly identityPrincipalIds: readonly string[];
  /** Azure's word for the vault's identity, such as `SystemAssigned`; absent where it never had one. */
  readonly identityType?: string;
  /** Ids of the user-assigned identities; absent where there are none. */
  readonly userAssignedIdentities?: readonly ResourceId[];
}

/** What is known of a VM's protection in its whole region: `backupStatus`, and vaults of other subscriptions. */
export interface ProtectionStatus {
  readonly status: 'NotProtected' | 'Protecting' | 'Protected' | 'ProtectionFailed';
  readonly vaultId?: ResourceId;
  readonly policyName?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /** Subscriptions whose vaults could not be looked into, so that one of them may protect a VM that is `NotProtected`. */
  readonly unseenSubscriptions?: readonly string[];
}

/** Azure's own states of a protected item. */
export type ProtectionState =
  | 'Invalid'
  | 'IRPending'
  | 'Protected'
  | 'ProtectionError'
  | 'ProtectionStopped'
  | 'ProtectionPaused'
  | 'BackupsSuspended';

/** A VM as an item of a vault. */
export interface ProtectedItem {
  readonly id: ResourceId;
  readonly vaultId: ResourceId;
  readonly sourceResourceId: ResourceId;
  readonly friendlyName: string;
  readonly protectionState: ProtectionState;
  readonly protectionStatus?: string;
  readonly healthStatus?: string;
  readonly health: readonly {
    readonly code: number;
    readonly title: string;
    readonly message: string;
  }[];
  readonly policyId?: ResourceId;
  readonly policyName?: string;
  /** Azure's word for how the last backup ended; absent before the first. */
  readonly lastBackupStatus?: string;
  readonly lastBackupTime?: Instant;
  readonly lastRecoveryPoint?: Instant;
  /** Absent where all disks are backed up. */
  readonly diskSelection?: DiskSelection;
  /** Present while the item lies in soft delete. */
  readonly softDelete?: { readonly deletedAt: Instant; readonly remainingSeconds: number };
}

/** Azure's own states of a job. */
export type JobStatus =
  | 'InProgress'
  | 'Completed'
  | 'CompletedWithWarnings'
  | 'Failed'
  | 'Cancelling'
  | 'Cancelled';

/** A job of a vault. */
export interface BackupJob {
  readonly jobId: string;
  readonly vaultId: ResourceId;
  readonly operation: string;
  readonly status: JobStatus;
  /** Azure's word where it is none of these; the job then counts as going on. */
  readonly unknownStatus?: string;
  readonly vmName: string;
  /** The machine's group, in lower case; absent where Azure does not name the container. */
  readonly resourceGroup?: string;
  /** False where Azure says that it cannot be cancelled; true says little, ended jobs have it too. */
  readonly cancellable: boolean;
  readonly startTime: Instant;
  readonly endTime?: Instant;
  readonly durationSeconds?: number;
  readonly percent?: number;
  /** Azure's own estimate; only of restores, and only once data has moved. */
  readonly remainingSeconds?: number;
  readonly tasks: readonly JobTask[];
  /** Azure's particulars of a job, such as `Backup Size`; empty in lists. */
  readonly properties: Readonly<Record<string, string>>;
  readonly errors: readonly {
    readonly code: string;
    readonly title?: string;
    readonly message: string;
    readonly recommendations: readonly string[];
  }[];
}

/** A step of a job. */
export interface JobTask {
  readonly name: string;
  readonly status: string;
  readonly durationSeconds?: number;
  readonly percent?: number;
  /** Azure's words on what was moved, such as `63.5 GBs / 127 GBs Transferred`. */
  readonly details?: string;
}
