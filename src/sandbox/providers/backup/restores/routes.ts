// The restore of a recovery point: of its disks, in place of a machine's, or as a new machine.

import type { z } from 'zod';
import { requireLinkedAction } from '../../../http/gateway.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { authorizationScope } from '../../../kernel/resource-id.js';
import { acceptChange } from '../operations/accept-change.js';
import { BACKUP_API_VERSIONS } from '../api-versions.js';
import { ITEM_SOFT_DELETED, OBJECT_NOT_FOUND } from '../assumed-errors.js';
import { accepted, backupError, ITEM_PATH } from '../response.js';
import { checkRestore, machineOfPoint, orderOf, type RestoreSubject } from './rules.js';
import { passGuard } from '../resource-guard/guarded-operations.js';
import { itemAsyncPaths } from '../operations/routes.js';
import { isVisible } from '../recovery-points/recovery-point.js';
import { restoreBodySchema, stagingAccountIdOf, type RestoreRequest } from './body.js';
import type { ProtectedItem } from '../protected-items/state.js';
import { TRIGGER_RESTORE_MILLISECONDS } from '../timings.js';
import { itemOfRequest, vaultOfRequest, type AddressedVault } from '../vault-of-request.js';

const RESTORE_ACTION =
  'Microsoft.RecoveryServices/Vaults/backupFabrics/protectionContainers/protectedItems/recoveryPoints/restore/action';

/** 202; the job has the id of the operation. A soft-deleted item has to be brought back first. */
function triggerRestore(
  request: OperationRequest<z.infer<typeof restoreBodySchema>>,
): OperationResponse {
  const vault = vaultOfRequest(request);
  const item = itemOfRequest(request, vault);
  const subject = restoreSubject(request, {
    vault,
    item,
    pointName: request.params['recoveryPointId'] ?? '',
  });
  const requested = request.body.properties;
  requireRights(request, requested);
  passGuard(request, vault.backup, 'restoreRequests', approvalsIn(request));
  const [failure] = checkRestore(subject, requested);
  if (failure !== undefined) {
    return backupError(400, failure);
  }
  const operation = acceptChange(
    request,
    vault.backup,
    { kind: 'restore', order: orderOf(subject, requested) },
    { vmId: item.vmId, milliseconds: TRIGGER_RESTORE_MILLISECONDS },
  );
  return accepted(request, itemAsyncPaths(request, operation.id));
}

/** Older api-versions know no approvals in a restore. */
function approvalsIn({
  url,
  body,
}: OperationRequest<z.infer<typeof restoreBodySchema>>): readonly string[] {
  const version = url.searchParams.get('api-version') ?? '';
  return version < GUARDED_SINCE ? [] : (body.properties.resourceGuardOperationRequests ?? []);
}

/** Azure/azure-cli pull request 28950, of May 2024; the first version that knows them is an assumption. */
const GUARDED_SINCE = '2024-01-01';

/** The recovery point that is to be restored; throws a Refusal when it cannot be seen, or the item is deleted. */
export function restoreSubject(
  { state, clock }: OperationRequest,
  {
    vault,
    item,
    pointName,
  }: { readonly vault: AddressedVault; readonly item: ProtectedItem; readonly pointName: string },
): RestoreSubject {
  if (item.deletion !== undefined) {
    throw new Refusal(backupError(400, ITEM_SOFT_DELETED));
  }
  const nowMilliseconds = clock.now();
  const point = item.recoveryPoints.find(({ name }) => name === pointName);
  if (point === undefined || !isVisible(point, nowMilliseconds)) {
    throw new Refusal(backupError(404, OBJECT_NOT_FOUND));
  }
  const machine = machineOfPoint(state, item, point);
  const location = vault.resource.location ?? '';
  return { state, vault, item, point, machine, location, nowMilliseconds };
}

/** Documentation: Use Azure role-based access control to manage Azure Backup recovery points. */
function requireRights(request: OperationRequest, requested: RestoreRequest): void {
  const { targetResourceGroupId, recoveryType, sourceResourceId, subnetId } = requested;
  const own = {
    action: RESTORE_ACTION,
    scope: authorizationScope(decodeURIComponent(request.url.pathname)),
  };
  const places = [
    { action: 'Microsoft.Storage/storageAccounts/write', scope: stagingAccountIdOf(requested) },
    {
      action: 'Microsoft.Resources/subscriptions/resourceGroups/write',
      scope: targetResourceGroupId,
    },
    ...(recoveryType === 'OriginalLocation'
      ? [{ action: 'Microsoft.Compute/virtualMachines/write', scope: sourceResourceId }]
      : []),
    ...(recoveryType === 'AlternateLocation'
      ? [
          { action: 'Microsoft.Compute/virtualMachines/write', scope: targetResourceGroupId },
          { action: 'Microsoft.Network/virtualNetworks/subnets/join/action', scope: subnetId },
        ]
      : []),
  ];
  for (const { action, scope } of places) {
    if (scope !== undefined) {
      requireLinkedAction(request, { own, linked: { action, scope } });
    }
  }
}

/** The operation of restoring. */
export const restoreRoutes: readonly SandboxOperation[] = [
  defineOperation({
    id: 'Restores_Trigger',
    provider: 'backup',
    host: 'arm',
    method: 'POST',
    path: `${ITEM_PATH}/recoveryPoints/{recoveryPointId}/restore`,
    apiVersions: BACKUP_API_VERSIONS,
    body: restoreBodySchema,
    action: RESTORE_ACTION,
    evidence: [
      { kind: 'recording', file: 'restore-disks.poll-sequence-slow-vault-tier.json' },
      { kind: 'recording', file: 'restore-disks.trigger-and-first-polls.json' },
      { kind: 'documentation', page: 'Restore encrypted Azure virtual machines' },
      { kind: 'documentation', page: 'Restore VMs by using the Azure portal' },
      {
        kind: 'assumption',
        note: 'the codes of refusals, and the contents of the files that a restore leaves',
      },
    ],
    fidelity: 'simplified',
    simplification:
      '70 seconds from a snapshot and 36 minutes from the vault, 2.5 and 21 minutes for a new machine and for replaced disks, whatever their size',
    handle: triggerRestore,
  }),
];
