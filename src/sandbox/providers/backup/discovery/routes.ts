// What a vault sees of the machines around it: protectable machines, containers, discovery.

import { allEntries } from '../../../kernel/entry-index.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { notModelled } from '../../../http/not-modelled.js';
import { Refusal } from '../../../http/refusal.js';
import { parseInstant } from '../../../kernel/time/instant.js';
import { listResources, type ArmResource } from '../../../kernel/resource.js';
import { VIRTUAL_MACHINE_TYPE } from '../../compute/virtual-machines/state.js';
import { acceptChange } from '../operations/accept-change.js';
import { BACKUP_API_VERSIONS } from '../api-versions.js';
import { accepted, VAULT_PATH } from '../response.js';
import { machineNames, vaultsOfMachine } from '../backup-vault.js';
import { isWanted, readFilter } from '../list-filter.js';
import { fabricAsyncPaths } from '../operations/routes.js';
import type { ProtectedItem } from '../protected-items/state.js';
import { REFRESH_MILLISECONDS } from '../timings.js';
import { vaultOfRequest, type AddressedVault } from '../vault-of-request.js';

const MANAGEMENT_TYPE = 'AzureIaasVM';

/** Machines of the vault's subscription and region that nobody protects and discovery has seen. */
function listProtectableItems(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const filter = readFilter(request, ['backupManagementType']);
  if (!isWanted(filter.backupManagementType, MANAGEMENT_TYPE)) {
    return { status: 200, body: { value: [] } };
  }
  const subscription = `/subscriptions/${request.params['subscriptionId']}`;
  const value = listResources(request.state, subscription, VIRTUAL_MACHINE_TYPE)
    .filter((machine) => isOffered(request, vault, machine))
    .map((machine) => protectableItem(vault.id, machine.id));
  return { status: 200, body: { value } };
}

function isOffered(
  { state }: OperationRequest,
  { resource, backup }: AddressedVault,
  machine: ArmResource,
): boolean {
  const made = parseInstant(String(machine.properties['timeCreated'])) ?? 0;
  return (
    machine.location?.toLowerCase() === resource.location?.toLowerCase() &&
    made <= backup.discoveredMilliseconds &&
    vaultsOfMachine(state, machine.id).length === 0
  );
}

/** Recording protectable-items-list.before-and-after-refresh. */
function protectableItem(vaultId: string, vmId: string): Record<string, unknown> {
  const { container, bare, resourceGroup, friendlyName } = machineNames(vmId);
  return {
    // Letters beyond ASCII are escaped here, though not in the names, as recorded in protection-enable.poll-sequence-4.
    id: encodeURI(
      `${vaultId}/backupFabrics/Azure/protectionContainers/${container}/protectableItems/vm;${bare}`,
    ),
    name: bare,
    type: 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectableItems',
    properties: {
      virtualMachineId: vmId,
      virtualMachineVersion: 'Compute',
      resourceGroup,
      backupManagementType: MANAGEMENT_TYPE,
      protectableItemType: 'Microsoft.Compute/virtualMachines',
      friendlyName,
      protectionState: 'NotProtected',
    },
  };
}

/** Soft-deleted machines are listed as well when registered ones are asked for. */
function listContainers(request: OperationRequest): OperationResponse {
  const vault = vaultOfRequest(request);
  const filter = readFilter(request, ['backupManagementType', 'status', 'friendlyName']);
  if (!isWanted(filter.status, 'Registered')) {
    throw new Refusal(notModelled(`containers whose status is ${filter.status}`));
  }
  const ofType = isWanted(filter.backupManagementType, MANAGEMENT_TYPE);
  const value = allEntries(vault.backup.items)
    .filter(({ vmId }) => ofType && isWanted(filter.friendlyName, machineNames(vmId).friendlyName))
    .map((item) => renderContainer(vault.id, item));
  return { status: 200, body: { value } };
}

/** Recordings containers-list.*. */
function renderContainer(vaultId: string, item: ProtectedItem): Record<string, unknown> {
  const { container, resourceGroup, friendlyName } = machineNames(item.vmId);
  return {
    id: `${vaultId}/backupFabrics/Azure/protectionContainers/${container}`,
    name: container,
    type: 'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers',
    properties: {
      virtualMachineId: item.vmId,
      virtualMachineVersion: 'Compute',
      resourceGroup,
      friendlyName,
      backupManagementType: MANAGEMENT_TYPE,
      registrationStatus: item.deletion === undefined ? 'Registered' : 'SoftDeleted',
      healthStatus: 'Healthy',
      containerType: 'Microsoft.Compute/virtualMachines',
      protectableObjectType: 'Microsoft.Compute/virtualMachines',
    },
  };
}

function refreshContainers(request: OperationRequest): OperationResponse {
  const { backup } = vaultOfRequest(request);
  const operation = acceptChange(
    request,
    backup,
    { kind: 'refresh' },
    { milliseconds: REFRESH_MILLISECONDS },
  );
  return accepted(request, fabricAsyncPaths(request, operation.id));
}

/** The operations of discovery. */
export const discoveryRoutes: readonly SandboxOperation[] = [
  defineOperation({
    id: 'BackupProtectableItems_List',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${VAULT_PATH}/backupProtectableItems`,
    apiVersions: BACKUP_API_VERSIONS,
    query: ['$filter'],
    action: 'Microsoft.RecoveryServices/Vaults/backupProtectableItems/read',
    evidence: [{ kind: 'recording', file: 'protectable-items-list.before-and-after-refresh.json' }],
    fidelity: 'simplified',
    simplification: 'one page, however many machines there are',
    handle: listProtectableItems,
  }),
  defineOperation({
    id: 'BackupProtectionContainers_List',
    provider: 'backup',
    host: 'arm',
    method: 'GET',
    path: `${VAULT_PATH}/backupProtectionContainers`,
    apiVersions: BACKUP_API_VERSIONS,
    query: ['$filter'],
    action: 'Microsoft.RecoveryServices/Vaults/backupProtectionContainers/read',
    evidence: [
      { kind: 'recording', file: 'containers-list.by-friendly-name.json' },
      { kind: 'recording', file: 'containers-list.softdeleted-registration.json' },
    ],
    fidelity: 'modelled',
    handle: listContainers,
  }),
  defineOperation({
    id: 'ProtectionContainers_Refresh',
    provider: 'backup',
    host: 'arm',
    method: 'POST',
    path: `${VAULT_PATH}/backupFabrics/{fabricName}/refreshContainers`,
    apiVersions: BACKUP_API_VERSIONS,
    action: 'Microsoft.RecoveryServices/Vaults/backupFabrics/refreshContainers/action',
    evidence: [{ kind: 'recording', file: 'refresh-containers.poll-sequence.json' }],
    fidelity: 'modelled',
    handle: refreshContainers,
  }),
];
