// What a run has come to, machine by machine, and what is left to do of it. Pure.

import type { ExitKind } from '../../errors/exit-code.js';
import { idKey, type ResourceId } from '../../domain/resource-id.js';
import type { Plan } from '../plan.js';
import type { PlannedMachine, RunEvent, RunText } from './run-lines.js';

/** How a machine stands in a run. */
export interface MachineState {
  readonly vm: ResourceId;
  readonly steps: readonly string[];
  /** When its last step was started; absent where none was. */
  readonly started?: string;
  readonly operationId?: string;
  readonly jobId?: string;
  /** What the command reported of it last; absent where it was stopped before. */
  readonly ended?: {
    readonly outcome: string;
    readonly exit: ExitKind;
    readonly code: string | null;
  };
}

/** States by machine, in the order of the run. */
export type RunState = ReadonlyMap<string, MachineState>;

/** What a resumed run does with a machine. */
export type NextMove = 'skip' | 'look-again' | 'retry' | 'start';

/** Outcomes of a machine of which something may be going on in Azure. */
const OPEN_OUTCOMES: ReadonlySet<string> = new Set([
  'accepted',
  'running',
  'started',
  'joined',
  'interrupted',
]);

const GOOD_EXITS: ReadonlySet<ExitKind> = new Set(['done', 'warnings']);

/** Before anything has happened. */
export function plannedState(planned: readonly PlannedMachine[]): Map<string, MachineState> {
  return new Map(planned.map(({ vm, steps }) => [idKey(vm), { vm, steps }]));
}

/** Machines with the kinds of the steps that are taken for them. */
export function plannedMachines(
  vmIds: readonly ResourceId[],
  { steps }: Plan,
): readonly PlannedMachine[] {
  const kinds = new Map(vmIds.map((vm) => [idKey(vm), { vm, steps: new Array<string>() }]));
  for (const step of steps) {
    for (const id of step.vmIds) {
      kinds.get(idKey(id))?.steps.push(step.kind);
    }
  }
  return [...kinds.values()];
}

/** The states after all that a file has. */
export function stateOf({ planned, events }: RunText): RunState {
  const state = plannedState(planned);
  for (const event of events) {
    applyEvent(state, event);
  }
  return state;
}

/** Takes one event in. Events of machines that are not of the run change nothing. */
export function applyEvent(state: Map<string, MachineState>, event: RunEvent): void {
  const machine = event.type === 'resumed' ? undefined : state.get(idKey(event.vm));
  if (machine !== undefined && event.type !== 'resumed') {
    state.set(idKey(event.vm), after(machine, event));
  }
}

function after(
  machine: MachineState,
  event: Exclude<RunEvent, { readonly type: 'resumed' }>,
): MachineState {
  switch (event.type) {
    case 'started': {
      // A new attempt: what an earlier one came to is past.
      const { vm, steps, ended, ...rest } = machine;
      const earlier = ended === undefined ? rest : {};
      return { vm, steps, ...earlier, started: event.time };
    }
    case 'accepted':
      return { ...machine, operationId: event.operationId };
    case 'job':
      return { ...machine, jobId: event.jobId };
    case 'ended': {
      const { outcome, exit, code, jobId, operationId } = event;
      return {
        ...machine,
        ...(jobId === null ? {} : { jobId }),
        ...(operationId === null ? {} : { operationId }),
        ended: { outcome, exit, code },
      };
    }
  }
}

/** What is to be done with a machine when the run is resumed. */
export function nextMove(machine: MachineState): NextMove {
  const { ended, started, jobId, operationId } = machine;
  const wasSent = [started, jobId, operationId].some((each) => each !== undefined);
  if (ended === undefined || OPEN_OUTCOMES.has(ended.outcome)) {
    return wasSent ? 'look-again' : 'start';
  }
  if (ended.outcome === 'not-started' || ended.outcome === 'declined') {
    return 'start';
  }
  return GOOD_EXITS.has(ended.exit) ? 'skip' : 'retry';
}

/** The machines that a resumed run takes up, in their order. */
export function machinesLeft(state: RunState): readonly MachineState[] {
  return [...state.values()].filter((machine) => nextMove(machine) !== 'skip');
}

/** How many machines are done, have failed, and are left besides those. */
export interface RunCounts {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly left: number;
}

/** Counts the machines of a run. */
export function countMachines(state: RunState): RunCounts {
  const moves = [...state.values()].map((machine) => nextMove(machine));
  const done = moves.filter((move) => move === 'skip').length;
  const failed = moves.filter((move) => move === 'retry').length;
  return { total: moves.length, done, failed, left: moves.length - done - failed };
}
