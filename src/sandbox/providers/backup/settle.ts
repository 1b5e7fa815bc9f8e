// Lets happen what is due: Azure Backup's operations end, its jobs go on and its schedules are followed
// without being asked. What comes of it depends on the instant alone, not on how often it is asked for.

import type { EntryPlace } from '../../kernel/entry-index.js';
import type { WorldState } from '../../kernel/state.js';
import type { EventContext } from './event-context.js';
import { checkSnapshot, endRetention, endSnapshot, endTransfer } from './jobs/events.js';
import { endOperation } from './operations/end-operation.js';
import { readStoredPolicy } from './policies/body.js';
import { itemsOfPolicy } from './policies/modify.js';
import { machineNames } from './backup-vault.js';
import { changeLife, removeExpired } from './recovery-points/lifetime.js';
import { endRestore } from './restores/end-restore.js';
import { scheduleBook } from './schedules/schedule-book.js';
import { startScheduledBackup } from './schedules/scheduled-backup.js';
import { zoneClocks } from './schedules/time-zone.js';
import { dueItems, forgottenJobs } from './settling/due-items.js';
import { eventQueue } from './settling/event-queue.js';
import type { BackupOperation } from './operations/state.js';
import type { BackupEvent } from './pending-event.js';
import type { ProtectedItem } from './protected-items/state.js';
import type { BackupVault } from './state.js';

/**
 * Carries out every event and every scheduled backup up to an instant (milliseconds since the epoch), in
 * order of time and each as of its own time. To be called before anything reads or changes the state.
 * Only what is due is looked at.
 */
export function settleBackup(state: WorldState, nowMilliseconds: number): void {
  const items = dueItems(state, nowMilliseconds);
  // In time zones with daylight saving a next backup takes a while to find, and few are due.
  const reader = {
    read: readStoredPolicy,
    clocks: zoneClocks(),
    untilMilliseconds: nowMilliseconds,
  };
  const book = scheduleBook(state, reader, items);
  const queue = eventQueue(state, nowMilliseconds);
  const changed: EntryPlace[] = [];
  const at = ({ vaultKey, vault }: Place, atMilliseconds: number): EventContext => ({
    state,
    vaultKey,
    vault,
    readPolicy: readStoredPolicy,
    addEvent: (event) => {
      queue.add(vaultKey, vault, event);
    },
    atMilliseconds,
  });
  for (;;) {
    const run = book.first();
    const until = queue.nextMilliseconds() ?? nowMilliseconds + 1;
    if (run !== undefined && run.run.atMilliseconds < until) {
      startScheduledBackup(at(run, run.run.atMilliseconds), run);
      book.update({ parent: run.vaultKey, key: run.itemKey });
      continue;
    }
    const next = queue.next();
    if (next === undefined) {
      break;
    }
    for (const key of carryOut(at(next, until), next.event)) {
      const place = { parent: next.vaultKey, key };
      book.update(place);
      changed.push(place);
    }
  }
  removeAllExpired(state, [...items, ...changed], nowMilliseconds);
  forgetJobs(state, nowMilliseconds);
}

/** Where something happens. */
interface Place {
  /** The vault's id in lower case. */
  readonly vaultKey: string;
  readonly vault: BackupVault;
}

/** Lets an event happen; the keys of the items whose schedule it may have changed. */
function carryOut(context: EventContext, event: BackupEvent): readonly string[] {
  switch (event.kind) {
    case 'operation-ends':
      return changeProtection(context, event.operationId);
    case 'snapshot-checked':
      checkSnapshot(context, event);
      return itemOfJob(context, event.jobId);
    case 'snapshot-ends':
      endSnapshot(context, event);
      return itemOfJob(context, event.jobId);
    case 'transfer-ends':
      endTransfer(context, event);
      return itemOfJob(context, event.jobId);
    case 'restore-ends':
      endRestore(context, event);
      return [];
    case 'retention-ends':
      endRetention(context, event);
      return [event.itemName.toLowerCase()];
  }
}

function itemOfJob({ vault }: EventContext, jobId: string): readonly string[] {
  const job = vault.jobs[jobId];
  return job === undefined ? [] : [itemKeyOf(job.vmId)];
}

function itemKeyOf(vmId: string): string {
  return machineNames(vmId).item.toLowerCase();
}

/** What governs the recovery points of an item. */
interface GoverningPolicy {
  readonly properties: unknown;
  readonly protectionState: string;
}

/**
 * Ends an operation; points that a changed or another policy keeps from then on live as it says. The
 * keys of the items that it may have changed.
 */
function changeProtection(context: EventContext, operationId: string): readonly string[] {
  const { vault, atMilliseconds } = context;
  const operation = vault.operations[operationId];
  const keys = operation === undefined ? [] : itemsOfOperation(vault, operation);
  const before = new Map<string, GoverningPolicy>();
  for (const key of keys) {
    const item = vault.items[key];
    if (item !== undefined) {
      removeExpired(item, atMilliseconds);
      before.set(key, governingPolicy(vault, item));
    }
  }
  endOperation(context, operationId);
  for (const key of keys) {
    const item = vault.items[key];
    const was = before.get(key);
    const is = item === undefined ? undefined : governingPolicy(vault, item);
    if (item !== undefined && !isSame(was, is)) {
      applyPolicy(context, item);
    }
  }
  return keys;
}

function itemsOfOperation(
  vault: BackupVault,
  { change, vmId }: BackupOperation,
): readonly string[] {
  if (change.kind === 'modify-policy') {
    return itemsOfPolicy(vault, change.policyName).map(({ name }) => name.toLowerCase());
  }
  return vmId === undefined ? [] : [itemKeyOf(vmId)];
}

function isSame(was: GoverningPolicy | undefined, is: GoverningPolicy | undefined): boolean {
  return was?.properties === is?.properties && was?.protectionState === is?.protectionState;
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

function removeAllExpired(
  { backup }: WorldState,
  places: readonly EntryPlace[],
  nowMilliseconds: number,
): void {
  for (const { parent, key } of places) {
    const item = backup[parent]?.items[key];
    if (item !== undefined) {
      removeExpired(item, nowMilliseconds);
    }
  }
}

function forgetJobs(state: WorldState, nowMilliseconds: number): void {
  for (const { parent, key } of forgottenJobs(state, nowMilliseconds)) {
    delete state.backup[parent]?.jobs[key];
  }
}
