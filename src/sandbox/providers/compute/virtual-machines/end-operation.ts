// The end of creating, changing, starting and stopping a machine.

import type { OperationRecord } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { guestOf } from '../guests.js';
import { AGENT_MILLISECONDS } from './assumed-timings.js';
import { endDetaching } from './changes/data-disks.js';
import { checkStart, type MachineStart } from './start.js';
import {
  findVirtualMachine,
  machineDisks,
  updateRuntime,
  type MachineRuntime,
  type VirtualMachine,
} from './state.js';

const POWER_AFTER: Readonly<Record<string, MachineRuntime['powerState']>> = {
  'machine-create': 'running',
  'machine-start': 'running',
  'machine-restart': 'running',
  'machine-resize': 'running',
  'machine-deallocate': 'deallocated',
  'machine-power-off': 'stopped',
};

/** A machine that ran and does not come up again is stopped; an assumption. */
const RESTARTS: ReadonlySet<string> = new Set(['machine-restart', 'machine-resize']);

/** Changes the power state, or fails the operation with the reason. */
export function endMachineOperation(state: WorldState, operation: OperationRecord): void {
  const machine = findVirtualMachine(state, operation.resourceId);
  if (machine?.resource.properties['pending'] !== operation.id) {
    return;
  }
  delete machine.resource.properties['pending'];
  endDetaching(state, machine);
  if (operation.outcome.status === 'Failed') {
    machine.resource.properties['provisioningState'] = 'Failed';
    return;
  }
  const powerState = POWER_AFTER[operation.kind];
  if (powerState === 'running') {
    start(state, machine, operation);
    return;
  }
  if (powerState === undefined) {
    machine.resource.properties['provisioningState'] = 'Succeeded';
  }
  updateRuntime(machine, {
    ...(powerState === undefined ? {} : { powerState }),
    changedMilliseconds: operation.endsMilliseconds,
  });
}

function start(state: WorldState, machine: VirtualMachine, operation: OperationRecord): void {
  const { endsMilliseconds } = operation;
  const guest = guestOf(state, machine.resource.name);
  const started = startOf(checkStart(state, machine, endsMilliseconds), guest);
  const isNew = machine.properties.runtime.neverStarted === true;
  if (started.outcome === 'fails') {
    operation.outcome = { status: 'Failed', ...started.failure };
    if (isNew || operation.kind === 'machine-resize') {
      machine.resource.properties['provisioningState'] = 'Failed';
    }
    if (RESTARTS.has(operation.kind)) {
      updateRuntime(machine, { powerState: 'stopped', changedMilliseconds: endsMilliseconds });
    }
    return;
  }
  if (isNew || operation.kind === 'machine-resize') {
    machine.resource.properties['provisioningState'] = 'Succeeded';
  }
  if (isNew) {
    const closed = machineDisks(state, machine).some(
      ({ lun, lock }) => lun !== -1 && lock !== undefined,
    );
    updateRuntime(machine, {
      neverStarted: false,
      dataDisksClosed: closed,
      agentFromMilliseconds: endsMilliseconds + agentMilliseconds(guest),
    });
  }
  updateRuntime(machine, {
    powerState: 'running',
    guestLocked: started.outcome === 'locked',
    changedMilliseconds: endsMilliseconds,
  });
}

/** What a start comes to in a world that has something to say of the machine. */
function startOf(
  started: MachineStart,
  { boots, keyProblem }: ReturnType<typeof guestOf>,
): MachineStart {
  const waits = started.outcome === 'fails' && keyProblem === 'waits';
  const never = started.outcome === 'boots' && boots === false;
  return waits || never ? { outcome: 'locked' } : started;
}

function agentMilliseconds({ agentSeconds }: ReturnType<typeof guestOf>): number {
  return agentSeconds === undefined ? AGENT_MILLISECONDS : agentSeconds * 1000;
}
