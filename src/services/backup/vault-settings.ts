// The settings of a vault that Azure Backup keeps beside the vault itself: storage, soft delete,
// encryption, Resource Guard.

import type {
  RecoveryServicesBackupClient,
  ResourceGuardProxyBaseResource,
} from '@azure/arm-recoveryservicesbackup';
import type { ResourceId } from '../../domain/resource-id.js';
import type {
  ResourceGuard,
  VaultEncryption,
  VaultSoftDelete,
  VaultStorage,
} from '../../domain/vaults/vault-settings.js';
import { partsOf } from '../arm/addressed-client.js';
import { callAzure } from '../arm/errors.js';
import { required } from '../arm/unexpected-response.js';
import type { VaultSettingsService } from '../services.js';

/** Reads and changes the settings. */
export function vaultSettings(
  clientFor: (id: ResourceId) => RecoveryServicesBackupClient,
): VaultSettingsService {
  return {
    storage: (vaultId) => storage(clientFor(vaultId), vaultId),
    softDelete: (vaultId) => softDelete(clientFor(vaultId), vaultId),
    setSoftDelete: (vaultId, wanted) => setSoftDelete(clientFor(vaultId), vaultId, wanted),
    encryption: (vaultId) => encryption(clientFor(vaultId), vaultId),
    resourceGuards: (vaultId) => resourceGuards(clientFor(vaultId), vaultId),
  };
}

/** BackupResourceStorageConfigsNonCRR_Get. */
async function storage(
  client: RecoveryServicesBackupClient,
  vaultId: ResourceId,
): Promise<VaultStorage> {
  const { resourceGroup, name } = partsOf(vaultId);
  const { properties } = await callAzure(
    { doing: `read the storage configuration of ${name}`, target: vaultId },
    () => client.backupResourceStorageConfigsNonCRR.get(name, resourceGroup),
  );
  return {
    redundancy: required(
      properties?.storageModelType ?? properties?.storageType,
      'storageModelType',
      vaultId,
    ),
    crossRegionRestore: properties?.crossRegionRestoreFlag === true,
    locked: properties?.storageTypeState === 'Locked',
  };
}

/** BackupResourceVaultConfigs_Get. */
async function softDelete(
  client: RecoveryServicesBackupClient,
  vaultId: ResourceId,
): Promise<VaultSoftDelete> {
  const { resourceGroup, name } = partsOf(vaultId);
  const { properties } = await callAzure(
    { doing: `read the soft delete setting of ${name}`, target: vaultId },
    () => client.backupResourceVaultConfigs.get(name, resourceGroup),
  );
  return {
    state: required(properties?.softDeleteFeatureState, 'softDeleteFeatureState', vaultId),
    retentionDays: required(
      properties?.softDeleteRetentionPeriodInDays,
      'softDeleteRetentionPeriodInDays',
      vaultId,
    ),
  };
}

/**
 * BackupResourceVaultConfigs_Update; both states are always sent, as az does (recorded). A state that is
 * always on cannot be sent as anything else.
 */
async function setSoftDelete(
  client: RecoveryServicesBackupClient,
  vaultId: ResourceId,
  { retentionDays }: { readonly retentionDays: number },
): Promise<void> {
  const { resourceGroup, name } = partsOf(vaultId);
  await callAzure({ doing: `set the soft delete period of ${name}`, target: vaultId }, async () => {
    const { properties } = await client.backupResourceVaultConfigs.get(name, resourceGroup);
    await client.backupResourceVaultConfigs.update(name, resourceGroup, {
      properties: {
        enhancedSecurityState: switchedOn(properties?.enhancedSecurityState),
        softDeleteFeatureState: switchedOn(properties?.softDeleteFeatureState),
        softDeleteRetentionPeriodInDays: retentionDays,
      },
    });
  });
}

function switchedOn(state: string | undefined): 'Enabled' | 'AlwaysON' {
  return state === 'AlwaysON' ? 'AlwaysON' : 'Enabled';
}

/** BackupResourceEncryptionConfigs_Get. */
async function encryption(
  client: RecoveryServicesBackupClient,
  vaultId: ResourceId,
): Promise<VaultEncryption> {
  const { resourceGroup, name } = partsOf(vaultId);
  const { properties } = await callAzure(
    { doing: `read the encryption configuration of ${name}`, target: vaultId },
    () => client.backupResourceEncryptionConfigs.get(name, resourceGroup),
  );
  const keyUrl = properties?.keyUri ?? '';
  return {
    kind: properties?.encryptionAtRestType === 'CustomerManaged' ? 'customer' : 'platform',
    ...(keyUrl === '' ? {} : { keyUrl }),
    infrastructureEncryption: properties?.infrastructureEncryptionState === 'Enabled',
  };
}

/** ResourceGuardProxies_Get: empty for a vault without a guard. */
function resourceGuards(
  client: RecoveryServicesBackupClient,
  vaultId: ResourceId,
): Promise<readonly ResourceGuard[]> {
  const { resourceGroup, name } = partsOf(vaultId);
  return callAzure(
    { doing: `read whether ${name} has a Resource Guard`, target: vaultId },
    async () => {
      const found: ResourceGuard[] = [];
      for await (const proxy of client.resourceGuardProxies.list(name, resourceGroup)) {
        found.push(guardFrom(proxy, vaultId));
      }
      return found;
    },
  );
}

function guardFrom(
  { properties }: ResourceGuardProxyBaseResource,
  vaultId: ResourceId,
): ResourceGuard {
  return {
    guardId: required(properties?.resourceGuardResourceId, 'resourceGuardResourceId', vaultId),
    operations: (properties?.resourceGuardOperationDetails ?? []).map((detail) => ({
      operation: required(detail.vaultCriticalOperation, 'vaultCriticalOperation', vaultId),
      request: required(detail.defaultResourceRequest, 'defaultResourceRequest', vaultId),
    })),
  };
}
