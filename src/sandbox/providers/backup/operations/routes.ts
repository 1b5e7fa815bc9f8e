// Asking after accepted requests: at the item, at the vault and at the fabric.

import { entryOf } from '../../../kernel/entry-of.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { BACKUP_API_VERSIONS, FIXED_STATUS_API_VERSION } from '../api-versions.js';
import { OBJECT_NOT_FOUND } from '../assumed-errors.js';
import {
  asyncHeaders,
  backupError,
  itemPathOf,
  ITEM_PATH,
  VAULT_PATH,
  vaultIdOf,
  type AsyncPaths,
} from '../response.js';
import { findItemOfMachine } from '../backup-vault.js';
import { renderItem } from '../protected-items/render.js';
import { renderOperation } from './render.js';
import type { BackupOperation } from './state.js';
import { vaultOfRequest, type AddressedVault } from '../vault-of-request.js';

const FABRIC_PATH = `${VAULT_PATH}/backupFabrics/{fabricName}`;

/** Paths at which a request about an item can be asked after. Recordings: PUT and POST of items. */
export function itemAsyncPaths(request: OperationRequest, operationId: string): AsyncPaths {
  const path = itemPathOf(request);
  return {
    status: `${path}/operationsStatus/${operationId}`,
    result: `${path}/operationResults/${operationId}`,
  };
}

/** Paths at the vault. Recordings: DELETE of items. */
export function vaultAsyncPaths(request: OperationRequest, operationId: string): AsyncPaths {
  const path = vaultIdOf(request);
  return {
    status: `${path}/backupOperations/${operationId}`,
    result: `${path}/backupOperationResults/${operationId}`,
  };
}

/** Paths at a job; its name is not looked at again. Recording job-cancel.202. */
export function jobAsyncPaths(request: OperationRequest, operationId: string): AsyncPaths {
  const path = `${vaultIdOf(request)}/backupJobs/${request.params['jobName']}`;
  return {
    status: `${path}/operationsStatus/${operationId}`,
    result: `${path}/operationResults/${operationId}`,
    statusApiVersion: FIXED_STATUS_API_VERSION,
  };
}

/** Paths at the fabric. Recording refresh-containers.poll-sequence. */
export function fabricAsyncPaths(request: OperationRequest, operationId: string): AsyncPaths {
  const path = `${vaultIdOf(request)}/backupFabrics/${request.params['fabricName']}`;
  return {
    status: `${path}/operationsStatus/${operationId}`,
    result: `${path}/operationResults/${operationId}`,
    statusApiVersion: FIXED_STATUS_API_VERSION,
  };
}

/** The status of an accepted request: always 200, whatever became of it. */
function statusResponse(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const operation = operationOfRequest(request, vault);
  return { status: 200, body: renderOperation(vault.backup, operation) };
}

/**
 * The result at the item: 202 with `{}` while it goes on, then the item, or 204 after a backup or restore.
 * Recordings reference.dotnet-2016.protection-enable, …job-cancel.
 */
function itemResultResponse(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const operation = operationOfRequest(request, vault);
  if (operation.result === undefined) {
    const headers = asyncHeaders(request, itemAsyncPaths(request, operation.id));
    return { status: 202, headers, body: {} };
  }
  const item =
    operation.vmId === undefined ? undefined : findItemOfMachine(vault.backup, operation.vmId);
  refuseFailed(operation);
  if (['backup', 'restore'].includes(operation.change.kind) || item === undefined) {
    return { status: 204 };
  }
  return {
    status: 200,
    body: renderItem(item, {
      vaultId: vault.id,
      origin: request.url.origin,
      apiVersion: request.apiVersion,
      nowMilliseconds: request.clock.now(),
    }),
  };
}

/** OpenAPI BackupOperationResults_Get: 202 while it goes on, then 204. */
function vaultResultResponse(request: OperationRequest): OperationResponse {
  const operation = operationOfRequest(request, vaultOfRequest(request));
  if (operation.result === undefined) {
    return {
      status: 202,
      headers: asyncHeaders(request, vaultAsyncPaths(request, operation.id)),
    };
  }
  refuseFailed(operation);
  return { status: 204 };
}

/** 204 as soon as it is done, whatever job the path names. Recording reference.powershell-2024.backup-trigger-and-cancel. */
function jobResultResponse(request: OperationRequest): OperationResponse {
  const operation = operationOfRequest(request, vaultOfRequest(request));
  if (operation.result === undefined) {
    return { status: 202, headers: asyncHeaders(request, jobAsyncPaths(request, operation.id)) };
  }
  refuseFailed(operation);
  return { status: 204 };
}

/** 202s repeat Location only. Recording refresh-containers.poll-sequence. */
function fabricResultResponse(request: OperationRequest): OperationResponse {
  const operation = operationOfRequest(request, vaultOfRequest(request));
  if (operation.result !== undefined) {
    return { status: 204 };
  }
  const headers = asyncHeaders(request, fabricAsyncPaths(request, operation.id));
  const { 'azure-asyncoperation': _, ...others } = headers;
  return { status: 202, headers: others };
}

function operationOfRequest(request: OperationRequest, vault: AddressedVault): BackupOperation {
  const operation = entryOf(vault.backup.operations, request.params['operationId']);
  if (operation === undefined) {
    throw new Refusal(backupError(404, OBJECT_NOT_FOUND));
  }
  return operation;
}

/** How the result of a failed operation is told was not recorded: assumed to be its error as a 400. */
function refuseFailed({ result }: BackupOperation): void {
  if (result?.status === 'Failed') {
    throw new Refusal(backupError(400, result));
  }
}

/** The operations that ask after accepted requests. */
export const operationRoutes: readonly SandboxOperation[] = [
  defineOperation({
    id: 'ProtectedItemOperationStatuses_Get',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${ITEM_PATH}/operationsStatus/{operationId}`,
    apiVersions: BACKUP_API_VERSIONS,
    action:
      'Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/operationsStatus/read',
    evidence: [
      { kind: 'recording', file: 'reference.dotnet-2016.protection-enable.operationresults.json' },
      { kind: 'recording', file: 'reference.error-catalogue.json' },
    ],
    fidelity: 'modelled',
    handle: statusResponse,
  }),
  defineOperation({
    id: 'ProtectedItemOperationResults_Get',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${ITEM_PATH}/operationResults/{operationId}`,
    apiVersions: BACKUP_API_VERSIONS,
    action:
      'Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/operationResults/read',
    evidence: [
      { kind: 'recording', file: 'reference.dotnet-2016.protection-enable.operationresults.json' },
      { kind: 'assumption', note: 'a failed operation answers 400 with its error' },
    ],
    fidelity: 'modelled',
    handle: itemResultResponse,
  }),
  defineOperation({
    id: 'BackupOperationStatuses_Get',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${VAULT_PATH}/backupOperations/{operationId}`,
    apiVersions: BACKUP_API_VERSIONS,
    action: 'Microsoft.RecoveryServices/Vaults/backupOperations/read',
    evidence: [
      { kind: 'recording', file: 'protection-enable.poll-sequence.json' },
      { kind: 'recording', file: 'reference.error-catalogue.json' },
    ],
    fidelity: 'modelled',
    handle: statusResponse,
  }),
  defineOperation({
    id: 'BackupOperationResults_Get',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${VAULT_PATH}/backupOperationResults/{operationId}`,
    apiVersions: BACKUP_API_VERSIONS,
    action: 'Microsoft.RecoveryServices/Vaults/backupOperationResults/read',
    evidence: [{ kind: 'openapi', operationId: 'BackupOperationResults_Get' }],
    fidelity: 'modelled',
    handle: vaultResultResponse,
  }),
  defineOperation({
    id: 'ProtectionContainerRefreshOperationResults_Get',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${FABRIC_PATH}/operationResults/{operationId}`,
    apiVersions: BACKUP_API_VERSIONS,
    action: 'Microsoft.RecoveryServices/Vaults/backupFabrics/operationResults/read',
    evidence: [{ kind: 'recording', file: 'refresh-containers.poll-sequence.json' }],
    fidelity: 'modelled',
    handle: fabricResultResponse,
  }),
  defineOperation({
    id: 'ProtectionContainerRefreshOperationStatuses_Get',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${FABRIC_PATH}/operationsStatus/{operationId}`,
    apiVersions: [FIXED_STATUS_API_VERSION],
    action: 'Microsoft.RecoveryServices/Vaults/backupFabrics/operationsStatus/read',
    evidence: [
      { kind: 'recording', file: 'refresh-containers.poll-sequence.json' },
      {
        kind: 'assumption',
        note: 'only its URL was recorded; it answers as the other statuses do',
      },
    ],
    fidelity: 'modelled',
    handle: statusResponse,
  }),
  defineOperation({
    id: 'JobOperationResults_Get',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${VAULT_PATH}/backupJobs/{jobName}/operationResults/{operationId}`,
    apiVersions: BACKUP_API_VERSIONS,
    action: 'Microsoft.RecoveryServices/Vaults/backupJobs/operationResults/read',
    evidence: [
      { kind: 'recording', file: 'reference.powershell-2024.backup-trigger-and-cancel.json' },
      { kind: 'assumption', note: 'a failed operation answers 400 with its error' },
    ],
    fidelity: 'modelled',
    handle: jobResultResponse,
  }),
  defineOperation({
    id: 'JobOperationStatuses_Get',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${VAULT_PATH}/backupJobs/{jobName}/operationsStatus/{operationId}`,
    apiVersions: [FIXED_STATUS_API_VERSION],
    action: 'Microsoft.RecoveryServices/Vaults/backupJobs/operationsStatus/read',
    evidence: [
      { kind: 'recording', file: 'job-cancel.202.json' },
      {
        kind: 'assumption',
        note: 'only its URL was recorded; it answers as the other statuses do',
      },
    ],
    fidelity: 'modelled',
    handle: statusResponse,
  }),
];
