// Starting, stopping and restarting machines.

import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import {
  acceptedByCompute,
  startComputeOperation,
  type ComputeOperationKind,
} from '../operations.js';
import { machineOfRequest } from '../request.js';
import { POWER_MILLISECONDS } from './assumed-timings.js';
import { markedForDeletion, operationNotAllowed } from './errors.js';
import type { VirtualMachine } from './state.js';

/** The verbs that change whether a machine runs, with what they do. */
const POWER_KINDS = {
  start: 'machine-start',
  restart: 'machine-restart',
  deallocate: 'machine-deallocate',
  powerOff: 'machine-power-off',
} as const satisfies Readonly<Record<string, ComputeOperationKind>>;

/** One of those verbs. */
export type PowerVerb = keyof typeof POWER_KINDS;

/** 202 for what will happen; 409 for what the state of the machine does not allow. */
export function changePower(verb: PowerVerb) {
  return (request: OperationRequest): OperationResponse => {
    const machine = machineOfRequest(request);
    const refused = whyNot(verb, machine);
    if (refused !== undefined) {
      return refused;
    }
    const { resource } = machine;
    const operation = startComputeOperation(
      request,
      POWER_KINDS[verb],
      resource.id,
      POWER_MILLISECONDS,
    );
    resource.properties['pending'] = operation.id;
    return acceptedByCompute(request, operation, resource.location ?? '');
  };
}

/**
 * Documentation: Understand common error messages when you manage virtual machines in Azure. Which of its sentences is
 * for which state is an assumption.
 */
function whyNot(
  verb: PowerVerb,
  { resource, properties }: VirtualMachine,
): OperationResponse | undefined {
  const { powerState } = properties.runtime;
  if (properties.provisioningState === 'Deleting') {
    return markedForDeletion(verb, resource.name);
  }
  if (powerState === 'deallocated' && (verb === 'restart' || verb === 'powerOff')) {
    return operationNotAllowed(
      `Operation '${verb}' is not allowed on VM '${resource.name}' since the VM is either deallocated or marked to be deallocated.`,
    );
  }
  return powerState === 'stopped' && verb === 'restart'
    ? operationNotAllowed('The operation requires the VM to be running (or set to run).')
    : undefined;
}
