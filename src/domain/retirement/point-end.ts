// When Azure lets a recovery point go. Azure names it for most points; else it follows from the policy, as far as that
// tells. Three things outlast any policy: an item whose protection was stopped for good keeps all its points, the last
// point of an item stays until a newer one comes (Microsoft Q&A, "Need solution for backup cleanup"), and what nobody
// knows never counts as over.

import { endUnderRule, rulesOfDay } from '../backup-policy/kept-days.js';
import { RETENTION_KINDS, type PolicyTerms, type RetentionKind } from '../backup-policy/policy.js';
import { scheduledStarts } from '../backup-policy/scheduled-runs.js';
import type { RecoveryPoint } from '../recovery/recovery-point.js';
import { addSeconds, isBefore, type Instant } from '../time/instant.js';
import type { ProtectedItem } from '../vaults/recovery-services.js';

/** When a point goes. */
export type PointEnd =
  | {
      readonly kind: 'at';
      readonly time: Instant;
      /** Who says it: Azure for the point, the policy for its day, or the end of the item's soft delete. */
      readonly source: 'azure' | 'policy' | 'soft-delete';
      /** False where the point may stay longer than that. */
      readonly firm: boolean;
    }
  | { readonly kind: 'never'; readonly because: 'retained' | 'last-point' }
  | {
      readonly kind: 'unknown';
      readonly because: 'no-expiry' | 'item-state' | 'soft-deleted-point';
    };

/** What becomes of the points of an item. */
export type ItemLife =
  /** Backups run: newer points take the place of older ones. */
  | { readonly kind: 'backed-up' }
  /** Points expire by the policy, and no newer one comes. */
  | { readonly kind: 'running-out' }
  /** Stopped, with all data retained for good. */
  | { readonly kind: 'retained' }
  | { readonly kind: 'soft-deleted'; readonly purgedAt: Instant }
  | { readonly kind: 'unclear' };

/** The life of an item. An item whose machine is not known to be there gets no newer points. */
export function itemLife(
  { protectionState, policyId, softDelete }: ProtectedItem,
  machine: 'there' | 'gone' | 'unknown',
  now: Instant,
): ItemLife {
  if (softDelete !== undefined) {
    return { kind: 'soft-deleted', purgedAt: addSeconds(now, softDelete.remainingSeconds) };
  }
  switch (protectionState) {
    case 'ProtectionStopped':
      return { kind: 'retained' };
    case 'BackupsSuspended':
      return { kind: 'running-out' };
    case 'Protected':
    case 'IRPending':
    case 'ProtectionError':
      if (policyId === undefined) {
        return { kind: 'unclear' };
      }
      return { kind: machine === 'there' ? 'backed-up' : 'running-out' };
    case 'ProtectionPaused':
    case 'Invalid':
      return { kind: 'unclear' };
  }
}

/** What the points of an item are judged by. */
export interface PointsContext {
  readonly life: ItemLife;
  /** Undefined where the item has none, or it could not be read. */
  readonly policy: PolicyTerms | undefined;
  /** IANA's name of the policy's time zone; undefined when it is not known. */
  readonly zone: string | undefined;
  readonly now: Instant;
}

/** The ends of all points of an item, in the order of the points. */
export function pointEnds(
  points: readonly RecoveryPoint[],
  context: PointsContext,
): readonly PointEnd[] {
  const last = lastOf(points);
  return points.map((point) => endOf(point, point === last, context));
}

/** The newest point in the vault; where none is known to be there, the newest of all. */
function lastOf(points: readonly RecoveryPoint[]): RecoveryPoint | undefined {
  const inVault = points.filter(({ tiers }) => tiers.some(({ tier }) => tier !== 'snapshot'));
  return (inVault.length > 0 ? inVault : points).reduce<RecoveryPoint | undefined>(
    (last, point) => (last !== undefined && isBefore(point.time, last.time) ? last : point),
    undefined,
  );
}

function endOf(point: RecoveryPoint, isLast: boolean, context: PointsContext): PointEnd {
  const { life } = context;
  switch (life.kind) {
    case 'retained':
      return { kind: 'never', because: 'retained' };
    case 'soft-deleted':
      return { kind: 'at', time: life.purgedAt, source: 'soft-delete', firm: true };
    case 'unclear':
      return { kind: 'unknown', because: 'item-state' };
    case 'running-out':
      return isLast ? { kind: 'never', because: 'last-point' } : ownEnd(point, context);
    case 'backed-up': {
      const end = ownEnd(point, context);
      return isLast && end.kind === 'at' ? { ...end, firm: false } : end;
    }
  }
}

function ownEnd(point: RecoveryPoint, context: PointsContext): PointEnd {
  if (point.softDeleted) {
    return { kind: 'unknown', because: 'soft-deleted-point' };
  }
  const { now } = context;
  if (point.expiryTime !== undefined) {
    // What is still listed after its end is still there.
    const firm = isBefore(now, point.expiryTime);
    return { kind: 'at', time: point.expiryTime, source: 'azure', firm };
  }
  return endByPolicy(point, context);
}

/**
 * By the rule that Azure names; else by the rules of the day on which the point was made. Then it may still be one on
 * demand, which no rule keeps, so that this is no firm end.
 */
function endByPolicy(point: RecoveryPoint, { policy, zone, now }: PointsContext): PointEnd {
  const named = namedRule(point);
  if (policy === undefined || (named !== undefined && policy.retention[named] === undefined)) {
    return { kind: 'unknown', because: 'no-expiry' };
  }
  const rules = named === undefined ? rulesOf(point, policy, zone) : [named];
  const ends = rules.map((rule) => endUnderRule(point.time, rule, policy.retention));
  const last = ends
    .filter((end) => end !== undefined)
    .toSorted()
    .at(-1);
  return last === undefined || ends.includes(undefined)
    ? { kind: 'unknown', because: 'no-expiry' }
    : {
        kind: 'at',
        time: last,
        source: 'policy',
        firm: named !== undefined && isBefore(now, last),
      };
}

function namedRule({ ruleName }: RecoveryPoint): RetentionKind | undefined {
  const name = (ruleName ?? '').toLowerCase();
  return RETENTION_KINDS.toReversed().find((kind) => name.includes(kind));
}

const DAY_SECONDS = 86_400;

/** The rules of the day that a point belongs to; all of the policy where that is not known. */
function rulesOf(
  { time }: RecoveryPoint,
  { schedule, retention }: PolicyTerms,
  zone: string | undefined,
): readonly RetentionKind[] {
  const range = { from: addSeconds(time, -DAY_SECONDS), to: time };
  const start = scheduledStarts(schedule, range, zone)?.at(-1);
  return start === undefined
    ? RETENTION_KINDS.filter((kind) => retention[kind] !== undefined)
    : rulesOfDay(retention, start.day);
}

/** Whether a point is still there after an instant; undefined where it is not known. */
export function outlives(end: PointEnd, deadline: Instant): boolean | undefined {
  switch (end.kind) {
    case 'at':
      return isBefore(deadline, end.time);
    case 'never':
      return true;
    case 'unknown':
      return undefined;
  }
}

/** The last of some ends; undefined without any. What is unknown outweighs, then what never comes. */
export function lastEnd(ends: readonly PointEnd[]): PointEnd | undefined {
  const unknown = ends.find(({ kind }) => kind === 'unknown');
  const never = ends.find(({ kind }) => kind === 'never');
  return (
    unknown ??
    never ??
    ends.reduce<PointEnd | undefined>(
      (last, end) =>
        last?.kind === 'at' && end.kind === 'at' && isBefore(end.time, last.time) ? last : end,
      undefined,
    )
  );
}
