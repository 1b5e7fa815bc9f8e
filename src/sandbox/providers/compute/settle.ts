// Lets happen what is due in compute: operations on machines and extensions end by themselves.

import { entriesWith, type EntryIndex } from '../../kernel/entry-index.js';
import type { SandboxIds } from '../../http/operation.js';
import type { OperationRecord } from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';
import { endExtensionDelete, endExtensionPut } from './extensions/end-operation.js';
import { endDiskDelete } from './disks/delete.js';
import { endRunCommandDelete, endRunCommandPut } from './run-commands/end-operation.js';
import { endMachineDelete } from './virtual-machines/delete.js';
import { endMachineOperation } from './virtual-machines/end-operation.js';

type Ending = (state: WorldState, operation: OperationRecord, ids: SandboxIds) => void;

/** What each kind of operation does at its end; it may set the operation's outcome. */
const ENDINGS: Readonly<Record<string, Ending>> = {
  'extension-put': endExtensionPut,
  'extension-delete': endExtensionDelete,
  'run-command-put': endRunCommandPut,
  'run-command-delete': endRunCommandDelete,
  'machine-create': endMachineOperation,
  'machine-update': endMachineOperation,
  'machine-resize': endMachineOperation,
  'machine-start': endMachineOperation,
  'machine-restart': endMachineOperation,
  'machine-deallocate': endMachineOperation,
  'machine-power-off': endMachineOperation,
  'machine-delete': endMachineDelete,
  'disk-delete': endDiskDelete,
};

/** Operations that have yet to end, by when they do. */
export const endingsByDue: EntryIndex<OperationRecord> = {
  name: 'operations.due',
  valuesOf: ({ kind, endsMilliseconds, carriedOut }) =>
    kind in ENDINGS && carriedOut === undefined ? [endsMilliseconds] : [],
};

/**
 * Carries out what is due up to an instant (milliseconds since the epoch), in order of time. To be
 * called before anything reads or changes a machine. Each ending happens once, and to a resource that
 * something else has begun with since, which its `pending` says, it does nothing.
 */
export function settleCompute(state: WorldState, nowMilliseconds: number, ids: SandboxIds): void {
  const due = entriesWith(state.operations, endingsByDue, { from: 0, to: nowMilliseconds });
  for (const operation of due.toSorted(byEnd)) {
    operation.carriedOut = true;
    ENDINGS[operation.kind]?.(state, operation, ids);
  }
}

function byEnd(left: OperationRecord, right: OperationRecord): number {
  return left.endsMilliseconds - right.endsMilliseconds;
}
