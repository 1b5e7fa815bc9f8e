// What a Recovery Services vault is set to, as far as backups depend on it.

import type { ResourceId } from '../resource-id.js';

/** How often a vault's data is kept, and where (OpenAPI: standardTierStorageRedundancy). */
export type VaultRedundancy = 'LocallyRedundant' | 'ZoneRedundant' | 'GeoRedundant';

/** Where the data lies; from the vault's storage configuration, which is always there. */
export interface VaultStorage {
  /** One of `VaultRedundancy`, or a word of Azure's that azbackup does not know. */
  readonly redundancy: string;
  readonly crossRegionRestore: boolean;
  /** True once something was protected: the redundancy is settled then. */
  readonly locked: boolean;
}

/** What becomes of deleted backups. */
export interface VaultSoftDelete {
  /** `Enabled`, `Disabled` or `AlwaysON`. */
  readonly state: string;
  readonly retentionDays: number;
}

/** Whose key encrypts the vault's data. */
export interface VaultEncryption {
  readonly kind: 'platform' | 'customer';
  readonly keyUrl?: string;
  readonly infrastructureEncryption: boolean;
}

/** A Resource Guard that has a say in what is done to a vault (multi-user authorization). */
export interface ResourceGuard {
  /** The guard itself; it may lie in another subscription or tenant. */
  readonly guardId: ResourceId;
  /** What it guards, with the request that Azure takes as the sign of its approval. */
  readonly operations: readonly {
    /** Azure's name of the operation, such as `…/protectedItems/delete`. */
    readonly operation: string;
    readonly request: ResourceId;
  }[];
}
