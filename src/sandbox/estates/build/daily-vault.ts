// Vaults with one daily policy, and machines that they protect by it.

import type { WorldState } from '../../kernel/state.js';
import { addProtection, type ProtectionHistory } from './protection.js';
import { addDailyPolicy, addRecoveryServicesVault } from './recovery-services-vault.js';

const policyName = 'daily-30-days';

/** Adds a vault with the policy `daily-30-days`. */
export function addDailyVault(
  state: WorldState,
  options: Parameters<typeof addRecoveryServicesVault>[1],
): string {
  const id = addRecoveryServicesVault(state, options);
  addDailyPolicy(state, id, { name: policyName, retentionDays: 30 });
  return id;
}

/** Protects a machine by that policy, for ten days where its past says nothing else. */
export function protectDaily(
  state: WorldState,
  place: { readonly vaultId: string; readonly vmId: string },
  past: Partial<ProtectionHistory> = {},
): void {
  addProtection(state, { ...place, policyName, firstDay: 10, ...past });
}
