// The scheduled backups of the items to which something may have happened. They are worked out of items
// and policies, so that no change of either can leave a backup behind that nothing asks for any more.

import type { EntryPlace } from '../../../kernel/entry-index.js';
import type { WorldState } from '../../../kernel/state.js';
import type { ProtectedItem } from '../protected-items/state.js';
import type { BackupVault } from '../state.js';
import { nextScheduledRun, type ScheduleReader } from './next-scheduled-run.js';
import type { ScheduledRun } from './schedule.js';

/** A backup that is to begin. */
export interface DueRun {
  /** The vault's id in lower case. */
  readonly vaultKey: string;
  readonly vault: BackupVault;
  /** The item's name in lower case. */
  readonly itemKey: string;
  readonly item: ProtectedItem;
  readonly policyName: string;
  readonly run: ScheduledRun;
}

/** The scheduled backups to come. */
export interface ScheduleBook {
  /** The one that begins first; undefined when there is none. */
  first(): DueRun | undefined;
  /** Enters the next backup of an item in the place of the one that is entered, if any. */
  update(place: EntryPlace): void;
}

/** Opens the book with the items of some places. */
export function scheduleBook(
  state: WorldState,
  reader: ScheduleReader,
  places: readonly EntryPlace[],
): ScheduleBook {
  const entries = places
    .map((place) => entryAt(state, reader, place))
    .filter((entry) => entry !== undefined)
    .toSorted(byTime);
  return {
    first: () => entries[0],
    update: (place) => {
      const before = entries.findIndex(
        ({ vaultKey, itemKey }) => vaultKey === place.parent && itemKey === place.key,
      );
      if (before !== -1) {
        entries.splice(before, 1);
      }
      const entry = entryAt(state, reader, place);
      if (entry !== undefined) {
        // Most belong near the end.
        entries.splice(entries.findLastIndex((other) => byTime(other, entry) < 0) + 1, 0, entry);
      }
    },
  };
}

function entryAt(
  state: WorldState,
  reader: ScheduleReader,
  { parent: vaultKey, key: itemKey }: EntryPlace,
): DueRun | undefined {
  const vault = state.backup[vaultKey];
  const item = vault?.items[itemKey];
  const run =
    vault === undefined || item === undefined ? undefined : nextScheduledRun(reader, vault, item);
  return vault === undefined || item === undefined || run === undefined
    ? undefined
    : { vaultKey, vault, itemKey, item, policyName: item.policyName, run };
}

function byTime(left: DueRun, right: DueRun): number {
  return (
    left.run.atMilliseconds - right.run.atMilliseconds ||
    (orderKey(left) < orderKey(right) ? -1 : 1)
  );
}

function orderKey({ vaultKey, item }: DueRun): string {
  return `${vaultKey}/${item.name}`;
}
