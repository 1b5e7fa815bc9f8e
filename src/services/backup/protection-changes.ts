// The requests that change a protected item: one PUT with which Azure Backup protects, changes policy,
// stops, resumes and undeletes, and the DELETE that takes its recovery points.

import type {
  AzureIaaSComputeVMProtectedItem,
  RecoveryServicesBackupClient,
} from '@azure/arm-recoveryservicesbackup';
import { nameOf, type ResourceId } from '../../domain/resource-id.js';
import { captureHeaders } from '../arm/capture-headers.js';
import { partsOf } from '../arm/addressed-client.js';
import { callAzure } from '../arm/errors.js';
import { operationOf, type Acceptance } from '../arm/operation.js';
import type { RawClient } from '../arm/transport/raw-client.js';
import type { BackupService, Operation } from '../services.js';
import { containerNameOf, FABRIC_NAME, itemNameOf } from './item-names.js';

/** The one name that Azure gives to the link between a vault and its Resource Guard (OpenAPI, az). */
const GUARD_LINK = 'VaultProxy';

/** The changing half of the backup service. */
export function protectionChanges(
  clientFor: (id: ResourceId) => RecoveryServicesBackupClient,
  poller: RawClient,
): Pick<BackupService, 'protect' | 'undelete' | 'stop' | 'deleteData'> {
  const put = async (change: ItemChange): Promise<Operation> => {
    const accepted = await putItem(clientFor(change.vaultId), change);
    return operationOf(accepted, poller, change.what);
  };
  return {
    protect: (vaultId, vmId, policyId, approvals) =>
      put({
        vaultId,
        vmId,
        properties: { policyId, ...approved(approvals) },
        what: `the protection of ${nameOf(vmId)}`,
      }),
    stop: (vaultId, vmId, retention, approvals) =>
      put({
        vaultId,
        vmId,
        // As az sends both: the policy is taken from the item in either case.
        properties: {
          policyId: '',
          protectionState: retention === 'forever' ? 'ProtectionStopped' : 'BackupsSuspended',
          ...approved(approvals),
        },
        what: `the end of the backups of ${nameOf(vmId)}`,
      }),
    undelete: (vaultId, vmId, approvals) =>
      put({
        vaultId,
        vmId,
        // As az sends it; the item comes back stopped and without a policy.
        properties: {
          policyId: '',
          protectionState: 'ProtectionStopped',
          isRehydrate: true,
          ...approved(approvals),
        },
        what: `the undeletion of ${nameOf(vmId)}`,
      }),
    deleteData: async (vaultId, vmId, approvals = []) => {
      const what = `the deletion of the backups of ${nameOf(vmId)}`;
      const accepted = await deleteItem(clientFor(vaultId), { vaultId, vmId, what }, approvals);
      return operationOf(accepted, poller, what);
    },
  };
}

function approved(
  approvals: readonly ResourceId[] = [],
): Pick<AzureIaaSComputeVMProtectedItem, 'resourceGuardOperationRequests'> {
  return approvals.length === 0 ? {} : { resourceGuardOperationRequests: [...approvals] };
}

interface ItemAddress {
  readonly vaultId: ResourceId;
  readonly vmId: ResourceId;
  /** What the operation is, for words. */
  readonly what: string;
}

interface ItemChange extends ItemAddress {
  readonly properties: Partial<AzureIaaSComputeVMProtectedItem>;
}

/** ProtectedItems_CreateOrUpdate. */
async function putItem(
  client: RecoveryServicesBackupClient,
  { vaultId, vmId, properties, what }: ItemChange,
): Promise<Acceptance> {
  const { resourceGroup, name } = partsOf(vaultId);
  return captureHeaders({ doing: `start ${what} in ${name}`, target: vmId }, (capture) =>
    client.protectedItems.createOrUpdate(
      name,
      resourceGroup,
      FABRIC_NAME,
      containerNameOf(vmId),
      itemNameOf(vmId),
      {
        properties: {
          protectedItemType: 'Microsoft.Compute/virtualMachines',
          sourceResourceId: vmId,
          ...properties,
        },
      },
      capture,
    ),
  );
}

/**
 * ProtectedItems_Delete. Under a Resource Guard the item has to be unlocked first
 * (ResourceGuardProxy_UnlockDelete); that holds for half an hour.
 */
async function deleteItem(
  client: RecoveryServicesBackupClient,
  { vaultId, vmId, what }: ItemAddress,
  approvals: readonly ResourceId[],
): Promise<Acceptance> {
  const { resourceGroup, name } = partsOf(vaultId);
  const [container, item] = [containerNameOf(vmId), itemNameOf(vmId)];
  if (approvals.length > 0) {
    await callAzure({ doing: `unlock ${what} in ${name}`, target: vmId }, () =>
      client.resourceGuardProxy.unlockDelete(name, resourceGroup, GUARD_LINK, {
        resourceGuardOperationRequests: [...approvals],
        resourceToBeDeleted: `${vaultId}/backupFabrics/${FABRIC_NAME}/protectionContainers/${container}/protectedItems/${item}`,
      }),
    );
  }
  return captureHeaders({ doing: `start ${what} in ${name}`, target: vmId }, (capture) =>
    client.protectedItems.delete(name, resourceGroup, FABRIC_NAME, container, item, capture),
  );
}
