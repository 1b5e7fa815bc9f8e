// Lets happen what is due in compute: operations on machines and extensions end by themselves.

import type { SandboxIds } from '../../http/operation.js';
import type { OperationRecord } from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';
import { endExtensionDelete, endExtensionPut } from './extensions/end-operation.js';
import { endMachineOperation } from './virtual-machines/end-operation.js';

type Ending = (state: WorldState, operation: OperationRecord, ids: SandboxIds) => void;

/** What each kind of operation does at its end; it may set the operation's outcome. */
const ENDINGS: Readonly<Record<string, Ending>> = {
  'extension-put': endExtensionPut,
  'extension-delete': endExtensionDelete,
  'machine-create': endMachineOperation,
  'machine-update': endMachineOperation,
  'machine-start': endMachineOperation,
  'machine-deallocate': endMachineOperation,
  'machine-power-off': endMachineOperation,
};

/**
 * Carries out what is due up to an instant (milliseconds since the epoch), in order of time. To be
 * called before anything reads or changes a machine. Each ending happens once: it is the resource's
 * `pending` that says whether it has.
 */
export function settleCompute(state: WorldState, nowMilliseconds: number, ids: SandboxIds): void {
  const due = Object.values(state.operations)
    .filter(({ kind, endsMilliseconds }) => kind in ENDINGS && endsMilliseconds <= nowMilliseconds)
    .toSorted((left, right) => left.endsMilliseconds - right.endsMilliseconds);
  for (const operation of due) {
    ENDINGS[operation.kind]?.(state, operation, ids);
  }
}
