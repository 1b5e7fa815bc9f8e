// Whether a vault can use the key that encrypts it, as its backups and restores find out.

import type { WorldState } from '../../../kernel/state.js';
import { identityOfVault } from './identity.js';
import { problemWithKey } from './key-access.js';
import { findRecoveryVault } from './vault.js';

/** True for a vault that the platform's keys encrypt, or that can use its customer's key at an instant. */
export function canUseOwnKey(state: WorldState, vaultId: string, nowMilliseconds: number): boolean {
  const vault = findRecoveryVault(state, vaultId, nowMilliseconds);
  const encryption = vault?.properties.settings.encryption;
  if (vault === undefined || encryption === undefined) {
    return true;
  }
  const { resource } = vault;
  const identity = identityOfVault(resource);
  return problemWithKey(state, { resource, identity, encryption }, nowMilliseconds) === undefined;
}
