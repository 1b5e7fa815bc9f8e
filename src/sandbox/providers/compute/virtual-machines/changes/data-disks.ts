// Attaching and detaching data disks: which disks a request gives to a machine that is there, and which it takes.
// What Azure Disk Encryption has written stays with each disk: an empty one comes unencrypted to an encrypted machine.

import { notModelled } from '../../../../http/not-modelled.js';
import type { OperationRequest } from '../../../../http/operation.js';
import { Refusal } from '../../../../http/refusal.js';
import { findResource, resourceKey } from '../../../../kernel/resource.js';
import type { WorldState } from '../../../../kernel/state.js';
import { diskSkuOf, emptyDisk, type DiskSku } from '../../disks/empty-disk.js';
import { requireDiskSize } from '../../disks/size.js';
import { attachableDisk, refuseDoubles, type AttachableDisk } from '../attachable-disks.js';
import { placeOf, wantedDisks, type MachineBody, type WantedDisk } from '../body.js';
import { dataDiskModel, releaseDisk } from '../disk-model.js';
import {
  diskBeingDetached,
  missingParameter,
  mixedDisks,
  outOfRange,
  propertyChangeNotAllowed,
  resizedByMachine,
  resizedWhileAllocated,
  tooManyDisks,
} from '../errors.js';
import { canEncryptAtHost, dataDisksOf } from '../sizes.js';
import {
  findVirtualMachine,
  machineDisks,
  updateRuntime,
  type MachineDiskReference,
  type VirtualMachine,
} from '../state.js';

type PutRequest = OperationRequest<MachineBody>;

/** What a request makes of the data disks of a machine. */
export interface DataDiskChange {
  /** As the machine's model is to list them. */
  readonly model: readonly Record<string, unknown>[];
  readonly attached: readonly AttachableDisk[];
  /** Id of a disk that was to be made and is there already. */
  readonly alreadyThere?: string;
}

const LUNS = { least: 0, most: 63 } as const;

/** The change that a request asks for; throws a Refusal when it cannot be made. Nothing is changed yet. */
export function dataDiskChange(request: PutRequest, machine: VirtualMachine): DataDiskChange {
  const { body } = request;
  const [osDisk, ...wanted] = wantedDisks(body);
  refuseDoubles([osDisk, ...wanted]);
  for (const { lun } of wanted) {
    if (lun < LUNS.least || lun > LUNS.most) {
      throw new Refusal(outOfRange('dataDisk.lun', lun, LUNS));
    }
  }
  const known = machine.properties.storageProfile.dataDisks;
  const model: Record<string, unknown>[] = [];
  const attached: AttachableDisk[] = [];
  for (const disk of wanted) {
    const before = known.find((each) => isSame(each, disk));
    if (before === undefined) {
      const made = newDisk(request, machine, disk);
      if (typeof made === 'string') {
        return { model: [...known], attached: [], alreadyThere: made };
      }
      attached.push(made);
      model.push(dataDiskModel(made));
    } else {
      model.push(keptDisk(machine, before, disk));
    }
  }
  for (const gone of known.filter((each) => !wanted.some((disk) => isSame(each, disk)))) {
    model.push({ ...gone, toBeDetached: true });
  }
  refuseTooMany(body, model);
  return { model, attached };
}

function refuseTooMany(
  { properties }: MachineBody,
  model: readonly Record<string, unknown>[],
): void {
  const most = dataDisksOf(properties.hardwareProfile.vmSize);
  if (model.filter(({ toBeDetached }) => toBeDetached !== true).length > most) {
    throw new Refusal(tooManyDisks(most));
  }
}

/** A disk that names no place is one that was made by an earlier request of the same name. */
function isSame(known: MachineDiskReference, wanted: WantedDisk): boolean {
  return placeOf(wanted) === ''
    ? known.lun === wanted.lun && known.name.toLowerCase() === wanted.name?.toLowerCase()
    : resourceKey(placeOf(known)) === resourceKey(placeOf(wanted));
}

/** That a disk does not move to another LUN is an assumption. */
function keptDisk(
  { properties, resource }: VirtualMachine,
  known: MachineDiskReference,
  wanted: WantedDisk,
): Record<string, unknown> {
  if (wanted.toBeDetached === true) {
    return { ...known, toBeDetached: true };
  }
  if (known.toBeDetached === true) {
    throw new Refusal(diskBeingDetached(known.name, resource.name));
  }
  if (wanted.lun !== known.lun) {
    throw new Refusal(propertyChangeNotAllowed('dataDisk.lun'));
  }
  if (wanted.createOption !== known.createOption) {
    throw new Refusal(propertyChangeNotAllowed('dataDisk.createOption'));
  }
  refuseResizing(resource.name, properties.runtime.powerState === 'deallocated', known, wanted);
  if (wanted.writeAcceleratorEnabled === true) {
    throw new Refusal(notModelled('the write accelerator of disks'));
  }
  const { caching, deleteOption } = wanted;
  return {
    ...known,
    ...(caching === undefined ? {} : { caching }),
    ...(deleteOption === undefined ? {} : { deleteOption }),
  };
}

/** Throws a Refusal when a request has another size for a disk of a machine. */
export function refuseResizing(
  machineName: string,
  deallocated: boolean,
  known: MachineDiskReference,
  { diskSizeGB }: Pick<WantedDisk, 'diskSizeGB'>,
): void {
  if (diskSizeGB === undefined || known.diskSizeGB === undefined) {
    return;
  }
  if (diskSizeGB !== known.diskSizeGB) {
    throw new Refusal(
      deallocated ? resizedByMachine(machineName, placeOf(known)) : resizedWhileAllocated(),
    );
  }
}

/** A disk to attach; the id of one that is there where it was to be made. */
function newDisk(
  request: PutRequest,
  machine: VirtualMachine,
  wanted: WantedDisk,
): AttachableDisk | string {
  const { state, body } = request;
  if (wanted.writeAcceleratorEnabled === true) {
    throw new Refusal(notModelled('the write accelerator of disks'));
  }
  const ofBlobs = machine.properties.storageProfile.osDisk.managedDisk === undefined;
  if ((wanted.vhd !== undefined) !== ofBlobs) {
    throw new Refusal(mixedDisks(!ofBlobs));
  }
  return wanted.createOption === 'Empty' && !ofBlobs
    ? emptyDataDisk(request, machine, wanted)
    : attachableDisk(state, machine.resource.id, body, wanted);
}

function emptyDataDisk(
  { state, ids, clock, body, params }: PutRequest,
  { resource }: VirtualMachine,
  wanted: WantedDisk,
): AttachableDisk | string {
  const { diskSizeGB, managedDisk } = wanted;
  if (diskSizeGB === undefined) {
    throw new Refusal(missingParameter('dataDisk.diskSizeGB'));
  }
  requireDiskSize('dataDisk.diskSizeGB', diskSizeGB);
  if (managedDisk?.diskEncryptionSet !== undefined) {
    throw new Refusal(notModelled('new disks with a disk encryption set'));
  }
  const name = wanted.name ?? `${resource.name}_disk${wanted.lun + 2}_${ids.hex(32)}`;
  const id = newDiskId(params, name);
  if (findResource(state, id) !== undefined) {
    return id;
  }
  const managed = emptyDisk({
    id,
    name,
    location: resource.location ?? body.location,
    sizeGB: diskSizeGB,
    sku: storageType(body, managedDisk?.storageAccountType),
    zones: body.zones,
    uniqueId: ids.guid(),
    createdMilliseconds: clock.now(),
  });
  return { wanted, managed, name, sizeGB: diskSizeGB };
}

/** ARM id of a disk that is made with a machine: in its resource group. */
export function newDiskId(params: OperationRequest['params'], name: string): string {
  return `/subscriptions/${params['subscriptionId']}/resourceGroups/${params['resourceGroupName']}/providers/Microsoft.Compute/disks/${name}`;
}

/** That disks are premium where the size takes such, unless the request has another word, is an assumption. */
function storageType({ properties }: MachineBody, wanted: string | undefined): DiskSku {
  if (wanted === undefined) {
    return canEncryptAtHost(properties.hardwareProfile.vmSize) ? 'Premium_LRS' : 'Standard_LRS';
  }
  const known = diskSkuOf(wanted);
  if (known === undefined) {
    throw new Refusal(notModelled(`new disks of storage type ${wanted}`));
  }
  return known;
}

/**
 * Nobody has handed the guest the key of a disk that comes encrypted. That the platform shows no settings of such a
 * disk, as of data disks of restored machines, is an assumption.
 */
export function closeLockedDisks(
  state: WorldState,
  { resource }: VirtualMachine,
  { attached }: DataDiskChange,
): void {
  const machine = findVirtualMachine(state, resource.id);
  if (machine === undefined || attached.length === 0) {
    return;
  }
  const came = new Set(attached.map(({ wanted }) => wanted.lun));
  const locked = machineDisks(state, machine)
    .filter(({ lun, lock }) => lock !== undefined && came.has(lun))
    .map(({ lun }) => lun);
  const others = (machine.properties.runtime.closedLuns ?? []).filter((lun) => !came.has(lun));
  if (locked.length + others.length > 0) {
    updateRuntime(machine, { closedLuns: [...others, ...locked] });
  }
}

/** Takes away the disks that a machine is letting go, at the end of the operation that asked for it. */
export function endDetaching(state: WorldState, machine: VirtualMachine): void {
  const { storageProfile, runtime } = machine.properties;
  const gone = storageProfile.dataDisks.filter(({ toBeDetached }) => toBeDetached === true);
  if (gone.length === 0) {
    return;
  }
  machine.resource.properties['storageProfile'] = {
    ...storageProfile,
    dataDisks: storageProfile.dataDisks.filter((disk) => !gone.includes(disk)),
  };
  const { closedLuns } = runtime;
  if (closedLuns !== undefined) {
    const open = closedLuns.filter((lun) => !gone.some((disk) => disk.lun === lun));
    updateRuntime(machine, { closedLuns: open });
  }
  for (const { managedDisk } of gone) {
    const disk = managedDisk === undefined ? undefined : findResource(state, managedDisk.id);
    if (disk !== undefined) {
      releaseDisk(disk);
    }
  }
}
