// What the operations of compute have in common: versions, paths, instants, finding the machine.

import { resourceNotFound } from '../../http/arm-error.js';
import type { OperationRequest } from '../../http/operation.js';
import { Refusal } from '../../http/refusal.js';
import { isoInstant } from '../../kernel/time/instant.js';
import { findVirtualMachine, type VirtualMachine } from './virtual-machines/state.js';

/** Of machines and extensions: SDK 24 sends 2026-03-01, az of 2023 sends 2022-11-01. */
export const MACHINE_API_VERSIONS = [
  '2022-03-01',
  '2022-08-01',
  '2022-11-01',
  '2023-03-01',
  '2023-07-01',
  '2023-09-01',
  '2024-03-01',
  '2024-07-01',
  '2024-11-01',
  '2025-04-01',
  '2026-03-01',
];

/** Of disks and disk encryption sets: SDK 24 sends 2025-01-02. */
export const DISK_API_VERSIONS = [
  '2022-03-02',
  '2022-07-02',
  '2023-01-02',
  '2023-04-02',
  '2023-10-02',
  '2024-03-02',
  '2025-01-02',
];

/** Path of a subscription and of a resource group. */
export const SUBSCRIPTION_PATH = '/subscriptions/{subscriptionId}';
export const GROUP_PATH = `${SUBSCRIPTION_PATH}/resourceGroups/{resourceGroupName}`;

/** Path of a machine. */
export const MACHINE_PATH = `${GROUP_PATH}/providers/Microsoft.Compute/virtualMachines/{vmName}`;

/** Compute's way to write instants, with an offset: `2023-05-25T17:04:36.178+00:00`. */
export function offsetInstant(milliseconds: number): string {
  return isoInstant(milliseconds).replace('Z', '+00:00');
}

/** What a list is below: the resource group in the path, or the whole subscription. */
export function listScope({ params }: OperationRequest): string {
  const group = params['resourceGroupName'];
  const subscription = `/subscriptions/${params['subscriptionId']}`;
  return group === undefined ? subscription : `${subscription}/resourceGroups/${group}`;
}

/** The ARM id of the machine in the path. */
export function machineIdOf(request: OperationRequest): string {
  return `${listScope(request)}/providers/Microsoft.Compute/virtualMachines/${request.params['vmName']}`;
}

/** The machine in the path; throws a 404 Refusal. */
export function machineOfRequest(request: OperationRequest): VirtualMachine {
  const id = machineIdOf(request);
  const machine = findVirtualMachine(request.state, id);
  if (machine === undefined) {
    throw new Refusal(resourceNotFound(id));
  }
  return machine;
}
