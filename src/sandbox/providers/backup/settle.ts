// Lets happen what is due: Azure Backup's operations end, its jobs go on and its schedules are followed
// without being asked. What comes of it depends only on the instant, not on how often it is asked for.

import type { WorldState } from '../../kernel/state.js';
import { JOB_MEMORY_MILLISECONDS } from './policies/assumed-retention.js';
import { endOperation } from './operations/end-operation.js';
import type { EventContext } from './event-context.js';
import { checkSnapshot, endRetention, endSnapshot, endTransfer } from './jobs/events.js';
import { endRestore } from './restores/end-restore.js';
import { policyReader } from './policies/body.js';
import { changeLife, removeExpired } from './recovery-points/lifetime.js';
import { scheduleBook } from './schedules/schedule-book.js';
import { startScheduledBackup } from './schedules/scheduled-backup.js';
import type { BackupEvent } from './pending-event.js';
import type { ProtectedItem } from './protected-items/state.js';
import type { BackupVault } from './state.js';

/**
 * Carries out every event and every scheduled backup up to an instant (milliseconds since the epoch), in
 * order of time and each as of its own time. To be called before anything reads or changes the state.
 */
export function settleBackup(state: WorldState, nowMilliseconds: number): void {
  const readPolicy = policyReader();
  const book = scheduleBook(state, readPolicy);
  const at = ({ vaultKey, vault }: Place, atMilliseconds: number): EventContext => ({
    state,
    vaultKey,
    vault,
    readPolicy,
    atMilliseconds,
  });
  for (;;) {
    const next = earliestDue(state, nowMilliseconds);
    const run = book.first();
    const until = next?.event.dueMilliseconds ?? nowMilliseconds + 1;
    if (run !== undefined && run.run.atMilliseconds < until) {
      startScheduledBackup(at(run, run.run.atMilliseconds), run);
      book.advance();
    } else if (next === undefined) {
      break;
    } else if (carryOut(at(next, until), next.event) === 'changes-schedules') {
      book.rewrite();
    }
  }
  for (const vault of Object.values(state.backup)) {
    pruneExpired(vault, nowMilliseconds);
  }
}

/** Where something happens. */
interface Place {
  /** The vault's id in lower case. */
  readonly vaultKey: string;
  readonly vault: BackupVault;
}

function earliestDue(
  state: WorldState,
  nowMilliseconds: number,
): (Place & { readonly event: BackupEvent }) | undefined {
  let earliest: (Place & { readonly event: BackupEvent }) | undefined;
  for (const [vaultKey, vault] of Object.entries(state.backup)) {
    for (const event of vault.events) {
      if (event.dueMilliseconds < (earliest?.event.dueMilliseconds ?? nowMilliseconds + 1)) {
        earliest = { vaultKey, vault, event };
      }
    }
  }
  return earliest;
}

function carryOut(context: EventContext, event: BackupEvent): 'changes-schedules' | 'goes-on' {
  const { vault } = context;
  vault.events = vault.events.filter((other) => other !== event);
  switch (event.kind) {
    case 'operation-ends':
      changeProtection(context, () => {
        endOperation(context, event.operationId);
      });
      return 'changes-schedules';
    case 'snapshot-checked':
      checkSnapshot(context, event);
      return 'goes-on';
    case 'snapshot-ends':
      endSnapshot(context, event);
      return 'goes-on';
    case 'transfer-ends':
      endTransfer(context, event);
      return 'goes-on';
    case 'restore-ends':
      endRestore(context, event);
      return 'goes-on';
    case 'retention-ends':
      endRetention(context, event);
      return 'changes-schedules';
  }
}

/** What governs the recovery points of an item. */
interface GoverningPolicy {
  readonly properties: unknown;
  readonly protectionState: string;
}

/** Points that a changed or another policy keeps from then on live as it says. */
function changeProtection(context: EventContext, change: () => void): void {
  const { vault, atMilliseconds } = context;
  const items = Object.values(vault.items);
  for (const item of items) {
    removeExpired(item, atMilliseconds);
  }
  const before = new Map(items.map((item) => [item.name, governingPolicy(vault, item)]));
  change();
  for (const item of Object.values(vault.items)) {
    const was = before.get(item.name);
    const is = governingPolicy(vault, item);
    if (was?.properties !== is.properties || was?.protectionState !== is.protectionState) {
      applyPolicy(context, item);
    }
  }
}

function governingPolicy(vault: BackupVault, item: ProtectedItem): GoverningPolicy {
  return {
    properties: vault.policies[item.policyName.toLowerCase()]?.properties,
    protectionState: item.protectionState,
  };
}

function applyPolicy(
  { vault, readPolicy, atMilliseconds }: EventContext,
  item: ProtectedItem,
): void {
  const stored = vault.policies[item.policyName.toLowerCase()];
  const policy = stored === undefined ? undefined : readPolicy(stored);
  if (policy !== undefined) {
    item.recoveryPoints = item.recoveryPoints.map((point) => ({
      ...point,
      ...changeLife(point, policy, atMilliseconds),
    }));
  }
}

function pruneExpired(vault: BackupVault, nowMilliseconds: number): void {
  for (const item of Object.values(vault.items)) {
    removeExpired(item, nowMilliseconds);
  }
  const oldest = nowMilliseconds - JOB_MEMORY_MILLISECONDS;
  for (const { id, endsMilliseconds } of Object.values(vault.jobs)) {
    if (endsMilliseconds < oldest) {
      delete vault.jobs[id];
    }
  }
}
