// What Azure Backup is asked for when disks are to be restored.

import type { ResourceId } from '../resource-id.js';

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
}

/** What Azure's own validation says against a restore. */
export interface RestoreObjection {
  readonly code: string;
  readonly message: string;
  readonly recommendations: readonly string[];
}
