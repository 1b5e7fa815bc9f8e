// Reads recovery points no more often than Azure lets, and each list once, for all parts of a command.

import type { Fact } from '../../domain/fact.js';
import { idKey } from '../../domain/resource-id.js';
import type { RecoveryPoint } from '../../domain/recovery/recovery-point.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { atOnce } from '../../facts/at-once.js';
import type { ItemTarget } from '../../facts/choose-items.js';
import { createFactReader, type FactReader } from '../../facts/fact-reader.js';
import { subscriptionKey } from '../../steps/job-watch/reader.js';
import { createReadBudget, type ReadBudget } from '../../steps/read-budget.js';
import type { CommandContext } from '../context.js';

/**
 * Recorded: 300 reads of recovery points an hour, told by a header that counts for the subscription; lists
 * and single points are one action. Some are left to whoever else looks at points.
 */
const READS_AN_HOUR = 260;
const HOUR_SECONDS = 3600;
/** Items whose points are listed side by side. */
const LISTS_AT_ONCE = 8;

const LIMIT = 'the hourly limit of recovery point reads is reached';

/** The reads of recovery points of one command. */
export interface PointReads {
  /** The points of an item, newest first. */
  list(target: ItemTarget): Promise<Fact<readonly RecoveryPoint[]>>;
  /**
   * One point, with the keys that only the answer about it names; `spared` where Azure allows no more reads, undefined
   * where it is not there any more.
   */
  point(
    target: ItemTarget,
    name: string,
  ): Promise<RecoveryPoint | AzbackupError | 'spared' | undefined>;
}

/** What all parts of a command read by, so that each fact is read once. */
export interface SharedReads {
  readonly reader: FactReader;
  readonly points: PointReads;
}

/** The reads of one command. */
export function createSharedReads(context: CommandContext): SharedReads {
  const reader = createFactReader(context.services);
  return { reader, points: createPointReads(context, reader) };
}

function createPointReads(context: CommandContext, reader: FactReader): PointReads {
  const budgetOf = budgets();
  const inTurn = atOnce(context, LISTS_AT_ONCE);
  const lists = new Map<string, Promise<Fact<readonly RecoveryPoint[]>>>();
  const listed = async (target: ItemTarget): Promise<Fact<readonly RecoveryPoint[]>> => {
    const budget = budgetOf(target);
    const now = context.clock.now();
    if (budget.left(now) === 0) {
      const code = 'AZB_THROTTLED';
      return { status: 'unreadable', reason: 'unavailable', code, message: LIMIT };
    }
    budget.spend(now);
    const fact = await reader.recoveryPoints(target.vault.id, target.item.sourceResourceId);
    pauseAfter(budget, now, fact.status === 'unreadable' && fact.reason === 'unavailable');
    return fact;
  };
  return {
    list: (target) => {
      const key = `${idKey(target.vault.id)} ${idKey(target.item.sourceResourceId)}`;
      const list = lists.get(key) ?? inTurn(() => listed(target));
      lists.set(key, list);
      return list;
    },
    point: async (target, name) => {
      const budget = budgetOf(target);
      const now = context.clock.now();
      if (context.signal.aborted || budget.left(now) === 0) {
        return 'spared';
      }
      budget.spend(now);
      const found = await readOne(context, target, name);
      pauseAfter(
        budget,
        now,
        found instanceof AzbackupError && found.fields.kind === 'unavailable',
      );
      return found;
    },
  };
}

/** Throttled, or worse: every further read would only make it last longer. */
function pauseAfter(budget: ReadBudget, now: number, isRefused: boolean): void {
  if (isRefused) {
    budget.pauseUntil(now + HOUR_SECONDS * 1000);
  }
}

function budgets(): (target: ItemTarget) => ReadBudget {
  const known = new Map<string, ReadBudget>();
  return ({ vault }) => {
    const key = subscriptionKey(vault.id);
    const budget = known.get(key) ?? createReadBudget(READS_AN_HOUR, HOUR_SECONDS);
    known.set(key, budget);
    return budget;
  };
}

async function readOne(
  context: CommandContext,
  { vault, item }: ItemTarget,
  name: string,
): Promise<RecoveryPoint | AzbackupError | undefined> {
  try {
    const backup = await context.services.backup();
    return await backup.recoveryPoint(vault.id, item.sourceResourceId, name);
  } catch (error) {
    if (error instanceof AzbackupError) {
      return error;
    }
    throw error;
  }
}
