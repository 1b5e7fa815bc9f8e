// Lets happen what is due: Azure Backup's operations end and its jobs go on without being asked.

import type { WorldState } from '../../world/state.js';
import { endOperation } from './end-operation.js';
import type { EventContext } from './event-context.js';
import { checkSnapshot, endRetention, endSnapshot, endTransfer } from './job-events.js';
import type { BackupEvent } from './state.js';

/**
 * Carries out every event up to an instant (milliseconds since the epoch), in order of time and each
 * as of its own time. To be called before anything reads or changes the state.
 */
export function settleBackup(state: WorldState, nowMilliseconds: number): void {
  for (;;) {
    const next = earliestDue(state, nowMilliseconds);
    if (next === undefined) {
      return;
    }
    const { event, context } = next;
    context.vault.events = context.vault.events.filter((other) => other !== event);
    carryOut(context, event);
  }
}

function earliestDue(
  state: WorldState,
  nowMilliseconds: number,
): { readonly event: BackupEvent; readonly context: EventContext } | undefined {
  let earliest: { event: BackupEvent; context: EventContext } | undefined;
  for (const [vaultKey, vault] of Object.entries(state.backup)) {
    for (const event of vault.events) {
      const before = earliest?.event.dueMilliseconds ?? nowMilliseconds + 1;
      if (event.dueMilliseconds < before) {
        const atMilliseconds = event.dueMilliseconds;
        earliest = { event, context: { state, vaultKey, vault, atMilliseconds } };
      }
    }
  }
  return earliest;
}

function carryOut(context: EventContext, event: BackupEvent): void {
  switch (event.kind) {
    case 'operation-ends':
      endOperation(context, event.operationId);
      return;
    case 'snapshot-checked':
      checkSnapshot(context, event);
      return;
    case 'snapshot-ends':
      endSnapshot(context, event);
      return;
    case 'transfer-ends':
      endTransfer(context, event);
      return;
    case 'retention-ends':
      endRetention(context, event);
      return;
  }
}
