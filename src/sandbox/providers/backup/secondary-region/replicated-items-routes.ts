// Items and recovery points of a vault as its secondary region has them.
// Specification of the passive stamp, 2021-11-15.

import { allEntries } from '../../../kernel/entry-index.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { ITEM_PATH, VAULT_PATH } from '../response.js';
import { isWanted, readFilter } from '../list-filter.js';
import { itemId, renderItem } from '../protected-items/render.js';
import type { RecoveryPoint } from '../recovery-points/state.js';
import { renderRecoveryPoint } from '../recovery-points/recovery-point.js';
import { itemOfRequest, vaultOfRequest } from '../vault-of-request.js';
import { copiesOf, copyOfRequest, replicatedVault, secondaryRegionOf } from './copies.js';
import { ITEMS, secondaryRegion, specified, VAULTS } from './request.js';

function listItems(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const { backupManagementType, itemType } = readFilter(request, [
    'backupManagementType',
    'itemType',
  ]);
  const now = request.clock.now();
  const machines = isWanted(backupManagementType, 'AzureIaasVM') && isWanted(itemType, 'VM');
  // A vault without copies is assumed to have no items there, rather than to refuse.
  const replicated = secondaryRegionOf(vault) !== undefined;
  const value = allEntries(vault.backup.items)
    .filter((item) => replicated && machines && copiesOf(request.state, item, now).length > 0)
    .map((item) =>
      renderItem(item, {
        vaultId: vault.id,
        origin: request.url.origin,
        apiVersion: request.apiVersion,
        nowMilliseconds: now,
        extended: false,
      }),
    );
  return { status: 200, body: { value } };
}

function listPoints(request: OperationRequest): OperationResponse {
  const vault = replicatedVault(request);
  const item = itemOfRequest(request, vault);
  const view = pointView(request, itemId(vault.id, item), false);
  const value = copiesOf(request.state, item, request.clock.now())
    .toReversed()
    .map((point) => renderCopy(point, view));
  return { status: 200, body: { value } };
}

function getPoint(request: OperationRequest): OperationResponse {
  const vault = replicatedVault(request);
  const item = itemOfRequest(request, vault);
  const point = copyOfRequest(request);
  return {
    status: 200,
    body: renderCopy(point, pointView(request, itemId(vault.id, item), true)),
  };
}

/** As in the region of the vault, and that it can be restored here. Recorded with a cross-region restore. */
function renderCopy(
  point: RecoveryPoint,
  view: Parameters<typeof renderRecoveryPoint>[1],
): Record<string, unknown> {
  const { properties, ...rest } = renderRecoveryPoint(point, view);
  return {
    ...rest,
    properties: { ...Object(properties), crossRegionRestoreState: 'Supported' },
  };
}

function pointView(
  { clock, apiVersion, state: { pointKeys } }: OperationRequest,
  idOfItem: string,
  detailed: boolean,
): Parameters<typeof renderRecoveryPoint>[1] {
  return { itemId: idOfItem, nowMilliseconds: clock.now(), apiVersion, detailed, pointKeys };
}

/** Operations on items and recovery points in secondary regions. */
export const replicatedItemRoutes: readonly SandboxOperation[] = [
  defineOperation({
    ...secondaryRegion,
    id: 'BackupProtectedItemsCrr_List',
    method: 'GET',
    path: `${VAULT_PATH}/backupProtectedItems`,
    query: ['$filter'],
    action: `${VAULTS}/backupProtectedItems/read`,
    evidence: specified('BackupProtectedItemsCrr_List'),
    simplification: 'items are shown as they are in the region of the vault',
    handle: listItems,
  }),
  defineOperation({
    ...secondaryRegion,
    id: 'RecoveryPointsCrr_List',
    method: 'GET',
    path: `${ITEM_PATH}/recoveryPoints`,
    query: ['$filter'],
    action: `${ITEMS}/recoveryPoints/read`,
    evidence: specified('RecoveryPointsCrr_List'),
    simplification: 'all copies, whatever the filter says',
    handle: listPoints,
  }),
  defineOperation({
    ...secondaryRegion,
    id: 'RecoveryPointsCrr_Get',
    method: 'GET',
    path: `${ITEM_PATH}/recoveryPoints/{recoveryPointId}`,
    action: `${ITEMS}/recoveryPoints/read`,
    evidence: specified('RecoveryPointsCrr_Get'),
    simplification: 'as in the region of the vault, in the vault tier only',
    handle: getPoint,
  }),
];
