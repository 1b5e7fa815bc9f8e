// What every operation on a vault begins with: the vault as it is.

import { resourceNotFound } from '../../http/arm-error.js';
import type { OperationRequest } from '../../http/operation.js';
import { Refusal } from '../../http/refusal.js';
import type { ArmResource } from '../../kernel/resource.js';
import { findRecoveryVault } from '../recovery-services/vaults/vault.js';
import { backupError, vaultIdOf } from './response.js';
import { findBackupVault, findItem } from './backup-vault.js';
import { ITEM_NOT_FOUND } from './errors.js';
import type { ProtectedItem } from './protected-items/state.js';
import type { BackupVault } from './state.js';

/** A vault and what Azure Backup keeps in it. */
export interface AddressedVault {
  /** ARM id in the vault's own casing. */
  readonly id: string;
  readonly resource: ArmResource;
  readonly backup: BackupVault;
  /** Whether its recovery points may not be lost before they expire. */
  readonly immutable: boolean;
}

/** The vault that a request is about; throws a 404 Refusal. */
export function vaultOfRequest(request: OperationRequest): AddressedVault {
  const { state, clock } = request;
  const id = vaultIdOf(request);
  const vault = findRecoveryVault(state, id, clock.now());
  const backup = findBackupVault(state, id);
  if (vault === undefined || backup === undefined) {
    throw new Refusal(resourceNotFound(id));
  }
  const { immutabilityState } = vault.properties.settings;
  const immutable = immutabilityState === 'Unlocked' || immutabilityState === 'Locked';
  return { id: vault.resource.id, resource: vault.resource, backup, immutable };
}

/** The item that a request is about; throws a 404 Refusal. */
export function itemOfRequest(request: OperationRequest, vault: AddressedVault): ProtectedItem {
  const item = findItem(vault.backup, request.params['protectedItemName'] ?? '');
  if (item === undefined) {
    throw new Refusal(backupError(404, ITEM_NOT_FOUND));
  }
  return item;
}
