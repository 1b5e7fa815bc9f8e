// What a restore makes of its disks: the disks of the machine that was backed up, in place of those it has, or a new
// machine. Documentation: Restore VMs by using the Azure portal: existing disks are kept in the resource group.

import { idsNamed } from '../../../kernel/ids.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import { findResource, putResource, type ArmResource } from '../../../kernel/resource.js';
import { offsetInstant } from '../../compute/request.js';
import { beyondQuota } from '../../compute/quotas/quotas.js';
import { AGENT_MILLISECONDS } from '../../compute/virtual-machines/assumed-timings.js';
import {
  dataDiskModel,
  diskModel,
  ownDisks,
  releaseDisk,
} from '../../compute/virtual-machines/disk-model.js';
import type { AttachableDisk } from '../../compute/virtual-machines/attachable-disks.js';
import { newRuntime } from '../../compute/virtual-machines/new-runtime.js';
import { restrictedSize } from '../../compute/virtual-machines/skus.js';
import {
  findVirtualMachine,
  machineDisks,
  updateRuntime,
  VIRTUAL_MACHINE_TYPE,
} from '../../compute/virtual-machines/state.js';
import { configurationsIn } from '../../network/interfaces/network-interface.js';
import { seedNetworkInterface } from '../../network/interfaces/seed.js';
import {
  addressNumber,
  addressText,
  lowestFree,
  rangeOf,
} from '../../network/virtual-networks/address-range.js';
import { findSubnet } from '../../network/virtual-networks/virtual-network.js';
import type { EventContext } from '../event-context.js';
import type { RecoveryPoint } from '../recovery-points/state.js';
import {
  DESTINATION,
  machineRefused,
  REPLACEMENT_BACKUP_FAILED,
  VM_NOT_SHUT_DOWN,
  type RestoreFailure,
} from './assumed-errors.js';
import type { RestoredDisk } from './restored-disks.js';
import type { RestoreOrder } from './state.js';

/** Why nothing was replaced, though the disks are there. */
export function replaceDisks(
  { state, vault, atMilliseconds }: EventContext,
  { machineId, backupJobId }: NonNullable<RestoreOrder['replaced']>,
  restored: readonly RestoredDisk[],
): RestoreFailure | undefined {
  const machine = findVirtualMachine(state, machineId);
  if (machine === undefined) {
    return DESTINATION.machineGone;
  }
  const backup = backupJobId === undefined ? undefined : vault.jobs[backupJobId];
  if (backup?.outcome === 'Failed' && backup.endsMilliseconds <= atMilliseconds) {
    return REPLACEMENT_BACKUP_FAILED;
  }
  const { runtime, storageProfile } = machine.properties;
  if (runtime.powerState !== 'deallocated') {
    return VM_NOT_SHUT_DOWN;
  }
  const [osDisk, ...dataDisks] = restored.map((disk) => attachable(state, disk));
  if (osDisk === undefined) {
    return undefined;
  }
  for (const { managedDiskId } of machineDisks(state, machine)) {
    const before = managedDiskId === undefined ? undefined : findResource(state, managedDiskId);
    if (before !== undefined) {
      releaseDisk(before);
    }
  }
  ownDisks([osDisk, ...dataDisks], machine.resource.id);
  const { encryptionSettings: _, ...known } = storageProfile.osDisk;
  machine.resource.properties['storageProfile'] = {
    ...storageProfile,
    osDisk: { ...known, ...diskModel(osDisk), createOption: known.createOption },
    dataDisks: dataDisks.map((disk) => dataDiskModel(disk)),
  };
  updateRuntime(machine, { changedMilliseconds: atMilliseconds, closedLuns: [] });
  return undefined;
}

/** A disk as a request would have named it. */
function attachable(
  state: EventContext['state'],
  { captured, name, id }: RestoredDisk,
): AttachableDisk {
  const managed = findResource(state, id ?? '');
  return {
    wanted: { lun: captured.lun, name, createOption: 'Attach' },
    managed,
    name,
    sizeGB: captured.sizeGB,
  };
}

/** What a new machine is made of. */
interface NewMachine {
  readonly created: NonNullable<RestoreOrder['created']>;
  readonly location: string;
  readonly point: RecoveryPoint;
  readonly disks: readonly RestoredDisk[];
}

/** Makes a machine that runs, with an interface of its own; a failure where compute or the network refuses it. */
export function createMachine(
  context: EventContext,
  making: NewMachine,
): RestoreFailure | undefined {
  const { state, atMilliseconds } = context;
  const { created, location, point, disks } = making;
  const { machineId } = created;
  if (findVirtualMachine(state, machineId) !== undefined) {
    return DESTINATION.machineThere;
  }
  const refused = refusedByCompute(context, making);
  if (refused !== undefined) {
    return refused;
  }
  const interfaceId = makeInterface(context, making);
  if (interfaceId === undefined) {
    return DESTINATION.networkMissing;
  }
  const [osDisk, ...dataDisks] = disks.map((disk) => attachable(state, disk));
  if (osDisk === undefined) {
    return undefined;
  }
  const name = parseResourceId(machineId).names[0] ?? '';
  const { osType, zones, virtualMachineSize: vmSize } = point;
  const plan = osDisk.managed?.properties['purchasePlan'];
  putResource(state, {
    id: machineId,
    name,
    type: VIRTUAL_MACHINE_TYPE,
    location,
    tags: {},
    extra: {
      ...(zones === undefined ? {} : { zones: [...zones] }),
      ...(plan === undefined ? {} : { plan }),
    },
    properties: {
      vmId: idsNamed(state, `restored machine ${machineId} at ${atMilliseconds}`).guid(),
      hardwareProfile: { vmSize },
      storageProfile: {
        osDisk: { osType, ...diskModel(osDisk) },
        dataDisks: dataDisks.map((disk) => dataDiskModel(disk)),
      },
      ...securityOf(osDisk.managed),
      networkProfile: { networkInterfaces: [{ id: interfaceId }] },
      provisioningState: 'Succeeded',
      timeCreated: offsetInstant(atMilliseconds),
      runtime: {
        ...newRuntime(osType, name, atMilliseconds, osDisk.managed),
        powerState: 'running',
        neverStarted: false,
        agentFromMilliseconds: atMilliseconds + AGENT_MILLISECONDS,
      },
    },
  });
  ownDisks([osDisk, ...dataDisks], machineId);
  return undefined;
}

function securityOf(osDisk: ArmResource | undefined): Record<string, unknown> {
  return osDisk?.properties['securityProfile'] === undefined
    ? {}
    : {
        securityProfile: {
          uefiSettings: { secureBootEnabled: true, vTpmEnabled: true },
          securityType: 'TrustedLaunch',
        },
      };
}

function refusedByCompute(
  { state }: EventContext,
  { created, location, point }: NewMachine,
): RestoreFailure | undefined {
  const { subscriptionId = '' } = parseResourceId(created.machineId);
  const size = point.virtualMachineSize;
  const refused =
    restrictedSize(state, { size, location, zones: point.zones ?? [] }) ??
    beyondQuota(state, { subscriptionId, location, size });
  const body: unknown = refused?.body;
  return refused === undefined ? undefined : machineRefused(messageOf(body));
}

function messageOf(body: unknown): string {
  const error: unknown =
    typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : 'The virtual machine could not be created.';
}

/** ARM id of a new interface with the next free address of the subnet; undefined where there is none. */
function makeInterface(
  { state }: EventContext,
  { created: { machineId, subnetId }, location }: NewMachine,
): string | undefined {
  const subnet = findSubnet(state, subnetId);
  const range = subnet === undefined ? undefined : rangeOf(subnet.addressPrefix);
  if (subnet === undefined || range === undefined) {
    return undefined;
  }
  const taken = configurationsIn(state, subnet.id)
    .map(({ properties }) => addressNumber(properties.privateIPAddress))
    .filter((number) => number !== undefined);
  const free = lowestFree(range, new Set(taken));
  if (free === undefined) {
    return undefined;
  }
  const group = machineId.split('/').slice(0, 5).join('/');
  const name = parseResourceId(machineId).names[0] ?? '';
  const suffix = idsNamed(state, `interface of ${machineId}`).hex(32);
  const id = `${group}/providers/Microsoft.Network/networkInterfaces/${name}-nic-${suffix}`;
  seedNetworkInterface(state, { id, location, subnetId: subnet.id, address: addressText(free) });
  return id;
}
