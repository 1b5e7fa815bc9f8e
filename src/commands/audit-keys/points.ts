// Reads which key and secret each recovery point needs. Only the answer about one point says it, and Azure
// allows few of those an hour; a point that could not be looked at stays unknown.

import { atOnce } from '../../facts/at-once.js';
import { pairKey, pairOf, type KeyPair } from '../../domain/keys/key-pair.js';
import { interleave, readingOrder } from '../../domain/recovery/reading-order.js';
import type { RecoveryPoint } from '../../domain/recovery/recovery-point.js';
import { createReadBudget, type ReadBudget } from '../../steps/read-budget.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import type { CommandContext } from '../context.js';
import type { ItemTarget } from '../../facts/choose-items.js';
import { subscriptionKey } from '../../steps/job-watch/reader.js';

/**
 * Recorded: 300 reads of recovery points an hour, told by a header that counts for the subscription; lists
 * and single points are one action. Some are left to whoever else looks at points.
 */
const READS_AN_HOUR = 260;
const HOUR_SECONDS = 3600;
/** Points read side by side. */
const READS_AT_ONCE = 6;
/** Machines whose points are listed side by side. */
const LISTS_AT_ONCE = 8;

/** A point with what it needs. */
export type AuditedPoint =
  | { readonly status: 'not-encrypted'; readonly point: RecoveryPoint }
  | { readonly status: 'read'; readonly point: RecoveryPoint; readonly pair: KeyPair }
  | {
      readonly status: 'not-known';
      readonly point: RecoveryPoint;
      /** One sentence without a full stop. */
      readonly reason: string;
      /** True when no try was made, because Azure allows no more reads. */
      readonly spared: boolean;
      /** What its nearest neighbours on both sides need, where they agree. No more than a guess. */
      readonly likely?: KeyPair;
    };

/** A machine with its points, newest first, or why they could not be listed. */
export type AuditedMachine =
  | { readonly target: ItemTarget; readonly points: readonly AuditedPoint[] }
  | { readonly target: ItemTarget; readonly error: AzbackupError };

/** Lists the points of all machines, and reads as many of the encrypted ones as Azure allows. */
export async function auditPoints(
  context: CommandContext,
  targets: readonly ItemTarget[],
): Promise<readonly AuditedMachine[]> {
  const budgetOf = budgets();
  const inTurn = atOnce(context, LISTS_AT_ONCE);
  const listed = await Promise.all(
    targets.map((target) =>
      inTurn(() => listPoints(context, target, budgetOf(target), targets.length === 1)),
    ),
  );
  const reads = await readPoints(context, listed, budgetOf);
  return listed.map((machine) =>
    'error' in machine
      ? machine
      : { target: machine.target, points: withGuesses(machine.points.map(auditedPoint(reads))) },
  );
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

type ListedMachine =
  | { readonly target: ItemTarget; readonly points: readonly RecoveryPoint[] }
  | { readonly target: ItemTarget; readonly error: AzbackupError };

/** One machine of several may fail alone; the only one ends the command. */
async function listPoints(
  context: CommandContext,
  target: ItemTarget,
  budget: ReadBudget,
  alone: boolean,
): Promise<ListedMachine> {
  try {
    budget.spend(context.clock.now());
    const backup = await context.services.backup();
    const points = await backup.recoveryPoints(target.vault.id, target.item.sourceResourceId);
    return { target, points };
  } catch (error) {
    if (alone || !(error instanceof AzbackupError)) {
      throw error;
    }
    return { target, error };
  }
}

/** What became of the reads, by point. Points that are not in here were not tried. */
type Reads = ReadonlyMap<RecoveryPoint, RecoveryPoint | AzbackupError | undefined>;

async function readPoints(
  context: CommandContext,
  machines: readonly ListedMachine[],
  budgetOf: (target: ItemTarget) => ReadBudget,
): Promise<Reads> {
  const wanted = interleave(
    machines.map((machine) => {
      const encrypted = 'error' in machine ? [] : machine.points.filter((point) => point.encrypted);
      return readingOrder(encrypted.length).flatMap((place) =>
        encrypted.slice(place, place + 1).map((point) => ({ target: machine.target, point })),
      );
    }),
  );
  const reads = new Map<RecoveryPoint, RecoveryPoint | AzbackupError | undefined>();
  const inTurn = atOnce(context, READS_AT_ONCE);
  const read = async ({ target, point }: (typeof wanted)[number]): Promise<void> => {
    const budget = budgetOf(target);
    const now = context.clock.now();
    if (context.signal.aborted || budget.left(now) === 0) {
      return;
    }
    budget.spend(now);
    const found = await readOne(context, target, point);
    reads.set(point, found);
    if (found instanceof AzbackupError && found.fields.kind === 'unavailable') {
      // Throttled, or worse: every further read would only make it last longer.
      budget.pauseUntil(now + HOUR_SECONDS * 1000);
    }
  };
  await Promise.all(wanted.map((each) => inTurn(() => read(each))));
  return reads;
}

async function readOne(
  context: CommandContext,
  { vault, item }: ItemTarget,
  { name }: RecoveryPoint,
): Promise<RecoveryPoint | AzbackupError | undefined> {
  try {
    return await (
      await context.services.backup()
    ).recoveryPoint(vault.id, item.sourceResourceId, name);
  } catch (error) {
    if (error instanceof AzbackupError) {
      return error;
    }
    throw error;
  }
}

function auditedPoint(reads: Reads): (point: RecoveryPoint) => AuditedPoint {
  return (point) => {
    if (!point.encrypted) {
      return { status: 'not-encrypted', point };
    }
    if (!reads.has(point)) {
      const reason = 'skipped: the hourly limit of recovery point reads is reached';
      return { status: 'not-known', point, reason, spared: true };
    }
    const read = reads.get(point);
    if (read === undefined) {
      return { status: 'not-known', point, reason: 'deleted since it was listed', spared: false };
    }
    if (read instanceof AzbackupError) {
      return { status: 'not-known', point, reason: read.message, spared: false };
    }
    const pair = pairOf(read);
    return pair === undefined
      ? {
          status: 'not-known',
          point,
          reason: 'Azure does not report which key and secret it needs',
          spared: false,
        }
      : { status: 'read', point, pair };
  };
}

function withGuesses(points: readonly AuditedPoint[]): readonly AuditedPoint[] {
  return points.map((each, place) => {
    if (each.status !== 'not-known') {
      return each;
    }
    const newer = points.slice(0, place).findLast(({ status }) => status === 'read');
    const older = points.slice(place + 1).find(({ status }) => status === 'read');
    return newer?.status === 'read' &&
      older?.status === 'read' &&
      pairKey(newer.pair) === pairKey(older.pair)
      ? { ...each, likely: newer.pair }
      : each;
  });
}
