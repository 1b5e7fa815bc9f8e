// How long recovery points live, and in which tiers.

import { addMonths } from '../../../kernel/time/calendar.js';
import { day } from '../../../kernel/time/durations.js';
import { defaultInstantDays, type PolicyBody } from '../policies/body.js';
import { addDuration, durationOf } from '../policies/retention-rules.js';
import type { RetentionRule } from '../policies/state.js';
import type { ProtectedItem } from '../protected-items/state.js';
import type { RecoveryPoint, RecoveryPointTier } from './state.js';

/** What a point must have behind it in the vault and before it in the archive, in months. */
export const ARCHIVE_MONTHS = { inVault: 3, remaining: 6 } as const;

/** What is known of a point when it is made. */
export interface RecoveryPointBirth {
  readonly timeMilliseconds: number;
  /** Absent for a point that stays a snapshot. */
  readonly inVaultMilliseconds?: number;
  /** Of a point made on demand. */
  readonly expiryMilliseconds?: number | undefined;
  /** Of a scheduled point. */
  readonly rules?: RetentionRule[];
}

/** The part of a recovery point that its life is told by. */
export type RecoveryPointLife = Pick<RecoveryPoint, 'tiers' | 'rules' | 'expiryMilliseconds'>;

/**
 * The life of a new point. A scheduled one lives as its policy says; one on demand as was asked for,
 * but its snapshot goes by the policy too.
 */
export function newLife(policy: PolicyBody, birth: RecoveryPointBirth): RecoveryPointLife {
  const { timeMilliseconds: time, inVaultMilliseconds, rules } = birth;
  const snapshotEnds = snapshotEnd(policy, time);
  const snapshot = { type: 'InstantRP', status: 'Valid', untilMilliseconds: snapshotEnds } as const;
  const tagged = rules === undefined ? {} : { rules };
  if (inVaultMilliseconds === undefined) {
    const expiryMilliseconds = Math.min(snapshotEnds, birth.expiryMilliseconds ?? snapshotEnds);
    return { ...tagged, expiryMilliseconds, tiers: [snapshot] };
  }
  const promised = birth.expiryMilliseconds ?? expiry(policy, rules ?? [], time);
  const expiryMilliseconds = promised ?? snapshotEnds;
  const inVault = vaultTiers(policy, { ...birth, inVaultMilliseconds }, expiryMilliseconds);
  return { ...tagged, expiryMilliseconds, tiers: [snapshot, ...inVault] };
}

/** The life of a point of an item that lost its policy while it was being backed up. */
export function lifeWithoutPolicy(birth: RecoveryPointBirth): RecoveryPointLife {
  const { expiryMilliseconds, inVaultMilliseconds: fromMilliseconds } = birth;
  return {
    ...(expiryMilliseconds === undefined ? {} : { expiryMilliseconds }),
    tiers: [
      { type: 'InstantRP', status: 'Valid' },
      ...(fromMilliseconds === undefined
        ? []
        : [{ type: 'HardenedRP', status: 'Valid', fromMilliseconds } as const]),
    ],
  };
}

/**
 * Lets a policy that was changed, or is new for the item, take hold of a point (Documentation: Azure
 * Backup architecture, impact of policy change on recovery points). What its rules kept goes by the
 * new durations. Of rules that there are no more, the daily one lets go what only it kept, the
 * weekly one hands over to the daily one, and the others keep to what they promised.
 */
export function changeLife(
  point: RecoveryPoint,
  policy: PolicyBody,
  atMilliseconds: number,
): RecoveryPointLife {
  const { rules, timeMilliseconds } = point;
  const inVault = point.tiers.find(({ type }) => type === 'HardenedRP')?.fromMilliseconds;
  const vaulted = point.tiers.some(({ type }) => type !== 'InstantRP');
  const expiryMilliseconds =
    rules === undefined || rules.length === 0
      ? point.expiryMilliseconds
      : Math.max(...rules.map((rule) => promisedBy(rule, point, policy, atMilliseconds)));
  const life = newLife(policy, {
    timeMilliseconds,
    expiryMilliseconds: vaulted ? expiryMilliseconds : undefined,
    ...(rules === undefined ? {} : { rules }),
    ...(vaulted ? { inVaultMilliseconds: inVault ?? timeMilliseconds } : {}),
  });
  return { ...life, tiers: [...life.tiers, ...alreadyArchived(point, atMilliseconds)] };
}

function promisedBy(
  rule: RetentionRule,
  { timeMilliseconds, expiryMilliseconds }: RecoveryPoint,
  { retentionPolicy }: PolicyBody,
  atMilliseconds: number,
): number {
  const heir = rule === 'Weekly' ? durationOf(retentionPolicy, 'Daily') : undefined;
  const duration = durationOf(retentionPolicy, rule) ?? heir;
  if (duration !== undefined) {
    return addDuration(timeMilliseconds, duration);
  }
  const promised = rule === 'Monthly' || rule === 'Yearly' ? expiryMilliseconds : undefined;
  return promised ?? atMilliseconds;
}

/** The latest of what the rules say; undefined without any that the policy has. */
function expiry(
  { retentionPolicy }: PolicyBody,
  rules: readonly RetentionRule[],
  timeMilliseconds: number,
): number | undefined {
  const ends = rules
    .map((rule) => durationOf(retentionPolicy, rule))
    .filter((duration) => duration !== undefined)
    .map((duration) => addDuration(timeMilliseconds, duration));
  return ends.length === 0 ? undefined : Math.max(...ends);
}

function snapshotEnd(policy: PolicyBody, timeMilliseconds: number): number {
  const days = policy.instantRpRetentionRangeInDays ?? defaultInstantDays(policy);
  return timeMilliseconds + days * day;
}

function vaultTiers(
  policy: PolicyBody,
  birth: RecoveryPointBirth & { readonly inVaultMilliseconds: number },
  expiryMilliseconds: number,
): RecoveryPointTier[] {
  const archived = archiveStart(policy, birth, expiryMilliseconds);
  const fromMilliseconds = birth.inVaultMilliseconds;
  return [
    {
      type: 'HardenedRP',
      status: 'Valid',
      fromMilliseconds,
      ...(archived === undefined ? {} : { untilMilliseconds: archived }),
    },
    ...(archived === undefined
      ? []
      : [{ type: 'ArchivedRP', status: 'Valid', fromMilliseconds: archived } as const]),
  ];
}

/** When the policy moves a point to the archive; undefined when it does not, or may not. */
function archiveStart(
  { tieringPolicy }: PolicyBody,
  { timeMilliseconds, rules = [], inVaultMilliseconds = timeMilliseconds }: RecoveryPointBirth,
  expiryMilliseconds: number,
): number | undefined {
  const { tieringMode, duration, durationType } = tieringPolicy?.ArchivedRP ?? {
    tieringMode: 'DoNotTier',
    duration: 0,
    durationType: 'Invalid',
  };
  if (tieringMode === 'DoNotTier' || !isArchivable(rules)) {
    return undefined;
  }
  const earliest = addMonths(inVaultMilliseconds, ARCHIVE_MONTHS.inVault);
  const asked = tieringMode === 'TierAfter' ? { count: duration, durationType } : undefined;
  const start =
    asked === undefined ? earliest : Math.max(earliest, addDuration(timeMilliseconds, asked));
  const latest = addMonths(start, ARCHIVE_MONTHS.remaining);
  return latest <= expiryMilliseconds ? start : undefined;
}

/** Documentation: Archive tier support, supported workloads. */
export function isArchivable(rules: readonly RetentionRule[] | undefined): boolean {
  return rules?.some((rule) => rule === 'Monthly' || rule === 'Yearly') ?? false;
}

/** What is in the archive stays there, whatever a policy says later. */
function alreadyArchived(point: RecoveryPoint, atMilliseconds: number): RecoveryPointTier[] {
  return point.tiers.filter(
    ({ type, fromMilliseconds = 0 }) => type === 'ArchivedRP' && fromMilliseconds <= atMilliseconds,
  );
}

/** The tiers in which a point lies at an instant. */
export function tiersAt(point: RecoveryPoint, nowMilliseconds: number): RecoveryPointTier[] {
  return point.tiers.filter(
    ({ fromMilliseconds = 0, untilMilliseconds = Number.POSITIVE_INFINITY }) =>
      fromMilliseconds <= nowMilliseconds && nowMilliseconds < untilMilliseconds,
  );
}

/** True where a point can be read only after it was brought back from the archive. */
export function isArchivedOnly(point: RecoveryPoint, nowMilliseconds: number): boolean {
  return tiersAt(point, nowMilliseconds).every(
    ({ type, status }) => type === 'ArchivedRP' && status !== 'Rehydrated',
  );
}

/**
 * Takes away the points of an item that are past their time. Nothing expires once protection is
 * stopped for good (Documentation: Manage Azure VM backups), but snapshots go all the same; and the
 * last point in the vault stays for ever (Microsoft Q&A, "Need solution for backup cleanup").
 */
export function removeExpired(item: ProtectedItem, nowMilliseconds: number): void {
  const kept = lastInVault(item, nowMilliseconds);
  const lapses = item.protectionState !== 'ProtectionStopped';
  const isOver = (point: RecoveryPoint): boolean =>
    tiersLeft(point, nowMilliseconds).length === 0 ||
    (lapses &&
      point !== kept &&
      (point.expiryMilliseconds ?? Number.POSITIVE_INFINITY) <= nowMilliseconds);
  if (item.recoveryPoints.some((point) => isOver(point))) {
    item.recoveryPoints = item.recoveryPoints.filter((point) => !isOver(point));
  }
}

/**
 * When `removeExpired` may have something to take away; undefined when it never will, as long as the
 * item stays as it is.
 */
export function nextEndOfPoint(item: ProtectedItem): number | undefined {
  const ends = item.recoveryPoints.map((point) => Math.min(lastTierEnd(point), lapse(item, point)));
  const next = Math.min(...ends);
  return Number.isFinite(next) ? next : undefined;
}

function lastTierEnd({ tiers }: RecoveryPoint): number {
  return Math.max(
    0,
    ...tiers.map(({ untilMilliseconds = Number.POSITIVE_INFINITY }) => untilMilliseconds),
  );
}

/** When a point expires; the last one in the vault does when another one comes there. */
function lapse(item: ProtectedItem, point: RecoveryPoint): number {
  const { expiryMilliseconds = Number.POSITIVE_INFINITY } = point;
  if (item.protectionState === 'ProtectionStopped' || expiryMilliseconds === Infinity) {
    return Number.POSITIVE_INFINITY;
  }
  if (lastInVault(item, expiryMilliseconds) !== point) {
    return expiryMilliseconds;
  }
  const arrivals = item.recoveryPoints
    .filter((other) => other.timeMilliseconds > point.timeMilliseconds)
    .flatMap(({ tiers }) => tiers.map(({ fromMilliseconds = 0 }) => fromMilliseconds))
    .filter((instant) => instant > expiryMilliseconds);
  return Math.min(Number.POSITIVE_INFINITY, ...arrivals);
}

/** The tiers in which a point lies or is yet to lie. */
function tiersLeft(point: RecoveryPoint, nowMilliseconds: number): RecoveryPointTier[] {
  return point.tiers.filter(
    ({ untilMilliseconds = Number.POSITIVE_INFINITY }) => nowMilliseconds < untilMilliseconds,
  );
}

function lastInVault(item: ProtectedItem, nowMilliseconds: number): RecoveryPoint | undefined {
  return item.recoveryPoints
    .filter((point) => tiersAt(point, nowMilliseconds).some(({ type }) => type !== 'InstantRP'))
    .reduce<RecoveryPoint | undefined>(
      (last, point) =>
        last === undefined || point.timeMilliseconds > last.timeMilliseconds ? point : last,
      undefined,
    );
}
