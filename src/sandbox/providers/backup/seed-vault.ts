// Gives a vault of a world that is being built what Azure Backup keeps in every vault.

import { resourceKey } from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';
import { builtInPolicies } from './policies/built-in.js';
import type { BackupVault } from './state.js';

/** The backup settings of a new vault; what is left out is as in a vault that az makes. */
export interface BackupVaultSeed {
  /** When the vault was made; milliseconds since the epoch. */
  readonly createdMilliseconds: number;
  readonly redundancy?: BackupVault['storage']['redundancy'];
  readonly crossRegionRestore?: boolean;
  readonly softDelete?: BackupVault['softDelete']['state'];
  /** ARM id of the Resource Guard that watches over it; need not be in the world. */
  readonly resourceGuardId?: string;
}

/** Starts what Azure Backup keeps in a vault. */
export function seedBackupVault(state: WorldState, vaultId: string, seed: BackupVaultSeed): void {
  const policies = builtInPolicies(seed.createdMilliseconds);
  state.backup[resourceKey(vaultId)] = {
    softDelete: {
      state: seed.softDelete ?? 'Enabled',
      enhancedSecurityState: seed.softDelete === 'AlwaysON' ? 'AlwaysON' : 'Enabled',
      retentionDays: 14,
    },
    storage: {
      redundancy: seed.redundancy ?? 'GeoRedundant',
      crossRegionRestore: seed.crossRegionRestore ?? false,
      locked: false,
      known: seed.redundancy !== undefined || seed.crossRegionRestore !== undefined,
    },
    policies: Object.fromEntries(policies.map((policy) => [policy.name.toLowerCase(), policy])),
    items: {},
    jobs: {},
    operations: {},
    events: {},
    ...(seed.resourceGuardId === undefined
      ? {}
      : {
          resourceGuard: {
            proxyName: 'VaultProxy',
            resourceGuardId: seed.resourceGuardId,
            updatedMilliseconds: seed.createdMilliseconds,
            unlocked: {},
          },
        }),
    discoveredMilliseconds: Math.max(seed.createdMilliseconds, state.nowMilliseconds),
  };
}
