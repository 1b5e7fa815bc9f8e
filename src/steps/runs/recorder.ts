// Writes what happens to the machines of a run as it happens: a command that is killed leaves all but the machines in
// flight.

import { z } from 'zod';
import type { ExitKind } from '../../errors/exit-code.js';
import type { EngineEvent } from '../events.js';
import { formatLine, type RunEvent } from './run-lines.js';
import { applyEvent, type MachineState } from './run-state.js';

/** What every item about a machine has. */
const itemSchema = z.object({
  vm: z.object({ id: z.string() }),
  outcome: z.string(),
  jobId: z.string().nullish(),
  operationId: z.string().nullish(),
  error: z.object({ code: z.string() }).nullish(),
});

/** Takes in what happens. */
export interface RunRecorder {
  event(event: EngineEvent): void;
  /** A machine's item is final. */
  ended(item: object, exit: ExitKind): void;
}

/** What a recorder needs. */
export interface RecorderSurroundings {
  /** The machines of the run; kept up to date. */
  readonly state: Map<string, MachineState>;
  /**
   * @param flush true for what must be on the disk before anything is sent
   */
  readonly append: (text: string, flush: boolean) => void;
  /** RFC 3339 UTC. */
  readonly now: () => string;
}

/** A recorder of one run. */
export function createRecorder({ state, append, now }: RecorderSurroundings): RunRecorder {
  const write = (events: readonly RunEvent[]): void => {
    for (const event of events) {
      applyEvent(state, event);
    }
    if (events.length > 0) {
      append(
        events.map((event) => formatLine(event)).join(''),
        events.some(({ type }) => type !== 'ended'),
      );
    }
  };
  return {
    event: (event) => write(linesOf(event, now())),
    ended: (item, exit) => {
      const parsed = itemSchema.safeParse(item);
      if (parsed.success) {
        const { vm, outcome, jobId, operationId, error } = parsed.data;
        write([
          {
            type: 'ended',
            vm: vm.id,
            outcome,
            exit,
            jobId: jobId ?? null,
            operationId: operationId ?? null,
            code: error?.code ?? null,
            time: now(),
          },
        ]);
      }
    },
  };
}

function linesOf(event: EngineEvent, time: string): readonly RunEvent[] {
  if (event.type === 'step.started') {
    const step = event.step.kind;
    return event.step.vmIds.map((vm) => ({ type: 'started', vm, step, time }));
  }
  if (event.type === 'operation.accepted') {
    const { operationId, step } = event;
    return step.vmIds.map((vm) => ({ type: 'accepted', vm, step: step.kind, operationId, time }));
  }
  if (event.type === 'step.done' && event.jobId !== undefined) {
    const { jobId, step } = event;
    return step.vmIds.map((vm) => ({ type: 'job', vm, jobId, time }));
  }
  return [];
}
