// What the sandbox assumes of Azure, as one table. An assumption is named after its operation, so that a
// recording of that operation can settle it.

import { sandboxOperations } from './operations.js';

/** Something about Azure that nobody has shown yet. */
export interface Assumption {
  /** The operation, and a number where it has several: `RecoveryPoints_List.2`. */
  readonly id: string;
  /** Provider and operation, as recordings name it. */
  readonly operation: string;
  readonly note: string;
}

/** All of them, in the order of the route table. */
export const assumptions: readonly Assumption[] = numbered(
  sandboxOperations.flatMap(({ id, provider, evidence }) =>
    evidence.flatMap((each) =>
      each.kind === 'assumption' ? [{ id, operation: `${provider} ${id}`, note: each.note }] : [],
    ),
  ),
);

function numbered(found: readonly Assumption[]): readonly Assumption[] {
  const counts = new Map<string, number>();
  return found.map((assumption) => {
    const number = (counts.get(assumption.operation) ?? 0) + 1;
    counts.set(assumption.operation, number);
    return number === 1 ? assumption : { ...assumption, id: `${assumption.id}.${number}` };
  });
}
