// Changing a machine that is there: its size, its data disks, its tags and settings. Recording of attaching a disk:
// 200 with Azure-AsyncOperation; the model is the new one at once.

import { invalidResourceLocation } from '../../../../http/arm-error.js';
import type { OperationRequest, OperationResponse } from '../../../../http/operation.js';
import { Refusal } from '../../../../http/refusal.js';
import { parseResourceId } from '../../../../kernel/resource-id.js';
import { findResource, putResource, type OperationRecord } from '../../../../kernel/resource.js';
import { startComputeOperation } from '../../operations.js';
import {
  CREATE_MILLISECONDS,
  RESIZE_MILLISECONDS,
  UPDATE_MILLISECONDS,
} from '../assumed-timings.js';
import type { MachineBody } from '../body.js';
import { ownDisks } from '../disk-model.js';
import { diskAlreadyExists, markedForDeletion } from '../errors.js';
import { updateRuntime, type VirtualMachine } from '../state.js';
import { refuseChange } from './change-rules.js';
import { closeLockedDisks, dataDiskChange, type DataDiskChange } from './data-disks.js';

type PutRequest = OperationRequest<MachineBody>;

type Respond = (
  request: OperationRequest,
  operation: OperationRecord,
  status: 200,
) => OperationResponse;

/** Makes a machine what a request has it be; one whose creation failed is tried again. */
export function changeMachine(
  request: PutRequest,
  machine: VirtualMachine,
  respond: Respond,
): OperationResponse {
  const { body, state } = request;
  const { resource } = machine;
  if (resource.location?.toLowerCase() !== body.location.toLowerCase()) {
    throw new Refusal(invalidResourceLocation(resource.id, resource.location ?? '', body.location));
  }
  if (resource.properties['provisioningState'] === 'Deleting') {
    throw new Refusal(markedForDeletion('write', resource.name));
  }
  refuseChange(state, machine, body);
  const change = dataDiskChange(request, machine);
  const running = runningOperation(request, machine);
  if (running !== undefined) {
    return respond(request, running, 200);
  }
  const resized = isResized(machine, body);
  applyChange(request, machine, change);
  const operation = startChange(request, machine, resized);
  if (change.alreadyThere !== undefined) {
    const { resourceGroup = '', names } = parseResourceId(change.alreadyThere);
    operation.outcome = { status: 'Failed', ...diskAlreadyExists(names[0] ?? '', resourceGroup) };
  }
  return respond(request, operation, 200);
}

function isResized({ properties }: VirtualMachine, body: MachineBody): boolean {
  const { vmSize } = body.properties.hardwareProfile;
  return vmSize.toLowerCase() !== properties.hardwareProfile.vmSize.toLowerCase();
}

/** A machine that runs is restarted for another size. Documentation: Change the size of a virtual machine. */
function startChange(
  request: PutRequest,
  { resource, properties }: VirtualMachine,
  resized: boolean,
): OperationRecord {
  if (properties.runtime.neverStarted === true) {
    return startComputeOperation(request, 'machine-create', resource.id, CREATE_MILLISECONDS);
  }
  return resized && properties.runtime.powerState === 'running'
    ? startComputeOperation(request, 'machine-resize', resource.id, RESIZE_MILLISECONDS)
    : startComputeOperation(request, 'machine-update', resource.id, UPDATE_MILLISECONDS);
}

function applyChange(
  { body, state, clock }: PutRequest,
  machine: VirtualMachine,
  change: DataDiskChange,
): void {
  const { resource, properties } = machine;
  resource.properties['provisioningState'] = 'Updating';
  if (change.alreadyThere !== undefined) {
    return;
  }
  for (const { managed } of change.attached) {
    if (managed !== undefined && findResource(state, managed.id) === undefined) {
      putResource(state, managed);
    }
  }
  ownDisks(change.attached, resource.id);
  resource.tags = body.tags ?? {};
  const { encryptionSettings, ...osDisk } = properties.storageProfile.osDisk;
  const { osDisk: wanted } = body.properties.storageProfile;
  const settings = wanted.encryptionSettings ?? encryptionSettings;
  resource.properties['storageProfile'] = {
    ...properties.storageProfile,
    osDisk: {
      ...osDisk,
      ...(wanted.caching === undefined ? {} : { caching: wanted.caching }),
      ...(wanted.deleteOption === undefined ? {} : { deleteOption: wanted.deleteOption }),
      ...(settings === undefined ? {} : { encryptionSettings: settings }),
    },
    dataDisks: change.model,
  };
  resource.properties['hardwareProfile'] = body.properties.hardwareProfile;
  const { licenseType } = body.properties;
  if (licenseType !== undefined) {
    resource.properties['licenseType'] = licenseType;
  }
  updateRuntime(machine, { changedMilliseconds: clock.now() });
  closeLockedDisks(state, machine, change);
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
