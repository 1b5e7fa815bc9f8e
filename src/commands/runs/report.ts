// A recorded run in the words of the documents.

import type { StoredRun } from '../context.js';
import { instantOf, millisecondsOf } from '../../domain/time/instant.js';
import { countMachines, stateOf } from '../../steps/runs/run-state.js';
import type { RunItem } from './result.js';

/** What documents say of a run. */
export function runItem({ file, run }: StoredRun): RunItem {
  const { id, command, started, sandbox, cloud } = run.head;
  return {
    id,
    command,
    started: instantOf(millisecondsOf(started)),
    place: sandbox ?? cloud,
    file,
    machines: countMachines(stateOf(run)),
  };
}

/** True where a resumed run would do something. */
export function hasLeft({ machines }: Pick<RunItem, 'machines'>): boolean {
  return machines.done < machines.total;
}
