// Asking a secondary region after restores that it accepted.
// Specification of the passive stamp, 2021-11-15.

import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { parentsOfKey } from '../../../kernel/entry-index.js';
import { OBJECT_NOT_FOUND } from '../assumed-errors.js';
import { operationsById } from '../operations/indexes.js';
import { renderOperation } from '../operations/render.js';
import type { BackupOperation } from '../operations/state.js';
import { backupError } from '../response.js';
import type { BackupVault } from '../state.js';
import {
  LOCATION_PATH,
  LOCATIONS,
  regionOf,
  secondaryRegion,
  specified,
  VAULT_NUMBER,
} from './request.js';

/** Where an accepted restore is asked after. The id in the addresses is the vault's number and the operation's id, as recorded. */
export function operationHeaders(
  { url, params, apiVersion }: OperationRequest,
  { id }: BackupOperation,
): Record<string, string> {
  // Padded with a bare `=`, which az escapes itself; digits, guids and their semicolon make no `+` and no `/`.
  const name = Buffer.from(`${VAULT_NUMBER};${id}`).toString('base64');
  const base = `${url.origin}/subscriptions/${params['subscriptionId']}/providers/Microsoft.RecoveryServices/locations/${regionOf(params)}`;
  return {
    'azure-asyncoperation': `${base}/backupCrrOperationsStatus/${name}?api-version=${apiVersion}`,
    location: `${base}/backupCrrOperationResults/${name}?api-version=${apiVersion}`,
    'retry-after': '60',
  };
}

interface FoundOperation {
  readonly backup: BackupVault;
  readonly operation: BackupOperation;
}

function operationOf({ state, params }: OperationRequest): FoundOperation {
  const text = Buffer.from(params['operationId'] ?? '', 'base64').toString();
  const id = text.split(';').at(-1) ?? '';
  const [vaultKey] = parentsOfKey(state.backup, (vault) => vault.operations, operationsById, id);
  const backup = vaultKey === undefined ? undefined : state.backup[vaultKey];
  const operation = backup?.operations[id];
  if (backup === undefined || operation === undefined) {
    throw new Refusal(backupError(404, OBJECT_NOT_FOUND));
  }
  return { backup, operation };
}

function getStatus(request: OperationRequest): OperationResponse {
  const { backup, operation } = operationOf(request);
  const name = request.params['operationId'] ?? '';
  return {
    status: 200,
    body: {
      ...renderOperation(backup, operation),
      id: `/subscriptions/${request.params['subscriptionId']}/providers/Microsoft.RecoveryServices/locations/${regionOf(request.params)}/backupCrrOperationsStatus/${name}`,
      name,
    },
  };
}

function getResult(request: OperationRequest): OperationResponse {
  const { operation } = operationOf(request);
  return operation.result === undefined
    ? { status: 202, headers: operationHeaders(request, operation) }
    : { status: 204 };
}

/** Operations on accepted restores in secondary regions. */
export const secondaryOperationRoutes: readonly SandboxOperation[] = [
  defineOperation({
    ...secondaryRegion,
    id: 'CrrOperationStatus_Get',
    method: 'GET',
    path: `${LOCATION_PATH}/backupCrrOperationsStatus/{operationId}`,
    action: `${LOCATIONS}/backupCrrOperationsStatus/read`,
    evidence: specified('CrrOperationStatus_Get'),
    simplification: 'ends are told as starts, as in the region of the vault',
    handle: getStatus,
  }),
  defineOperation({
    ...secondaryRegion,
    id: 'CrrOperationResults_Get',
    method: 'GET',
    path: `${LOCATION_PATH}/backupCrrOperationResults/{operationId}`,
    action: `${LOCATIONS}/backupCrrOperationResults/read`,
    evidence: specified('CrrOperationResults_Get'),
    simplification: '204 at the end, as in the region of the vault',
    handle: getResult,
  }),
];
