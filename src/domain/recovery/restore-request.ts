// What Azure Backup is asked for when disks are to be restored.

import type { ResourceId } from '../resource-id.js';

/** Which identity of the vault opens a staging account that takes no keys. */
export type StagingIdentity =
  | { readonly kind: 'system' }
  | { readonly kind: 'user'; readonly id: ResourceId };

/** How an archived point is brought back to be read, and for how many days it stays so. */
export interface Rehydration {
  readonly priority: 'Standard' | 'High';
  readonly days: number;
}

/** From which networks the data of restored disks can be read; only for points with private disks. */
export type DiskAccess =
  | { readonly option: 'same-as-source' | 'public' }
  | { readonly option: 'private'; readonly diskAccessId: ResourceId };

/** A restore of the disks of a recovery point. */
export interface RestoreRequest {
  readonly vaultId: ResourceId;
  /** The machine that was backed up, also when it is gone. */
  readonly vmId: ResourceId;
  /** Azure's name of the recovery point. */
  readonly point: string;
  /** The region that is restored to. */
  readonly location: string;
  readonly storageAccountId: ResourceId;
  /** Where managed disks are made; absent for machines without managed disks, whose disks become blobs. */
  readonly targetResourceGroupId?: ResourceId;
  /** Absent where Azure Backup uses the keys of the account. */
  readonly stagingIdentity?: StagingIdentity;
  /** Of a point that lies in the archive tier only. */
  readonly rehydration?: Rehydration;
  /** Absent for points without private disks. */
  readonly diskAccess?: DiskAccess;
  /** Requests of the vault's Resource Guard that stand for an approval. */
  readonly approvals?: readonly ResourceId[];
}

/** What Azure's own validation says against a restore. */
export interface RestoreObjection {
  readonly code: string;
  readonly message: string;
  readonly recommendations: readonly string[];
}
