// Recovery points: list and get.

import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { z } from 'zod';
import { BACKUP_API_VERSIONS, POINT_API_VERSIONS } from '../api-versions.js';
import { archiveReadiness } from './archive-readiness.js';
import { OBJECT_NOT_FOUND } from '../assumed-errors.js';
import { backupError, ITEM_PATH } from '../response.js';
import { readFilter, readFilterTime } from '../list-filter.js';
import { isVisible, renderRecoveryPoint } from './recovery-point.js';
import { itemId } from '../protected-items/render.js';
import { itemOfRequest, vaultOfRequest } from '../vault-of-request.js';

const ITEM_ACTION =
  'Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems';
const READ_ACTION = `${ITEM_ACTION}/recoveryPoints/read`;

/** OpenAPI ListRecoveryPointsRecommendedForMoveRequest; az sends only the list. */
const recommendedBodySchema = z.strictObject({
  objectType: z.string().optional(),
  excludedRPList: z.array(z.string()).default([]),
});

/** Newest first; the times of a filter are inclusive. No point is ever soft-deleted by itself. */
function listRecoveryPoints(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const item = itemOfRequest(request, vault);
  const { startDate, endDate, moveReadyRPOnly } = readFilter(request, [
    'startDate',
    'endDate',
    'moveReadyRPOnly',
    'includeSoftDeletedRP',
  ]);
  const from = startDate === undefined ? Number.NEGATIVE_INFINITY : readFilterTime(startDate);
  const to = endDate === undefined ? Number.POSITIVE_INFINITY : readFilterTime(endDate);
  const now = request.clock.now();
  const view = {
    itemId: itemId(vault.id, item),
    nowMilliseconds: now,
    apiVersion: request.apiVersion,
    detailed: false,
    pointKeys: request.state.pointKeys,
  };
  const value = item.recoveryPoints
    .filter((point) => isVisible(point, now))
    .filter((point) => point.timeMilliseconds >= from && point.timeMilliseconds <= to)
    .filter((point) => !asked(moveReadyRPOnly) || archiveReadiness(point, now).isReadyForMove)
    .toSorted((left, right) => right.timeMilliseconds - left.timeMilliseconds)
    .map((point) => renderRecoveryPoint(point, view));
  return { status: 200, body: { value } };
}

function asked(flag: string | undefined): boolean {
  return flag?.toLowerCase() === 'true';
}

/** Azure chooses by what moving would save; here it is every point that may be moved. */
function listRecommended(
  request: OperationRequest<z.infer<typeof recommendedBodySchema>>,
): OperationResponse {
  const vault = vaultOfRequest(request);
  const item = itemOfRequest(request, vault);
  const now = request.clock.now();
  const excluded = new Set(request.body.excludedRPList);
  const view = {
    itemId: itemId(vault.id, item),
    nowMilliseconds: now,
    apiVersion: request.apiVersion,
    detailed: false,
    pointKeys: request.state.pointKeys,
  };
  const value = item.recoveryPoints
    .filter((point) => isVisible(point, now) && !excluded.has(point.name))
    .filter((point) => archiveReadiness(point, now).isReadyForMove)
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
  const view = {
    itemId: itemId(vault.id, item),
    nowMilliseconds: now,
    apiVersion: request.apiVersion,
    detailed: true,
    pointKeys: request.state.pointKeys,
  };
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
    apiVersions: POINT_API_VERSIONS,
    query: ['$filter'],
    action: READ_ACTION,
    evidence: [
      { kind: 'recording', file: 'recovery-points-list.one.json' },
      { kind: 'assumption', note: 'that a list never holds keyAndSecret' },
      { kind: 'assumption', note: 'from 2023-06-01 on points tell when they expire' },
      {
        kind: 'assumption',
        note: 'that a list has threats as the answer about one point does',
      },
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
    apiVersions: POINT_API_VERSIONS,
    action: READ_ACTION,
    evidence: [
      { kind: 'recording', file: 'recovery-point-get.one.json' },
      { kind: 'openapi', operationId: 'RecoveryPoints_Get' },
      {
        kind: 'documentation',
        page: 'Restore Key Vault key and secret for encrypted VMs using Azure Backup',
      },
      {
        kind: 'assumption',
        note: 'that a point of today names its key and secret, without copies',
      },
      {
        kind: 'assumption',
        note: 'that a point of a vault without threat detection has no threat status at all',
      },
    ],
    fidelity: 'modelled',
    handle: getRecoveryPoint,
  }),
  defineOperation({
    id: 'RecoveryPointsRecommendedForMove_List',
    provider: 'backup',
    host: 'arm',
    method: 'POST',
    path: `${ITEM_PATH}/recoveryPointsRecommendedForMove`,
    apiVersions: BACKUP_API_VERSIONS,
    body: recommendedBodySchema,
    action: `${ITEM_ACTION}/recoveryPointsRecommendedForMove/action`,
    evidence: [{ kind: 'openapi', operationId: 'RecoveryPointsRecommendedForMove_List' }],
    fidelity: 'simplified',
    simplification: 'every point that may be moved to the archive is recommended',
    handle: listRecommended,
  }),
];
