// Errors of the vault provider. Recording reference.error-catalogue, where nothing else is said.

import type { OperationResponse } from '../../../http/operation.js';
import { backupError } from '../../backup/response.js';

/** 400 of deleting a vault with soft-deleted items; names are those of the machines. */
export function vaultHasDeletedItems(names: readonly string[]): OperationResponse {
  return backupError(400, {
    code: 'ServiceResourceNotEmptyWithBackendMessage',
    message: `Recovery Services vault cannot be deleted as there are backup items in soft deleted state in the vault. The soft deleted items are permanently deleted after 14 days of delete operation. Please try vault deletion after the backup items are permanently deleted and there is no item in soft deleted state left in the vault.For more information, refer https://aka.ms/SoftDeleteCloudWorkloads. The registered items are : ${names.join(',')}\nPlease ensure all containers have been unregistered from the vault and all private endpoints associated with the vault have been deleted, and retry operation. For more details, see https://aka.ms/AB-AA4ecq5`,
  });
}

/** 400 of deleting a vault that protects something. */
export function vaultHasItems(names: readonly string[]): OperationResponse {
  return backupError(400, {
    code: 'ServiceResourceNotEmptyWithContainerDetails',
    message: `Vault cannot be deleted as there are existing resources within the vault. : ${names.join(',')}\nUnregister all containers from the vault and then retry to delete vault. For instructions, see https://aka.ms/AB-AA4ecq5`,
  });
}

/** The code was seen, wording and status are assumptions. */
export function vaultIsChanging(): OperationResponse {
  return backupError(409, {
    code: 'RSVaultUpdateErrorConflictingOperationInProgress',
    message: 'Another operation is in progress on the vault.',
  });
}

/** The rule is documented (Create a Recovery Services vault), the response is an assumption. */
export function invalidVaultName(name: string): OperationResponse {
  return backupError(400, {
    code: 'InvalidResourceName',
    message: `The vault name '${name}' is invalid: 2 to 50 letters, digits and hyphens, beginning with a letter.`,
  });
}

/** How an unknown operation is answered is an assumption. */
export function vaultOperationNotFound(): OperationResponse {
  return backupError(404, { code: 'OperationNotFound', message: 'The operation was not found.' });
}
