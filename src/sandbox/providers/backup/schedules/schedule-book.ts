// The next scheduled backup of every item. It is worked out of items and policies and never stored, so
// that no change of either can leave a backup behind that nothing asks for any more.

import type { WorldState } from '../../../kernel/state.js';
import { nextRun, type ScheduledRun } from './schedule.js';
import type { EventContext } from '../event-context.js';
import { zoneClocks, type ZoneClocks } from './time-zone.js';
import type { BackupPolicy } from '../policies/state.js';
import type { ProtectedItem } from '../protected-items/state.js';
import type { BackupVault } from '../state.js';

/** A backup that is to begin. */
export interface DueRun {
  /** The vault's id in lower case. */
  readonly vaultKey: string;
  readonly vault: BackupVault;
  readonly item: ProtectedItem;
  readonly policyName: string;
  readonly run: ScheduledRun;
}

/** The scheduled backups to come. */
export interface ScheduleBook {
  /** The one that begins first; undefined when there is none. */
  first(): DueRun | undefined;
  /** Removes the first one, whose backup has started, and adds the next one of its item. */
  advance(): void;
  /** Works all of it out again, after items or policies have changed. */
  rewrite(): void;
}

/** The states in which items are backed up by the clock. */
const BACKED_UP: ReadonlySet<string> = new Set(['IRPending', 'Protected', 'ProtectionError']);

/** Opens the book of a world. */
export function scheduleBook(state: WorldState, read: EventContext['readPolicy']): ScheduleBook {
  const reader: ScheduleReader = { read, clocks: zoneClocks() };
  let entries: DueRun[] = [];
  const rewrite = (): void => {
    entries = Object.entries(state.backup)
      .flatMap(([vaultKey, vault]) => entriesOf(reader, vaultKey, vault))
      .toSorted(byTime);
  };
  rewrite();
  return {
    first: () => entries[0],
    advance: () => {
      const [first, ...rest] = entries;
      const next =
        first === undefined ? undefined : entryOf(reader, first.vaultKey, first.vault, first.item);
      entries = next === undefined ? rest : insert(rest, next);
    },
    rewrite,
  };
}

interface ScheduleReader {
  readonly read: EventContext['readPolicy'];
  readonly clocks: ZoneClocks;
}

function entriesOf(reader: ScheduleReader, vaultKey: string, vault: BackupVault): DueRun[] {
  return Object.values(vault.items)
    .map((item) => entryOf(reader, vaultKey, vault, item))
    .filter((entry) => entry !== undefined);
}

function entryOf(
  { read, clocks }: ScheduleReader,
  vaultKey: string,
  vault: BackupVault,
  item: ProtectedItem,
): DueRun | undefined {
  const stored = vault.policies[item.policyName.toLowerCase()];
  const policy = stored === undefined ? undefined : read(stored);
  const clock = clocks(policy?.timeZone ?? 'UTC');
  const after = stored === undefined ? undefined : followedUntil(item, stored);
  if (policy === undefined || clock === undefined || after === undefined || !isBackedUp(item)) {
    return undefined;
  }
  const run = nextRun(policy.schedulePolicy, clock, after);
  return run === undefined
    ? undefined
    : { vaultKey, vault, item, policyName: item.policyName, run };
}

function isBackedUp(item: ProtectedItem): boolean {
  return BACKED_UP.has(item.protectionState) && item.deletion === undefined;
}

/** The schedule counts from the last run, and from when it came to be the schedule of the item. */
function followedUntil(item: ProtectedItem, policy: BackupPolicy): number | undefined {
  const known = [
    item.scheduledMilliseconds,
    item.policySinceMilliseconds,
    item.lastBackupMilliseconds,
    policy.changedMilliseconds,
  ].filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
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

/** Puts an entry where it belongs; most belong near the end. */
function insert(entries: readonly DueRun[], entry: DueRun): DueRun[] {
  const index = entries.findLastIndex((other) => byTime(other, entry) < 0) + 1;
  return [...entries.slice(0, index), entry, ...entries.slice(index)];
}
