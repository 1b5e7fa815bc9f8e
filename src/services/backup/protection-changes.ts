// The PUT on a protected item, with which Azure Backup protects, changes policy, resumes and undeletes.

import type {
  AzureIaaSComputeVMProtectedItem,
  RecoveryServicesBackupClient,
} from '@azure/arm-recoveryservicesbackup';
import { nameOf, type ResourceId } from '../../domain/resource-id.js';
import { partsOf } from '../arm/addressed-client.js';
import { callAzure, type AzureCall } from '../arm/errors.js';
import { operationOf, type Acceptance } from '../arm/operation.js';
import type { RawClient } from '../arm/raw-client.js';
import { required } from '../arm/unexpected-answer.js';
import type { BackupService, Operation } from '../services.js';
import { containerNameOf, FABRIC_NAME, itemNameOf } from './item-names.js';

/** The changing half of the backup service. */
export function protectionChanges(
  clientFor: (id: ResourceId) => RecoveryServicesBackupClient,
  poller: RawClient,
): Pick<BackupService, 'protect' | 'undelete'> {
  const put = async (change: ItemChange): Promise<Operation> => {
    const accepted = await putItem(clientFor(change.vaultId), change);
    return operationOf(accepted, poller, change.what);
  };
  return {
    protect: (vaultId, vmId, policyId) =>
      put({ vaultId, vmId, properties: { policyId }, what: `the protection of ${nameOf(vmId)}` }),
    undelete: (vaultId, vmId) =>
      put({
        vaultId,
        vmId,
        // As az sends it; the item comes back stopped and without a policy.
        properties: { policyId: '', protectionState: 'ProtectionStopped', isRehydrate: true },
        what: `the undeletion of ${nameOf(vmId)}`,
      }),
  };
}

interface ItemChange {
  readonly vaultId: ResourceId;
  readonly vmId: ResourceId;
  readonly properties: Partial<AzureIaaSComputeVMProtectedItem>;
  /** What the operation is, for words. */
  readonly what: string;
}

/** ProtectedItems_CreateOrUpdate: the SDK returns nothing of a 202, so its headers are caught on the way. */
async function putItem(
  client: RecoveryServicesBackupClient,
  { vaultId, vmId, properties, what }: ItemChange,
): Promise<Acceptance> {
  const { resourceGroup, name } = partsOf(vaultId);
  const call: AzureCall = { doing: `begin ${what} in ${name}`, target: vmId };
  let accepted: Acceptance | undefined;
  await callAzure(call, () =>
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
      {
        onResponse: ({ headers }) => {
          accepted = { header: (header) => headers.get(header) };
        },
      },
    ),
  );
  return required(accepted, 'response', vmId);
}
