// When something happens to a protected item by itself: its next backup by the schedule, or the end of one
// of its recovery points.

import { type EntryPlace, placesWith, type EntryIndex } from '../../../kernel/entry-index.js';
import type { WorldState } from '../../../kernel/state.js';
import { jobsByEnd } from '../jobs/indexes.js';
import { nextEndOfPoint } from '../recovery-points/lifetime.js';
import { nextScheduledRun, type ScheduleReader } from '../schedules/next-scheduled-run.js';
import type { ProtectedItem } from '../protected-items/state.js';
import type { BackupVault } from '../state.js';
import { JOB_MEMORY_MILLISECONDS } from '../policies/assumed-retention.js';

/** When something may happen to an item; undefined when nothing will, as long as it stays as it is. */
export function itemDueMilliseconds(
  reader: ScheduleReader,
  vault: Pick<BackupVault, 'policies'>,
  item: ProtectedItem,
): number | undefined {
  const run = nextScheduledRun(reader, vault, item);
  const instants = [run?.atMilliseconds, nextEndOfPoint(item)].filter(
    (instant) => instant !== undefined,
  );
  return instants.length === 0 ? undefined : Math.min(...instants);
}

/** Items by when something may happen to them; kept worlds have it, others are looked through. */
export const ITEMS_BY_DUE = 'backup.items.due';

const itemsByDue: EntryIndex<ProtectedItem> = {
  name: ITEMS_BY_DUE,
  // What is due depends on the vault's policies too: only a kept world knows it beforehand.
  valuesOf: () => [ANY_TIME],
};

/** Before every instant of a world. */
const ANY_TIME = 0;

/** The items to which something may have happened by an instant, and maybe others. */
export function dueItems(state: WorldState, nowMilliseconds: number): readonly EntryPlace[] {
  return placesWith(state.backup, ({ items }) => items, itemsByDue, until(nowMilliseconds));
}

/** The jobs that are forgotten by an instant. */
export function forgottenJobs(state: WorldState, nowMilliseconds: number): readonly EntryPlace[] {
  // Those that ended at this very time are remembered.
  const last = nowMilliseconds - JOB_MEMORY_MILLISECONDS - 1;
  return placesWith(state.backup, ({ jobs }) => jobs, jobsByEnd, until(last));
}

function until(milliseconds: number): { readonly from: number; readonly to: number } {
  return { from: ANY_TIME, to: milliseconds };
}
