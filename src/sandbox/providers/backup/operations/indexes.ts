// How accepted requests are found other than by their id.

import {
  keyIndex,
  sortableNumber,
  type EntryIndex,
  type ValueRange,
} from '../../../kernel/entry-index.js';
import { resourceKey } from '../../../kernel/resource.js';
import type { BackupOperation, RequestedChange } from './state.js';

/** Requests that are yet to be carried out, by their machine. */
export const unfinishedByMachine: EntryIndex<BackupOperation> = {
  name: 'backup.operations.unfinished',
  valuesOf: ({ result, vmId }) =>
    result === undefined && vmId !== undefined ? [resourceKey(vmId)] : [],
};

/** Backups and restores that were asked for, by machine and start. */
export const operationsByMachine: EntryIndex<BackupOperation> = {
  name: 'backup.operations.machine',
  valuesOf: ({ change: { kind }, vmId, startedMilliseconds }) =>
    vmId !== undefined && (kind === 'backup' || kind === 'restore')
      ? [startValue(kind, vmId, startedMilliseconds)]
      : [],
};

/** Those of a machine that started after an instant (milliseconds since the epoch). */
export function startedAfter(
  kind: Extract<RequestedChange['kind'], 'backup' | 'restore'>,
  vmId: string,
  milliseconds: number,
): ValueRange {
  return {
    from: startValue(kind, vmId, milliseconds + 1),
    to: startValue(kind, vmId, Number.MAX_SAFE_INTEGER),
  };
}

function startValue(kind: string, vmId: string, milliseconds: number): string {
  return `${kind} ${resourceKey(vmId)} ${sortableNumber(milliseconds)}`;
}

/** Requests by their id, over all vaults. */
export const operationsById = keyIndex('backup.operations.id');
