// Settings of a vault that Azure Backup keeps: soft delete, redundancy, encryption, resource guards.

import { z } from 'zod';
import { notModelled } from '../../http/not-modelled.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../http/operation.js';
import { BACKUP_API_VERSIONS } from './api-versions.js';
import { REDUNDANCY_LOCKED } from './assumed-failures.js';
import { backupError, VAULT_PATH } from './backup-response.js';
import { vaultOfRequest, type AddressedVault } from './vault-of-request.js';

const VAULT_ACTION = 'Microsoft.RecoveryServices/Vaults';

const vaultConfigBodySchema = z.strictObject({
  properties: z.strictObject({
    enhancedSecurityState: z.enum(['Enabled', 'Disabled']).optional(),
    softDeleteFeatureState: z.enum(['Enabled', 'Disabled']).optional(),
    softDeleteRetentionPeriodInDays: z.number().min(14).max(180).optional(),
  }),
});

const storageConfigBodySchema = z.strictObject({
  properties: z.strictObject({
    storageModelType: z.enum(['GeoRedundant', 'LocallyRedundant', 'ZoneRedundant']).optional(),
    storageType: z.enum(['GeoRedundant', 'LocallyRedundant', 'ZoneRedundant']).optional(),
    crossRegionRestoreFlag: z.boolean().optional(),
  }),
});

type StorageRequest = OperationRequest<z.infer<typeof storageConfigBodySchema>>;

function getVaultConfig(request: OperationRequest): OperationResponse {
  return { status: 200, body: renderVaultConfig(vaultOfRequest(request)) };
}

function patchVaultConfig(
  request: OperationRequest<z.infer<typeof vaultConfigBodySchema>>,
): OperationResponse {
  const vault = vaultOfRequest(request);
  const { softDelete, storage } = vault.backup;
  if (softDelete.state === 'AlwaysON') {
    return notModelled('changing soft delete of a vault where it is always on');
  }
  const { properties } = request.body;
  vault.backup.softDelete = {
    state: properties.softDeleteFeatureState ?? softDelete.state,
    enhancedSecurityState: properties.enhancedSecurityState ?? softDelete.enhancedSecurityState,
    retentionDays: properties.softDeleteRetentionPeriodInDays ?? softDelete.retentionDays,
  };
  vault.backup.storage = { ...storage, known: true };
  return { status: 200, body: renderVaultConfig(vault) };
}

/** Recording vault-softdelete-disable.sequence. */
function renderVaultConfig({ id, backup }: AddressedVault): Record<string, unknown> {
  const { state, enhancedSecurityState, retentionDays } = backup.softDelete;
  return {
    id: `${id}/backupconfig/vaultconfig`,
    name: 'vaultconfig',
    type: 'Microsoft.RecoveryServices/vaults/backupconfig',
    properties: {
      enhancedSecurityState,
      softDeleteFeatureState: state,
      softDeleteRetentionPeriodInDays: retentionDays,
      isSoftDeleteFeatureStateEditable: state !== 'AlwaysON',
    },
  };
}

function getStorageConfig(request: OperationRequest): OperationResponse {
  return { status: 200, body: renderStorageConfig(vaultOfRequest(request)) };
}

function putStorageConfig(request: StorageRequest): OperationResponse {
  const refused = changeStorage(request);
  return refused ?? { status: 200, body: renderStorageConfig(vaultOfRequest(request)) };
}

function patchStorageConfig(request: StorageRequest): OperationResponse {
  return changeStorage(request) ?? { status: 204 };
}

/**
 * Documentation: Set storage redundancy; Set Cross Region Restore. The redundancy is fixed once
 * something is protected; restoring across regions needs geo-redundancy and stays on.
 */
function changeStorage(request: StorageRequest): OperationResponse | undefined {
  const { backup } = vaultOfRequest(request);
  const { storage } = backup;
  const { storageModelType, storageType, crossRegionRestoreFlag } = request.body.properties;
  const redundancy = storageModelType ?? storageType ?? storage.redundancy;
  const crossRegionRestore = crossRegionRestoreFlag ?? storage.crossRegionRestore;
  if (storage.locked && redundancy !== storage.redundancy) {
    return backupError(400, REDUNDANCY_LOCKED);
  }
  if (crossRegionRestore && redundancy !== 'GeoRedundant') {
    return notModelled('cross-region restore of a vault that is not geo-redundant');
  }
  if (storage.crossRegionRestore && !crossRegionRestore) {
    return notModelled('switching cross-region restore off');
  }
  backup.storage = { ...storage, redundancy, crossRegionRestore, known: true };
  return undefined;
}

function renderStorageConfig({ id, backup }: AddressedVault): Record<string, unknown> {
  const { redundancy, crossRegionRestore, locked } = backup.storage;
  return {
    id: `${id}/backupstorageconfig/vaultstorageconfig`,
    name: 'vaultstorageconfig',
    type: 'Microsoft.RecoveryServices/vaults/backupstorageconfig',
    properties: {
      storageModelType: redundancy,
      storageType: redundancy,
      dedupState: 'Disabled',
      xcoolState: 'Disabled',
      storageTypeState: locked ? 'Locked' : 'Unlocked',
      crossRegionRestoreFlag: crossRegionRestore,
    },
  };
}

/** Recording encryption-config-get.default: `useSystemAssignedIdentity` is true even without identity. */
function getEncryptionConfig(request: OperationRequest): OperationResponse {
  const { id } = vaultOfRequest(request);
  return {
    status: 200,
    body: {
      id: `${id}/backupEncryptionConfigs/backupResourceEncryptionConfig`,
      name: 'backupResourceEncryptionConfig',
      type: 'Microsoft.RecoveryServices/vaults/backupEncryptionConfigs',
      properties: {
        useSystemAssignedIdentity: true,
        encryptionAtRestType: 'MicrosoftManaged',
        lastUpdateStatus: 'NotEnabled',
        infrastructureEncryptionState: 'Disabled',
      },
    },
  };
}

function listResourceGuardProxies(request: OperationRequest): OperationResponse {
  vaultOfRequest(request);
  return { status: 200, body: { value: [] } };
}

/** The operations of settings. */
export const configRoutes: readonly SandboxOperation[] = [
  defineOperation({
    id: 'BackupResourceVaultConfigs_Get',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${VAULT_PATH}/backupconfig/vaultconfig`,
    apiVersions: BACKUP_API_VERSIONS,
    action: `${VAULT_ACTION}/backupconfig/read`,
    evidence: [{ kind: 'recording', file: 'vault-softdelete-disable.sequence.json' }],
    fidelity: 'modelled',
    handle: getVaultConfig,
  }),
  defineOperation({
    id: 'BackupResourceVaultConfigs_Update',
    provider: 'backup',
    host: 'arm',
    method: 'PATCH',
    path: `${VAULT_PATH}/backupconfig/vaultconfig`,
    apiVersions: BACKUP_API_VERSIONS,
    body: vaultConfigBodySchema,
    action: `${VAULT_ACTION}/backupconfig/write`,
    evidence: [{ kind: 'recording', file: 'vault-softdelete-disable.sequence.json' }],
    fidelity: 'modelled',
    handle: patchVaultConfig,
  }),
  defineOperation({
    id: 'BackupResourceStorageConfigsNonCRR_Get',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${VAULT_PATH}/backupstorageconfig/vaultstorageconfig`,
    apiVersions: BACKUP_API_VERSIONS,
    action: `${VAULT_ACTION}/backupstorageconfig/read`,
    evidence: [{ kind: 'openapi', operationId: 'BackupResourceStorageConfigsNonCRR_Get' }],
    fidelity: 'modelled',
    handle: getStorageConfig,
  }),
  defineOperation({
    id: 'BackupResourceStorageConfigsNonCRR_Update',
    provider: 'backup',
    host: 'arm',
    method: 'PUT',
    path: `${VAULT_PATH}/backupstorageconfig/vaultstorageconfig`,
    apiVersions: BACKUP_API_VERSIONS,
    body: storageConfigBodySchema,
    action: `${VAULT_ACTION}/backupstorageconfig/write`,
    evidence: [
      { kind: 'openapi', operationId: 'BackupResourceStorageConfigsNonCRR_Update' },
      { kind: 'assumption', note: 'the refusal of another redundancy once items are protected' },
    ],
    fidelity: 'modelled',
    handle: putStorageConfig,
  }),
  defineOperation({
    id: 'BackupResourceStorageConfigsNonCRR_patch',
    provider: 'backup',
    host: 'arm',
    method: 'PATCH',
    path: `${VAULT_PATH}/backupstorageconfig/vaultstorageconfig`,
    apiVersions: BACKUP_API_VERSIONS,
    body: storageConfigBodySchema,
    action: `${VAULT_ACTION}/backupstorageconfig/write`,
    evidence: [{ kind: 'openapi', operationId: 'BackupResourceStorageConfigsNonCRR_patch' }],
    fidelity: 'modelled',
    handle: patchStorageConfig,
  }),
  defineOperation({
    id: 'BackupResourceEncryptionConfigs_Get',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${VAULT_PATH}/backupEncryptionConfigs/backupResourceEncryptionConfig`,
    apiVersions: BACKUP_API_VERSIONS,
    action: `${VAULT_ACTION}/backupEncryptionConfigs/read`,
    evidence: [{ kind: 'recording', file: 'encryption-config-get.default.json' }],
    fidelity: 'simplified',
    simplification: 'no vault is encrypted with a customer-managed key',
    handle: getEncryptionConfig,
  }),
  defineOperation({
    id: 'ResourceGuardProxies_Get',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${VAULT_PATH}/backupResourceGuardProxies`,
    apiVersions: BACKUP_API_VERSIONS,
    action: `${VAULT_ACTION}/backupResourceGuardProxies/read`,
    evidence: [{ kind: 'recording', file: 'vault-softdelete-disable.sequence.json' }],
    fidelity: 'simplified',
    simplification: 'no vault has a resource guard',
    handle: listResourceGuardProxies,
  }),
];
