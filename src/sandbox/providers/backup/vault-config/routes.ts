// Settings of a vault that Azure Backup keeps: soft delete, redundancy, encryption.

import { z } from 'zod';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { BACKUP_API_VERSIONS } from '../api-versions.js';
import { backupError, VAULT_PATH } from '../response.js';
import { passGuard } from '../resource-guard/guarded-operations.js';
import { changeRedundancy, changeSoftDelete, weakensSoftDelete } from './rules.js';
import { findRecoveryVault } from '../../recovery-services/vaults/vault.js';
import { vaultOfRequest, type AddressedVault } from '../vault-of-request.js';

const VAULT_ACTION = 'Microsoft.RecoveryServices/Vaults';

const vaultConfigBodySchema = z.strictObject({
  properties: z.strictObject({
    enhancedSecurityState: z.enum(['Enabled', 'Disabled', 'AlwaysON']).optional(),
    softDeleteFeatureState: z.enum(['Enabled', 'Disabled', 'AlwaysON']).optional(),
    softDeleteRetentionPeriodInDays: z.int().optional(),
    /** No longer in use (OpenAPI BackupResourceVaultConfig); clients that change what they read send it back. */
    isSoftDeleteFeatureStateEditable: z.boolean().optional(),
    resourceGuardOperationRequests: z.array(z.string()).optional(),
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

/** PUT and PATCH alike keep what the body leaves out; of PUT that is an assumption. */
function changeVaultConfig(
  request: OperationRequest<z.infer<typeof vaultConfigBodySchema>>,
): OperationResponse {
  const vault = vaultOfRequest(request);
  const { properties } = request.body;
  const wanted = {
    state: properties.softDeleteFeatureState,
    enhancedSecurityState: properties.enhancedSecurityState,
    retentionDays: properties.softDeleteRetentionPeriodInDays,
  };
  if (weakensSoftDelete(vault.backup, wanted)) {
    const { resourceGuardOperationRequests } = properties;
    passGuard(request, vault.backup, 'disableSoftDeleteRequests', resourceGuardOperationRequests);
  }
  const failure = changeSoftDelete(vault.backup, wanted);
  return failure === undefined
    ? { status: 200, body: renderVaultConfig(vault) }
    : backupError(400, failure);
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

function changeStorage(request: StorageRequest): OperationResponse | undefined {
  const { backup } = vaultOfRequest(request);
  const { storageModelType, storageType, crossRegionRestoreFlag } = request.body.properties;
  const failure = changeRedundancy(backup, {
    redundancy: storageModelType ?? storageType,
    crossRegionRestore: crossRegionRestoreFlag,
  });
  return failure === undefined ? undefined : backupError(400, failure);
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

/** Recordings encryption-config-get.*; `useSystemAssignedIdentity` is true even without identity. */
function getEncryptionConfig(request: OperationRequest): OperationResponse {
  const { id } = vaultOfRequest(request);
  const { settings, encryptionUpdate } =
    findRecoveryVault(request.state, id, request.clock.now())?.properties ?? {};
  const encryption = settings?.encryption;
  const user = encryption?.kekIdentity.userAssignedIdentity ?? undefined;
  return {
    status: 200,
    body: {
      id: `${id}/backupEncryptionConfigs/backupResourceEncryptionConfig`,
      name: 'backupResourceEncryptionConfig',
      type: 'Microsoft.RecoveryServices/vaults/backupEncryptionConfigs',
      properties: {
        ...(user === undefined ? {} : { userAssignedIdentity: user }),
        useSystemAssignedIdentity: encryption?.kekIdentity.useSystemAssignedIdentity ?? true,
        ...(encryption === undefined
          ? { encryptionAtRestType: 'MicrosoftManaged' }
          : {
              encryptionAtRestType: 'CustomerManaged',
              keyUri: encryption.keyVaultProperties.keyUri,
              subscriptionId: '',
            }),
        lastUpdateStatus: encryptionUpdate ?? 'NotEnabled',
        infrastructureEncryptionState: encryption?.infrastructureEncryption ?? 'Disabled',
      },
    },
  };
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
    evidence: [
      { kind: 'recording', file: 'vault-softdelete-disable.sequence.json' },
      { kind: 'assumption', note: 'the refusal of what cannot be changed back' },
    ],
    fidelity: 'modelled',
    handle: changeVaultConfig,
  }),
  defineOperation({
    id: 'BackupResourceVaultConfigs_Put',
    provider: 'backup',
    host: 'arm',
    method: 'PUT',
    path: `${VAULT_PATH}/backupconfig/vaultconfig`,
    apiVersions: BACKUP_API_VERSIONS,
    body: vaultConfigBodySchema,
    action: `${VAULT_ACTION}/backupconfig/write`,
    evidence: [
      { kind: 'openapi', operationId: 'BackupResourceVaultConfigs_Put' },
      { kind: 'assumption', note: 'it keeps what the body leaves out, as PATCH does' },
    ],
    fidelity: 'modelled',
    handle: changeVaultConfig,
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
      { kind: 'assumption', note: 'the refusals of what can no longer be changed' },
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
    evidence: [
      { kind: 'recording', file: 'encryption-config-get.default.json' },
      { kind: 'recording', file: 'vault-cmk.full-flow.json' },
      { kind: 'assumption', note: 'the status after a change that failed' },
    ],
    fidelity: 'modelled',
    handle: getEncryptionConfig,
  }),
];
