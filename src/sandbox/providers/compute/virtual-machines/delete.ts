// Deleting machines. Documentation: Delete a VM and attached resources; what is not marked for deletion stays.

import { z } from 'zod';
import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import {
  findResource,
  listResourcesBelow,
  removeResource,
  type OperationRecord,
} from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { acceptedByCompute, startComputeOperation } from '../operations.js';
import { machineIdOf } from '../request.js';
import { DELETE_MILLISECONDS } from './assumed-timings.js';
import { releaseDisk } from './disk-model.js';
import { findVirtualMachine } from './state.js';

/** 202 for a machine that will be gone, 204 for one that is not there. */
export function deleteMachine(request: OperationRequest): OperationResponse {
  const machine = findVirtualMachine(request.state, machineIdOf(request));
  if (machine === undefined) {
    return { status: 204 };
  }
  const { resource } = machine;
  const operation = startComputeOperation(
    request,
    'machine-delete',
    resource.id,
    DELETE_MILLISECONDS,
  );
  resource.properties['provisioningState'] = 'Deleting';
  resource.properties['pending'] = operation.id;
  return acceptedByCompute(request, operation, resource.location ?? '');
}

const optionSchema = z.looseObject({ deleteOption: z.string().optional() });

const ownedSchema = z.looseObject({
  storageProfile: z.looseObject({
    osDisk: optionSchema.extend({ managedDisk: z.looseObject({ id: z.string() }).optional() }),
    dataDisks: z.array(
      optionSchema.extend({ managedDisk: z.looseObject({ id: z.string() }).optional() }),
    ),
  }),
  networkProfile: z
    .looseObject({
      networkInterfaces: z
        .array(z.looseObject({ id: z.string(), properties: optionSchema.optional() }))
        .optional(),
    })
    .optional(),
});

/** Takes the machine away with its extensions and run commands, and with what is to go with it; sets its disks free. */
export function endMachineDelete(state: WorldState, { id, resourceId }: OperationRecord): void {
  const machine = findResource(state, resourceId);
  if (machine?.properties['pending'] !== id) {
    return;
  }
  const { storageProfile, networkProfile } = ownedSchema.parse(machine.properties);
  for (const child of listResourcesBelow(state, machine.id)) {
    removeResource(state, child.id);
  }
  removeResource(state, machine.id);
  for (const { managedDisk, deleteOption } of [
    storageProfile.osDisk,
    ...storageProfile.dataDisks,
  ]) {
    if (managedDisk !== undefined) {
      letDiskGo(state, managedDisk.id, deleteOption);
    }
  }
  for (const { id: interfaceId, properties } of networkProfile?.networkInterfaces ?? []) {
    if (properties?.deleteOption === 'Delete') {
      removeResource(state, interfaceId);
    }
  }
}

function letDiskGo(state: WorldState, diskId: string, deleteOption: string | undefined): void {
  const disk = findResource(state, diskId);
  if (disk === undefined) {
    return;
  }
  if (deleteOption === 'Delete') {
    removeResource(state, disk.id);
    return;
  }
  releaseDisk(disk);
}
