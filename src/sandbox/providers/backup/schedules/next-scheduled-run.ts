// The next backup of an item that its policy asks for.

import type { EventContext } from '../event-context.js';
import type { BackupPolicy } from '../policies/state.js';
import type { BackupVault } from '../state.js';
import type { ProtectedItem } from '../protected-items/state.js';
import { nextRun, type ScheduledRun } from './schedule.js';
import type { ZoneClocks } from './time-zone.js';

/** What policies are read with. */
export interface ScheduleReader {
  readonly read: EventContext['readPolicy'];
  readonly clocks: ZoneClocks;
  /** Backups that begin after it are left out; absent means none is. */
  readonly untilMilliseconds?: number;
}

/** The states in which items are backed up by the clock. */
const BACKED_UP: ReadonlySet<string> = new Set(['IRPending', 'Protected', 'ProtectionError']);

/** The next scheduled backup of an item; undefined when there is none. */
export function nextScheduledRun(
  { read, clocks, untilMilliseconds = Number.POSITIVE_INFINITY }: ScheduleReader,
  vault: Pick<BackupVault, 'policies'>,
  item: ProtectedItem,
): ScheduledRun | undefined {
  const stored = isBackedUp(item) ? vault.policies[item.policyName.toLowerCase()] : undefined;
  const after = stored === undefined ? undefined : followedUntil(item, stored);
  if (stored === undefined || after === undefined || after >= untilMilliseconds) {
    return undefined;
  }
  const policy = read(stored);
  const clock = clocks(policy?.timeZone ?? 'UTC');
  return policy === undefined || clock === undefined
    ? undefined
    : nextRun(policy.schedulePolicy, clock, after);
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
