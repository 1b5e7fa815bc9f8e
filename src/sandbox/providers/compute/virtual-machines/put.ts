// Making a machine from disks that exist, and putting one that is there again. Recording of attaching a disk:
// 200 with Azure-AsyncOperation; of a new machine, 201 (OpenAPI VirtualMachines_CreateOrUpdate).

import { requireLinkedAction } from '../../../http/gateway.js';
import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import {
  findResource,
  putResource,
  resourceKey,
  type OperationRecord,
} from '../../../kernel/resource.js';
import { machineOfInterface } from '../../network/interfaces/network-interface.js';
import { NETWORK_INTERFACE_TYPE } from '../../network/request.js';
import { CREATE_MILLISECONDS } from './assumed-timings.js';
import { attachableDisks, type AttachableDisk } from './attachable-disks.js';
import { startComputeOperation, statusHeaders } from '../operations.js';
import { beyondQuota } from '../quotas/quotas.js';
import { machineIdOf, offsetInstant } from '../request.js';
import type { MachineBody } from './body.js';
import { changeMachine } from './changes/change.js';
import { newDiskId } from './changes/data-disks.js';
import { dataDiskModel, diskModel, ownDisks } from './disk-model.js';
import {
  interfaceOwned,
  invalidParameter,
  otherRegion,
  referenceNotFound,
  unknownSize,
} from './errors.js';
import { isMachineSize } from './sizes.js';
import { restrictedSize } from './skus.js';
import { newRuntime } from './new-runtime.js';
import { renderMachine } from './render.js';
import { findVirtualMachine, VIRTUAL_MACHINE_TYPE } from './state.js';

type PutRequest = OperationRequest<MachineBody>;

const ACTION = 'Microsoft.Compute/virtualMachines/write';

/** 201 and Creating for a new machine, 200 for one that is there. */
export function putMachine(request: PutRequest): OperationResponse {
  const id = machineIdOf(request);
  const known = findVirtualMachine(request.state, id);
  requireLinkedRights(request, id);
  return known === undefined
    ? createMachine(request, id)
    : changeMachine(request, known, respondWithMachine);
}

function createMachine(request: PutRequest, id: string): OperationResponse {
  const { body, state } = request;
  refuseModel(body);
  refuseRestricted(request);
  refuseSurroundings(request, id);
  refuseBeyondQuota(request);
  const disks = attachableDisks(state, id, body);
  refuseInterfaces(request, id);
  putResource(state, {
    id,
    name: request.params['vmName'] ?? '',
    type: VIRTUAL_MACHINE_TYPE,
    location: body.location,
    tags: body.tags ?? {},
    extra: {
      ...(body.zones === undefined || body.zones.length === 0 ? {} : { zones: body.zones }),
      ...(body.plan === undefined ? {} : { plan: body.plan }),
      ...(body.identity === undefined ? {} : { identity: body.identity }),
    },
    properties: machineProperties(request, disks),
  });
  ownDisks(disks, id);
  const operation = startComputeOperation(request, 'machine-create', id, CREATE_MILLISECONDS);
  return respondWithMachine(request, operation, 201);
}

/** The machine as it now is, and where to ask after the operation on it. */
function respondWithMachine(
  request: OperationRequest,
  operation: OperationRecord,
  status: 200 | 201,
): OperationResponse {
  const { state, clock } = request;
  const resource = findResource(state, operation.resourceId);
  if (resource !== undefined) {
    resource.properties['pending'] = operation.id;
  }
  const machine = findVirtualMachine(state, operation.resourceId);
  if (machine === undefined) {
    throw new Error(`${operation.resourceId} was just put and is not there`);
  }
  const view = {
    nowMilliseconds: clock.now(),
    withInstanceView: false,
    extensions: 'complete',
  } as const;
  return {
    status,
    headers: statusHeaders(request, operation, machine.resource.location ?? ''),
    body: renderMachine(state, machine, view),
  };
}

/** Documentation: Understand common error messages when you manage virtual machines in Azure. */
function refuseModel({ properties, zones = [] }: MachineBody): void {
  const { hardwareProfile, osProfile, storageProfile } = properties;
  if (storageProfile.imageReference !== undefined) {
    const message =
      'Cannot attach an existing OS disk if the VM is created from a platform or user image.';
    throw new Refusal(invalidParameter(message, 'osDisk'));
  }
  if (osProfile !== undefined) {
    throw new Refusal(invalidParameter("Parameter 'osProfile' is not allowed.", 'osProfile'));
  }
  if (!isMachineSize(hardwareProfile.vmSize)) {
    throw new Refusal(unknownSize(hardwareProfile.vmSize));
  }
  if (zones.length > 1) {
    throw new Refusal(invalidParameter('The value of parameter zones is invalid.', 'zones'));
  }
}

const LICENSES = {
  Windows: ['Windows_Server', 'Windows_Client', 'None'],
  Linux: ['RHEL_BYOS', 'SLES_BYOS', 'None'],
} as const;

/** Documentation: Availability sets overview; Azure Hybrid Benefit. The words are an assumption. */
function refuseSurroundings({ state, body }: PutRequest, machineId: string): void {
  const { availabilitySet, licenseType, storageProfile } = body.properties;
  if (availabilitySet !== undefined) {
    const found = findResource(state, availabilitySet.id);
    if (found === undefined) {
      throw new Refusal(referenceNotFound(availabilitySet.id));
    }
    const group = machineId.split('/').slice(0, 5).join('/').toLowerCase();
    if (!resourceKey(found.id).startsWith(`${group}/`) || (body.zones ?? []).length > 0) {
      const message = 'The availability set cannot have this virtual machine.';
      throw new Refusal(invalidParameter(message, 'availabilitySet.id'));
    }
  }
  const licenses: readonly string[] = LICENSES[storageProfile.osDisk.osType];
  if (licenseType !== undefined && !licenses.includes(licenseType)) {
    const message = `The value ${licenseType} of parameter licenseType is invalid.`;
    throw new Refusal(invalidParameter(message, 'licenseType'));
  }
}

function refuseRestricted({ state, body }: PutRequest): void {
  const { location, zones = [], properties } = body;
  const refused = restrictedSize(state, {
    size: properties.hardwareProfile.vmSize,
    location,
    zones,
  });
  if (refused !== undefined) {
    throw new Refusal(refused);
  }
}

function refuseBeyondQuota({ state, body, params }: PutRequest): void {
  const refused = beyondQuota(state, {
    subscriptionId: params['subscriptionId'] ?? '',
    location: body.location,
    size: body.properties.hardwareProfile.vmSize,
  });
  if (refused !== undefined) {
    throw new Refusal(refused);
  }
}

function refuseInterfaces({ body, state }: PutRequest, machineId: string): void {
  for (const { id } of body.properties.networkProfile.networkInterfaces) {
    const found = findResource(state, id);
    if (found?.type.toLowerCase() !== NETWORK_INTERFACE_TYPE.toLowerCase()) {
      throw new Refusal(referenceNotFound(id));
    }
    if (found.location !== body.location.toLowerCase()) {
      throw new Refusal(otherRegion(id, body.location));
    }
    const owner = machineOfInterface(state, id);
    if (owner !== undefined && resourceKey(owner) !== resourceKey(machineId)) {
      throw new Refusal(interfaceOwned(id, owner));
    }
  }
}

/** What the caller has to be allowed at what the machine is made of. Documentation: Virtual Machine Contributor; Restore encrypted Azure virtual machines. */
function requireLinkedRights(request: PutRequest, machineId: string): void {
  const { networkProfile, storageProfile } = request.body.properties;
  const { encryptionSettings } = storageProfile.osDisk;
  const linked = [
    ...networkProfile.networkInterfaces.map(({ id }) => ({
      action: 'Microsoft.Network/networkInterfaces/join/action',
      scope: id,
    })),
    ...[storageProfile.osDisk, ...(storageProfile.dataDisks ?? [])].flatMap(({ managedDisk }) =>
      managedDisk?.id === undefined
        ? []
        : [{ action: 'Microsoft.Compute/disks/read', scope: managedDisk.id }],
    ),
    ...(storageProfile.dataDisks ?? [])
      .filter(({ createOption, managedDisk }) => createOption === 'Empty' && !managedDisk?.id)
      .map(({ name = '' }) => ({
        action: 'Microsoft.Compute/disks/write',
        scope: newDiskId(request.params, name),
      })),
    ...Object.keys(request.body.identity?.userAssignedIdentities ?? {}).map((id) => ({
      action: 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
      scope: id,
    })),
    ...(encryptionSettings === undefined
      ? []
      : [
          {
            action: 'Microsoft.KeyVault/vaults/deploy/action',
            scope: encryptionSettings.diskEncryptionKey.sourceVault.id,
          },
        ]),
  ];
  for (const each of linked) {
    requireLinkedAction(request, { own: { action: ACTION, scope: machineId }, linked: each });
  }
}

function machineProperties(
  { body, ids, clock, params }: PutRequest,
  disks: readonly AttachableDisk[],
) {
  const { properties } = body;
  const { osType, encryptionSettings } = properties.storageProfile.osDisk;
  const [osDisk, ...dataDisks] = disks;
  const created = clock.now();
  return {
    vmId: ids.guid(),
    hardwareProfile: properties.hardwareProfile,
    storageProfile: {
      osDisk: {
        osType,
        ...(osDisk === undefined ? {} : diskModel(osDisk)),
        ...(encryptionSettings === undefined ? {} : { encryptionSettings }),
      },
      dataDisks: dataDisks.map((disk) => dataDiskModel(disk)),
    },
    ...surroundings(properties),
    ...(properties.securityProfile === undefined
      ? {}
      : { securityProfile: properties.securityProfile }),
    networkProfile: properties.networkProfile,
    ...(properties.diagnosticsProfile === undefined
      ? {}
      : { diagnosticsProfile: properties.diagnosticsProfile }),
    provisioningState: 'Creating',
    timeCreated: offsetInstant(created),
    runtime: newRuntime(osType, params['vmName'] ?? '', created, disks[0]?.managed),
  };
}

function surroundings({ availabilitySet, licenseType }: MachineBody['properties']) {
  return {
    ...(availabilitySet === undefined ? {} : { availabilitySet }),
    ...(licenseType === undefined ? {} : { licenseType }),
  };
}
