// Puts Recovery Services vaults into a world that is being built.

import { putResource } from '../../../kernel/resource.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import type { WorldState } from '../../../kernel/state.js';
import { seedBackupVault, type BackupVaultSeed } from '../../backup/seed-vault.js';
import { RECOVERY_VAULT_TYPE, vaultEtag, type VaultSettings } from './vault.js';

/** A vault to be made. */
export interface RecoveryVaultSeed extends BackupVaultSeed {
  /** ARM id; its casing is kept. */
  readonly id: string;
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Left out: it was never set. */
  readonly immutability?: VaultSettings['immutabilityState'];
}

/** What a vault has when its maker says nothing. Recording vault-create.poll-sequence. */
export const DEFAULT_VAULT_SETTINGS: VaultSettings = {
  monitoringSettings: {
    azureMonitorAlertSettings: { alertsForAllJobFailures: 'Enabled' },
    classicAlertSettings: { alertsForCriticalOperations: 'Enabled' },
  },
  publicNetworkAccess: 'Enabled',
  crossSubscriptionRestoreState: 'Enabled',
  immutabilityState: null,
};

/** Makes a vault with the policies that every vault has: DefaultPolicy, EnhancedPolicy, HourlyLogBackup. */
export function seedRecoveryVault(state: WorldState, seed: RecoveryVaultSeed): void {
  putResource(state, {
    id: seed.id,
    name: parseResourceId(seed.id).names[0] ?? '',
    type: RECOVERY_VAULT_TYPE,
    location: seed.location,
    tags: { ...seed.tags },
    extra: { etag: vaultEtag(seed.createdMilliseconds), sku: { name: 'Standard' } },
    properties: {
      settings: { ...DEFAULT_VAULT_SETTINGS, immutabilityState: seed.immutability ?? null },
    },
  });
  seedBackupVault(state, seed.id, seed);
}
