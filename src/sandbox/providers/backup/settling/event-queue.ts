// What is due in the vaults of a world, in order of time. It is read once; what comes up while it is worked
// through is entered as well.

import { placesWith } from '../../../kernel/entry-index.js';
import type { WorldState } from '../../../kernel/state.js';
import type { BackupEvent } from '../pending-event.js';
import type { BackupVault } from '../state.js';
import { addEvent, eventsByDue } from './vault-events.js';

/** An event that is due. */
export interface DueEvent {
  /** The vault's id in lower case. */
  readonly vaultKey: string;
  readonly vault: BackupVault;
  readonly key: string;
  readonly event: BackupEvent;
}

/** The events up to an instant, the earliest first; those of one instant by vault and key. */
export interface EventQueue {
  /** Takes out the earliest that still stands; undefined when there is none. */
  next(): DueEvent | undefined;
  /** When that is; undefined when there is none. */
  nextMilliseconds(): number | undefined;
  /** Notes an event in its vault, and here if it is due. */
  add(vaultKey: string, vault: BackupVault, event: BackupEvent): void;
}

/** The queue of a world up to an instant (milliseconds since the epoch). */
export function eventQueue(state: WorldState, untilMilliseconds: number): EventQueue {
  const due = placesWith(state.backup, ({ events }) => events, eventsByDue, {
    from: 0,
    to: untilMilliseconds,
  })
    .flatMap(({ parent, key }) => dueEventAt(state, parent, key))
    .filter(({ event }) => event.dueMilliseconds <= untilMilliseconds)
    .toSorted(byTime);
  /** An event that was struck out of its vault, or put off, does not stand any more. */
  const first = (): DueEvent | undefined => {
    while (due[0] !== undefined && due[0].vault.events[due[0].key] !== due[0].event) {
      due.shift();
    }
    return due[0];
  };
  return {
    next: () => {
      const next = first();
      if (next !== undefined) {
        due.shift();
        delete next.vault.events[next.key];
      }
      return next;
    },
    nextMilliseconds: () => first()?.event.dueMilliseconds,
    add: (vaultKey, vault, event) => {
      const key = addEvent(vault, event);
      if (event.dueMilliseconds <= untilMilliseconds) {
        insert(due, { vaultKey, vault, key, event });
      }
    },
  };
}

function dueEventAt(state: WorldState, vaultKey: string, key: string): DueEvent[] {
  const vault = state.backup[vaultKey];
  const event = vault?.events[key];
  return vault === undefined || event === undefined ? [] : [{ vaultKey, vault, key, event }];
}

function byTime(left: DueEvent, right: DueEvent): number {
  return (
    left.event.dueMilliseconds - right.event.dueMilliseconds ||
    (orderKey(left) < orderKey(right) ? -1 : 1)
  );
}

function orderKey({ vaultKey, key }: DueEvent): string {
  return `${vaultKey}/${key}`;
}

/** Most belong near the end. */
function insert(due: DueEvent[], added: DueEvent): void {
  due.splice(due.findLastIndex((other) => byTime(other, added) < 0) + 1, 0, added);
}
