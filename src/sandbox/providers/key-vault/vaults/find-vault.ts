// Finds key vaults by the name that is unique in all of Azure.

import { findByHostName, resourceKey, type ArmResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';

/** ARM type of a key vault. */
export const VAULT_TYPE = 'Microsoft.KeyVault/vaults';

/** The key vault with this name in any subscription; names compare without case. */
export function findVaultByName(state: WorldState, name: string): ArmResource | undefined {
  return findByHostName(state, VAULT_TYPE, name);
}

/** The key vault with this ARM id. */
export function findVaultById(state: WorldState, vaultId: string): ArmResource | undefined {
  const found = state.resources[resourceKey(vaultId)];
  return found?.type.toLowerCase() === VAULT_TYPE.toLowerCase() ? found : undefined;
}
