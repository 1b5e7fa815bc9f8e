// What the operations of secondary regions have in common: paths, actions, and which region and vault are meant.

import type { Evidence, OperationRequest } from '../../../http/operation.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import { SECONDARY_API_VERSION } from '../api-versions.js';

/** Azure numbers vaults; nothing looks at the number. */
export const VAULT_NUMBER = 3_032_012;

/** Where a region answers about the vaults that it is paired with. */
export const LOCATION_PATH =
  '/subscriptions/{subscriptionId}/providers/Microsoft.RecoveryServices/locations/{azureRegion}';

/** Claimed by tokens that are meant for the backup service of a region, whose name follows. */
export const AUDIENCE = 'https://RecoveryServices/IaasCoord/aadmgmt/';

/** Members that all their definitions share. */
export const secondaryRegion = {
  provider: 'backup',
  host: 'arm',
  apiVersions: [SECONDARY_API_VERSION],
  fidelity: 'simplified',
} as const;

/** How actions on a vault begin. */
export const VAULTS = 'Microsoft.RecoveryServices/Vaults';

/** How actions on a protected item begin. */
export const ITEMS = `${VAULTS}/backupFabrics/protectionContainers/protectedItems`;

/** How actions on a region begin. */
export const LOCATIONS = 'Microsoft.RecoveryServices/locations';

/** Where an operation is specified, and what of it is assumed. */
export function specified(operationId: string): [Evidence, Evidence] {
  return [
    { kind: 'documentation', page: `Azure Backup passive stamp 2021-11-15, ${operationId}` },
    { kind: 'assumption', note: 'how long copies take, and the codes of refusals' },
  ];
}

/** The region that a request is sent to, in lower case. */
export function regionOf(params: OperationRequest['params']): string {
  return (params['azureRegion'] ?? '').toLowerCase();
}

/** The parameters of a vault's own path. */
export function vaultParams(vaultId: string): Record<string, string> {
  const { subscriptionId = '', resourceGroup = '', names } = parseResourceId(vaultId);
  return { subscriptionId, resourceGroupName: resourceGroup, vaultName: names[0] ?? '' };
}
