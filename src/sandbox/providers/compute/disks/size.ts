// The size of managed disks: what it can be, and when it can become another one. Documentation: Expand virtual hard
// disks attached to a virtual machine.

import { Refusal } from '../../../http/refusal.js';
import type { ArmResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { outOfRange } from '../virtual-machines/errors.js';
import { findVirtualMachine, type VirtualMachine } from '../virtual-machines/state.js';
import { resizedWhileAttached, sizeReduced } from './errors.js';

const SIZES_GB = { least: 1, most: 32_767 } as const;

/** Without downtime a disk does not grow from one side of this to the other. */
const LARGE_GB = 4095;

/** Throws a Refusal for a size that no disk has. */
export function requireDiskSize(parameter: string, sizeGB: number): void {
  if (sizeGB < SIZES_GB.least || sizeGB > SIZES_GB.most) {
    throw new Refusal(outOfRange(parameter, sizeGB, SIZES_GB));
  }
}

/** The size of a disk in GB. */
function diskSizeOf({ properties }: ArmResource): number {
  const size = properties['diskSizeGB'];
  return typeof size === 'number' ? size : 0;
}

/** Throws a Refusal when a disk cannot have this size now. */
export function refuseNewSize(state: WorldState, disk: ArmResource, wantedGB: number): void {
  const nowGB = diskSizeOf(disk);
  if (wantedGB === nowGB) {
    return;
  }
  requireDiskSize('disk.diskSizeGB', wantedGB);
  if (wantedGB < nowGB) {
    throw new Refusal(sizeReduced(nowGB, wantedGB));
  }
  const machine = machineOf(state, disk);
  if (machine !== undefined && needsDeallocation(machine, disk, wantedGB)) {
    throw new Refusal(resizedWhileAttached(disk.name, machine.resource.id));
  }
}

/** Data disks grow while their machine runs, OS disks do not. */
function needsDeallocation(
  { properties }: VirtualMachine,
  disk: ArmResource,
  wantedGB: number,
): boolean {
  const isSystem = disk.properties['osType'] !== undefined;
  const crosses = diskSizeOf(disk) <= LARGE_GB && wantedGB > LARGE_GB;
  return properties.runtime.powerState !== 'deallocated' && (isSystem || crosses);
}

/** Gives a disk its size, and has its machine's model say so too. */
export function setDiskSize(state: WorldState, disk: ArmResource, sizeGB: number): void {
  disk.properties['diskSizeGB'] = sizeGB;
  disk.properties['diskSizeBytes'] = sizeGB * 1024 ** 3;
  const machine = machineOf(state, disk);
  if (machine === undefined) {
    return;
  }
  const { storageProfile } = machine.properties;
  const { osDisk, dataDisks } = storageProfile;
  const resized = <Disk extends { readonly managedDisk?: { readonly id: string } | undefined }>(
    each: Disk,
  ): Disk =>
    each.managedDisk?.id.toLowerCase() === disk.id.toLowerCase()
      ? { ...each, diskSizeGB: sizeGB }
      : each;
  machine.resource.properties['storageProfile'] = {
    ...storageProfile,
    osDisk: resized(osDisk),
    dataDisks: dataDisks.map((each) => resized(each)),
  };
}

/** The machine that a disk is attached to; undefined for a disk that is free. */
function machineOf(state: WorldState, { extra }: ArmResource): VirtualMachine | undefined {
  const owner = extra?.['managedBy'];
  return typeof owner === 'string' ? findVirtualMachine(state, owner) : undefined;
}
