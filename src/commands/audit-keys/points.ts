// Reads which key and secret each recovery point needs. Only the answer about one point says it, and Azure
// allows few of those an hour; a point that could not be looked at stays unknown.

import { atOnce } from '../../facts/at-once.js';
import { pairKey, pairOf, type KeyPair } from '../../domain/keys/key-pair.js';
import { interleave, readingOrder } from '../../domain/recovery/reading-order.js';
import type { RecoveryPoint } from '../../domain/recovery/recovery-point.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { requireFact } from '../../errors/require-fact.js';
import type { CommandContext } from '../context.js';
import type { ItemTarget } from '../../facts/choose-items.js';
import type { PointReads } from './point-reads.js';

/** Points read side by side. */
const READS_AT_ONCE = 6;

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

/**
 * Lists the points of all machines, and reads as many of the encrypted ones as Azure allows.
 * @param oneEndsAll true where the failure of an only machine ends the command
 */
export async function auditPoints(
  context: Pick<CommandContext, 'maxConcurrency' | 'signal'>,
  points: PointReads,
  targets: readonly ItemTarget[],
  oneEndsAll: boolean,
): Promise<readonly AuditedMachine[]> {
  const listed = await Promise.all(
    targets.map((target) => listPoints(points, target, oneEndsAll && targets.length === 1)),
  );
  const reads = await readPoints(context, points, listed);
  return listed.map((machine) =>
    'error' in machine
      ? machine
      : { target: machine.target, points: withGuesses(machine.points.map(auditedPoint(reads))) },
  );
}

type ListedMachine =
  | { readonly target: ItemTarget; readonly points: readonly RecoveryPoint[] }
  | { readonly target: ItemTarget; readonly error: AzbackupError };

/** One machine of several may fail for itself; the only one ends the command. */
async function listPoints(
  reads: PointReads,
  target: ItemTarget,
  endsAll: boolean,
): Promise<ListedMachine> {
  try {
    const what = `the recovery points of ${target.item.friendlyName}`;
    return { target, points: requireFact(await reads.list(target), what) ?? [] };
  } catch (error) {
    if (endsAll || !(error instanceof AzbackupError)) {
      throw error;
    }
    return { target, error };
  }
}

/** What became of the reads, by point. Points that are not in here were not tried. */
type Reads = ReadonlyMap<RecoveryPoint, RecoveryPoint | AzbackupError | undefined>;

async function readPoints(
  context: Pick<CommandContext, 'maxConcurrency' | 'signal'>,
  points: PointReads,
  machines: readonly ListedMachine[],
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
  await Promise.all(
    wanted.map(({ target, point }) =>
      inTurn(async () => {
        const found = await points.point(target, point.name);
        if (found !== 'spared') {
          reads.set(point, found);
        }
      }),
    ),
  );
  return reads;
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
