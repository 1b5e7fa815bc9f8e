// Making a machine from disks that exist, and putting one that is there again. Recording of attaching a disk:
// 200 with Azure-AsyncOperation; of a new machine, 201 (OpenAPI VirtualMachines_CreateOrUpdate).

import { z } from 'zod';
import { invalidResourceLocation } from '../../../http/arm-error.js';
import { requireLinkedAction } from '../../../http/gateway.js';
import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import {
  findResource,
  putResource,
  resourceKey,
  type ArmResource,
  type OperationRecord,
} from '../../../kernel/resource.js';
import { machineOfInterface } from '../../network/interfaces/network-interface.js';
import { NETWORK_INTERFACE_TYPE } from '../../network/request.js';
import { CREATE_MILLISECONDS, UPDATE_MILLISECONDS } from './assumed-timings.js';
import { attachableDisks, type AttachableDisk } from './attachable-disks.js';
import { startComputeOperation, statusHeaders } from '../operations.js';
import { beyondQuota } from '../quotas/quotas.js';
import { machineIdOf, offsetInstant } from '../request.js';
import { refuseChange } from './change-rules.js';
import type { MachineBody } from './body.js';
import { interfaceOwned, invalidParameter, otherRegion, referenceNotFound } from './errors.js';
import { isMachineSize, MACHINE_SIZES } from './sizes.js';
import { restrictedSize } from './skus.js';
import { newRuntime } from './new-runtime.js';
import { renderMachine } from './render.js';
import {
  findVirtualMachine,
  updateRuntime,
  VIRTUAL_MACHINE_TYPE,
  type VirtualMachine,
} from './state.js';

type PutRequest = OperationRequest<MachineBody>;

const ACTION = 'Microsoft.Compute/virtualMachines/write';

/** 201 and Creating for a new machine, 200 for one that is there. */
export function putMachine(request: PutRequest): OperationResponse {
  const id = machineIdOf(request);
  const known = findVirtualMachine(request.state, id);
  requireLinkedRights(request, id);
  return known === undefined ? createMachine(request, id) : changeMachine(request, known);
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
  return respond(request, operation, 201);
}

/** A machine whose creation failed is tried again, others change at most their tags and settings. */
function changeMachine(request: PutRequest, machine: VirtualMachine): OperationResponse {
  const { body } = request;
  const { resource, properties } = machine;
  if (resource.location?.toLowerCase() !== body.location.toLowerCase()) {
    throw new Refusal(invalidResourceLocation(resource.id, resource.location ?? '', body.location));
  }
  refuseChange(machine, body);
  const running = runningOperation(request, machine);
  if (running !== undefined) {
    return respond(request, running, 200);
  }
  resource.tags = body.tags ?? {};
  const { encryptionSettings, ...osDisk } = properties.storageProfile.osDisk;
  const wanted = body.properties.storageProfile.osDisk.encryptionSettings ?? encryptionSettings;
  resource.properties['storageProfile'] = {
    ...properties.storageProfile,
    osDisk: { ...osDisk, ...(wanted === undefined ? {} : { encryptionSettings: wanted }) },
  };
  const anew = properties.runtime.neverStarted === true;
  resource.properties['provisioningState'] = 'Updating';
  const operation = anew
    ? startComputeOperation(request, 'machine-create', resource.id, CREATE_MILLISECONDS)
    : startComputeOperation(request, 'machine-update', resource.id, UPDATE_MILLISECONDS);
  updateRuntime(machine, { changedMilliseconds: request.clock.now() });
  return respond(request, operation, 200);
}

/** The operation that works on a machine right now, when it is one that a request like this has started. */
function runningOperation(
  { state, clock }: PutRequest,
  { resource }: VirtualMachine,
): OperationRecord | undefined {
  const operation = state.operations[String(resource.properties['pending'])];
  return operation !== undefined &&
    operation.kind === 'machine-create' &&
    clock.now() < operation.endsMilliseconds
    ? operation
    : undefined;
}

function respond(
  request: PutRequest,
  operation: OperationRecord,
  status: 200 | 201,
): OperationResponse {
  const { state, clock, body } = request;
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
    headers: statusHeaders(request, operation, body.location),
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
    const message = `The value ${hardwareProfile.vmSize} provided for the VM size is not valid. The valid sizes in the current region are: ${MACHINE_SIZES.join(',')}. Find out more on the valid VM sizes in each region at https://aka.ms/azure-regions.`;
    throw new Refusal(invalidParameter(message, 'vmSize'));
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
      managedDisk === undefined
        ? []
        : [{ action: 'Microsoft.Compute/disks/read', scope: managedDisk.id }],
    ),
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

function ownDisks(disks: readonly AttachableDisk[], machineId: string): void {
  for (const { managed } of disks) {
    if (managed !== undefined) {
      managed.extra = { managedBy: machineId, ...managed.extra };
      managed.properties['diskState'] = 'Attached';
    }
  }
}

function machineProperties(
  { body, ids, clock, params }: PutRequest,
  disks: readonly AttachableDisk[],
) {
  const { properties } = body;
  const { osType, encryptionSettings } = properties.storageProfile.osDisk;
  const [osDisk, ...dataDisks] = disks.map((disk) => diskModel(disk));
  const created = clock.now();
  return {
    vmId: ids.guid(),
    hardwareProfile: properties.hardwareProfile,
    storageProfile: {
      osDisk: {
        osType,
        ...osDisk,
        ...(encryptionSettings === undefined ? {} : { encryptionSettings }),
      },
      dataDisks: dataDisks.map((disk, index) => ({
        lun: disks[index + 1]?.wanted.lun,
        ...disk,
        toBeDetached: false,
      })),
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

function diskModel({ wanted, managed, name, sizeGB }: AttachableDisk) {
  return {
    name,
    createOption: wanted.createOption,
    caching: wanted.caching ?? (wanted.lun === -1 ? 'ReadWrite' : 'None'),
    ...(managed === undefined ? { vhd: wanted.vhd } : { managedDisk: managedModel(managed) }),
    deleteOption: wanted.deleteOption ?? 'Detach',
    ...(sizeGB === undefined ? {} : { diskSizeGB: sizeGB }),
  };
}

const managedSchema = z.looseObject({
  extra: z.looseObject({ sku: z.looseObject({ name: z.string() }).optional() }).optional(),
  properties: z.looseObject({
    encryption: z.looseObject({ diskEncryptionSetId: z.string().optional() }).optional(),
  }),
});

/** What a machine's model repeats of a disk. */
function managedModel(disk: ArmResource) {
  const { extra, properties } = managedSchema.parse(disk);
  const set = properties.encryption?.diskEncryptionSetId;
  return {
    ...(extra?.sku === undefined ? {} : { storageAccountType: extra.sku.name }),
    ...(set === undefined ? {} : { diskEncryptionSet: { id: set } }),
    id: disk.id,
  };
}
