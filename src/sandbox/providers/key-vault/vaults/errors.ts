// The errors of Key Vault's management side. Wording from public reports of each code.

import { providerError } from '../../../http/arm-error.js';
import type { OperationResponse } from '../../../http/operation.js';

/** 409: the name is another vault's, in whatever subscription. */
export function vaultNameInUse(name: string): OperationResponse {
  return providerError(
    409,
    'VaultAlreadyExists',
    `The vault name '${name}' is already in use. Vault names are globally unique so it is possible that the name is already taken. If you are sure that the vault name was not taken then it is possible that a vault with the same name was recently deleted but not purged after being placed in a recoverable state. If the vault is in a recoverable state then the vault will need to be purged before reusing the name. For more information about VaultAlreadyExists, soft delete and purging a vault follow this link https://go.microsoft.com/fwlink/?linkid=2147740.`,
  );
}

/** 409: a deleted vault of the subscription still has the name. */
export function vaultIsDeleted(): OperationResponse {
  return providerError(
    409,
    'ConflictError',
    'A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.',
  );
}

/** 400: purge protection is never turned off. */
export function purgeProtectionIsIrreversible(): OperationResponse {
  return providerError(
    400,
    'BadRequest',
    'The property "enablePurgeProtection" cannot be set to false. Enabling the purge protection for a vault is an irreversible action.',
  );
}

/** 400: the retention is chosen once. */
export function retentionIsFixed(): OperationResponse {
  return providerError(
    400,
    'BadRequest',
    'The property "softDeleteRetentionInDays" has been set already and it can\'t be modified.',
  );
}

/** 405: a protected vault is not purged by anyone. */
export function vaultPurgeNotAllowed(): OperationResponse {
  return providerError(405, 'MethodNotAllowed', "Operation 'DeletedVaultPurge' is not allowed.");
}

/** 404 for a deleted vault that is not there. */
export function deletedVaultNotFound(name: string): OperationResponse {
  return providerError(
    404,
    'DeletedVaultNotFound',
    `The specified deleted vault '${name}' does not exist.`,
  );
}
