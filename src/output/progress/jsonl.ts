// `--progress jsonl`: each event as a JSON record on stderr, for programs.

import type { EngineEvent, StepReference } from '../../steps/events.js';
import type { Io } from '../io.js';
import type { ProgressRenderer } from './progress-renderer.js';

/** A renderer for programs. Records have the events' own fields; a step is told by id, kind and target. */
export function createJsonlProgress(io: Pick<Io, 'writeErr'>): ProgressRenderer {
  return {
    emit(event) {
      io.writeErr(`${JSON.stringify(recordOf(event))}\n`);
    },
    write: (text) => io.writeErr(text),
    finish() {
      // Every record is complete when written.
    },
  };
}

function recordOf(event: EngineEvent): object {
  return 'step' in event ? { ...event, step: stepRecord(event.step) } : event;
}

function stepRecord({ id, kind, target, vmIds }: StepReference): object {
  return { id, kind, target, vmIds };
}
