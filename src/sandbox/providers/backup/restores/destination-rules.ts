// Where a restore goes that is more than one of disks: into the machine that was backed up, whose disks are replaced
// (OriginalLocation), or into a new machine (AlternateLocation). Documentation: Restore VMs by using the Azure portal;
// Support matrix for Azure VM backups; Selective disk backup and restore.

import { notModelled } from '../../../http/not-modelled.js';
import { Refusal } from '../../../http/refusal.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import { resourceKey } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { findVirtualMachine, VIRTUAL_MACHINE_TYPE } from '../../compute/virtual-machines/state.js';
import { findSubnet } from '../../network/virtual-networks/virtual-network.js';
import type { ProtectedItem } from '../protected-items/state.js';
import {
  DESTINATION,
  invalidRestore,
  VM_NOT_SHUT_DOWN,
  type RestoreFailure,
} from './assumed-errors.js';
import type { RestoreRequest } from './body.js';
import { bareRegion } from './region-names.js';
import type { RestoreSubject } from './rules.js';
import type { RestoreOrder } from './state.js';

/** What speaks against the place of a restore; nothing for one of disks. */
export function checkDestination(
  subject: RestoreSubject,
  requested: RestoreRequest,
): RestoreFailure | undefined {
  const { recoveryType } = requested;
  if (recoveryType !== 'OriginalLocation' && recoveryType !== 'AlternateLocation') {
    return undefined;
  }
  refuseUnmodelledDestination(subject, requested);
  const { point } = subject;
  if (!point.managedDisks) {
    return DESTINATION.unmanaged;
  }
  if (point.disks !== undefined) {
    return DESTINATION.someDisks;
  }
  return recoveryType === 'OriginalLocation'
    ? checkReplaced(subject)
    : checkCreated(subject, requested);
}

/** Replacing in the paired region is refused by Azure too; documentation: Cross Region Restore. */
function refuseUnmodelledDestination(
  { vault, location }: RestoreSubject,
  { recoveryType, restoreDiskLunList, targetResourceGroupId }: RestoreRequest,
): void {
  if (bareRegion(vault.resource.location ?? '') !== bareRegion(location)) {
    throw new Refusal(notModelled(`recoveryType ${recoveryType} in the secondary region`));
  }
  if (restoreDiskLunList !== undefined && restoreDiskLunList !== null) {
    throw new Refusal(notModelled(`recoveryType ${recoveryType} of some disks of a machine`));
  }
  if (recoveryType === 'OriginalLocation' && targetResourceGroupId !== undefined) {
    throw new Refusal(notModelled('recoveryType OriginalLocation with a target resource group'));
  }
}

function checkReplaced({ state, item }: RestoreSubject): RestoreFailure | undefined {
  const machine = findVirtualMachine(state, item.vmId);
  if (machine === undefined) {
    return DESTINATION.machineGone;
  }
  return machine.properties.runtime.powerState === 'deallocated' ? undefined : VM_NOT_SHUT_DOWN;
}

function checkCreated(
  { state, location }: RestoreSubject,
  requested: RestoreRequest,
): RestoreFailure | undefined {
  const { targetVirtualMachineId, targetResourceGroupId, virtualNetworkId, subnetId } = requested;
  const wanted = { targetVirtualMachineId, targetResourceGroupId, virtualNetworkId, subnetId };
  const missing = Object.entries(wanted).find(([, value]) => value === undefined)?.[0];
  if (missing !== undefined) {
    return invalidRestore(`${missing} is missing.`);
  }
  return (
    checkMachine(state, targetVirtualMachineId ?? '', targetResourceGroupId ?? '') ??
    checkNetwork(state, { networkId: virtualNetworkId ?? '', subnetId: subnetId ?? '', location })
  );
}

function checkMachine(
  state: WorldState,
  machineId: string,
  groupId: string,
): RestoreFailure | undefined {
  const { type = '' } = parseResourceId(machineId);
  const inGroup = resourceKey(machineId).startsWith(`${resourceKey(groupId)}/`);
  if (type.toLowerCase() !== VIRTUAL_MACHINE_TYPE.toLowerCase() || !inGroup) {
    return invalidRestore('The target is not a virtual machine of the target resource group.');
  }
  return findVirtualMachine(state, machineId) === undefined ? undefined : DESTINATION.machineThere;
}

function checkNetwork(
  state: WorldState,
  {
    networkId,
    subnetId,
    location,
  }: { readonly networkId: string; readonly subnetId: string; readonly location: string },
): RestoreFailure | undefined {
  const subnet = findSubnet(state, subnetId);
  if (subnet === undefined || resourceKey(subnet.network.id) !== resourceKey(networkId)) {
    return DESTINATION.networkMissing;
  }
  return bareRegion(subnet.network.location ?? '') === bareRegion(location)
    ? undefined
    : DESTINATION.networkElsewhere;
}

/** What of the place goes into the order of a restore that was found to be possible. */
export function destinationOrder(
  { vmId }: ProtectedItem,
  requested: RestoreRequest,
): Pick<RestoreOrder, 'replaced' | 'created'> {
  const { recoveryType, targetVirtualMachineId, virtualNetworkId, subnetId } = requested;
  if (recoveryType === 'OriginalLocation') {
    return { replaced: { machineId: vmId } };
  }
  return recoveryType === 'AlternateLocation' &&
    targetVirtualMachineId !== undefined &&
    virtualNetworkId !== undefined &&
    subnetId !== undefined
    ? { created: { machineId: targetVirtualMachineId, networkId: virtualNetworkId, subnetId } }
    : {};
}
