// Recovery points: list and get.

import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../http/operation.js';
import { BACKUP_API_VERSIONS } from './api-versions.js';
import { OBJECT_NOT_FOUND } from './assumed-failures.js';
import { backupError, ITEM_PATH } from './backup-response.js';
import { readFilter, readFilterTime } from './list-filter.js';
import { isVisible, renderRecoveryPoint } from './recovery-point.js';
import { itemId } from './render-item.js';
import { itemOfRequest, vaultOfRequest } from './vault-of-request.js';

const READ_ACTION =
  'Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/recoveryPoints/read';

/** Newest first; the times of a filter are inclusive. */
function listRecoveryPoints(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const item = itemOfRequest(request, vault);
  const { startDate, endDate } = readFilter(request, ['startDate', 'endDate']);
  const from = startDate === undefined ? Number.NEGATIVE_INFINITY : readFilterTime(startDate);
  const to = endDate === undefined ? Number.POSITIVE_INFINITY : readFilterTime(endDate);
  const now = request.clock.now();
  const view = { itemId: itemId(vault.id, item), nowMilliseconds: now, detailed: false };
  const value = item.recoveryPoints
    .filter((point) => isVisible(point, now))
    .filter((point) => point.timeMilliseconds >= from && point.timeMilliseconds <= to)
    .toSorted((left, right) => right.timeMilliseconds - left.timeMilliseconds)
    .map((point) => renderRecoveryPoint(point, view));
  return { status: 200, body: { value } };
}

function getRecoveryPoint(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const item = itemOfRequest(request, vault);
  const now = request.clock.now();
  const point = item.recoveryPoints.find(({ name }) => name === request.params['recoveryPointId']);
  if (point === undefined || !isVisible(point, now)) {
    return backupError(404, OBJECT_NOT_FOUND);
  }
  const view = { itemId: itemId(vault.id, item), nowMilliseconds: now, detailed: true };
  return { status: 200, body: renderRecoveryPoint(point, view) };
}

/** The operations of recovery points. */
export const recoveryPointRoutes: readonly SandboxOperation[] = [
  defineOperation({
    id: 'RecoveryPoints_List',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${ITEM_PATH}/recoveryPoints`,
    apiVersions: BACKUP_API_VERSIONS,
    query: ['$filter'],
    action: READ_ACTION,
    evidence: [
      { kind: 'recording', file: 'recovery-points-list.one.json' },
      { kind: 'assumption', note: 'that a list never holds keyAndSecret' },
    ],
    fidelity: 'modelled',
    handle: listRecoveryPoints,
  }),
  defineOperation({
    id: 'RecoveryPoints_Get',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${ITEM_PATH}/recoveryPoints/{recoveryPointId}`,
    apiVersions: BACKUP_API_VERSIONS,
    action: READ_ACTION,
    evidence: [
      { kind: 'recording', file: 'recovery-point-get.one.json' },
      { kind: 'openapi', operationId: 'RecoveryPoints_Get' },
    ],
    fidelity: 'modelled',
    handle: getRecoveryPoint,
  }),
];
