// What recovery points lose when their item comes under a policy, or their policy changes (Documentation:
// Azure Backup architecture, impact of policy change on recovery points). Azure seldom names the rule that
// keeps a point, so it is told from the times; where it cannot be told, the loss is never made smaller.

import { RETENTION_KINDS, type PolicyTerms, type RetentionKind } from '../backup-policy/policy.js';
import { endUnderRule } from '../backup-policy/kept-days.js';
import { shortenedKinds } from '../backup-policy/differences.js';
import { addSecondsInRange, isBefore, secondsBetween, type Instant } from '../time/instant.js';
import type { RecoveryPoint } from './recovery-point.js';

/** What is lost of an item's recovery points; their number may not have been readable. */
export type RetentionLoss = CountedLoss | 'uncounted';

/** A loss in numbers. */
export interface CountedLoss {
  /** All that there are. */
  readonly points: number;
  /** How many go at Azure's next clean-up. */
  readonly expiring: number;
  /** The first and the last of those that go. */
  readonly oldest?: Instant;
  readonly newest?: Instant;
  /** How many more are kept for a shorter time than they were promised. */
  readonly shortened: number;
  /** False where which rule keeps a point is not known: then as many go at most. */
  readonly exact: boolean;
}

/** A change of the policy that items are under. */
export interface RetentionChange {
  /** Undefined where the item has no policy now, as after a stop, or it could not be read. */
  readonly before: PolicyTerms | undefined;
  readonly after: PolicyTerms;
}

/** The loss in words, such as `10 of 40 recovery points expire: those from 2026-10-15 to 2026-10-24`. */
export function lossWords(loss: RetentionLoss): string {
  if (loss === 'uncounted') {
    return 'recovery points may expire; how many could not be read';
  }
  const { points, expiring, oldest = '', newest = '', shortened, exact } = loss;
  const most = exact ? '' : 'up to ';
  const of = `of ${points} recovery ${points === 1 ? 'point' : 'points'}`;
  const shorter = 'kept for a shorter time than before';
  if (expiring === 0) {
    return `${most}${shortened} ${of} ${shortened === 1 ? 'is' : 'are'} ${shorter}`;
  }
  const days =
    oldest.slice(0, 10) === newest.slice(0, 10)
      ? `of ${newest.slice(0, 10)}`
      : `those from ${oldest.slice(0, 10)} to ${newest.slice(0, 10)}`;
  const rest = shortened === 0 ? '' : `; ${most}${shortened} more ${shorter}`;
  return `${most}${expiring} ${of} ${expiring === 1 ? 'expires' : 'expire'}: ${days}${rest}`;
}

/** True where no point can lose anything: all that the policy before kept, the new one keeps as long. */
export function keepsAll({ before, after }: RetentionChange): boolean {
  return (
    before !== undefined &&
    shortenedKinds(before, after).length === 0 &&
    before.instantRestoreDays <= after.instantRestoreDays
  );
}

/** The loss; undefined where no point loses anything. */
export function retentionLoss(
  points: readonly RecoveryPoint[],
  change: RetentionChange,
  now: Instant,
): CountedLoss | undefined {
  if (keepsAll(change)) {
    return undefined;
  }
  const ends = points.map((point) => ({ point, ...endsOf(point, change, now) }));
  const expiring = ends.filter(({ after }) => after !== undefined && !isBefore(now, after));
  const shortened = ends.filter((each) => !expiring.includes(each) && isSooner(each));
  if (expiring.length + shortened.length === 0) {
    return undefined;
  }
  const times = expiring.map(({ point }) => point.time).toSorted();
  const [oldest, newest] = [times[0], times.at(-1)];
  return {
    points: points.length,
    expiring: expiring.length,
    ...(oldest === undefined ? {} : { oldest }),
    ...(newest === undefined ? {} : { newest }),
    shortened: shortened.length,
    exact: change.before !== undefined,
  };
}

/** When a point goes; undefined means that it is kept for good, or that Azure does not say. */
interface Ends {
  readonly before: Instant | undefined;
  readonly after: Instant | undefined;
}

function isSooner({ before, after }: Ends): boolean {
  return before !== undefined && after !== undefined && isBefore(after, before);
}

function endsOf(point: RecoveryPoint, { before, after }: RetentionChange, now: Instant): Ends {
  if (!point.tiers.some(({ tier }) => tier !== 'snapshot')) {
    return snapshotEnds(point, before, after);
  }
  const promised = point.expiryTime;
  if (before === undefined) {
    // Which rules kept it nobody knows any more, so that the daily one alone is counted upon.
    return { before: promised, after: underRule(point, 'daily', after) ?? now };
  }
  const rule = ruleOf(point, before);
  if (rule === undefined) {
    return { before: promised, after: promised };
  }
  return {
    before: promised ?? underRule(point, rule, before),
    after: newEnd(point, rule, { before, after }, now),
  };
}

/** A point that is not in the vault lives as long as its snapshot; it may yet be on its way there. */
function snapshotEnds(
  point: RecoveryPoint,
  before: PolicyTerms | undefined,
  after: PolicyTerms,
): Ends {
  const end = (terms: PolicyTerms): Instant | undefined =>
    addSecondsInRange(point.time, terms.instantRestoreDays * DAY_SECONDS);
  return { before: before === undefined ? undefined : end(before), after: end(after) };
}

/**
 * The longest rule that keeps a point: the one that Azure names, else the one whose time leads to its end.
 * Undefined for a point on demand, which no rule keeps.
 */
function ruleOf(point: RecoveryPoint, terms: PolicyTerms): RetentionKind | undefined {
  const longestFirst = RETENTION_KINDS.toReversed();
  const named = (point.ruleName ?? '').toLowerCase();
  const [kept] = RETENTION_KINDS.filter((kind) => terms.retention[kind] !== undefined);
  const { expiryTime } = point;
  if (expiryTime === undefined) {
    return longestFirst.find((kind) => named.includes(kind)) ?? kept;
  }
  return (
    longestFirst.find((kind) => named.includes(kind)) ??
    longestFirst.find((kind) => leadsTo(underRule(point, kind, terms), expiryTime))
  );
}

/** Azure's ends are those of whole days at times. */
function leadsTo(end: Instant | undefined, expiryTime: Instant): boolean {
  return end !== undefined && Math.abs(secondsBetween(end, expiryTime)) <= DAY_SECONDS;
}

/**
 * What a rule kept goes by its new duration. Of rules that there are no more, the daily one lets its points
 * go, the weekly one hands over to the daily one, and the others keep to what they promised.
 */
function newEnd(
  point: RecoveryPoint,
  rule: RetentionKind,
  { before, after }: { readonly before: PolicyTerms; readonly after: PolicyTerms },
  now: Instant,
): Instant | undefined {
  const own = underRule(point, rule, after);
  const daily =
    before.retention.daily !== undefined || rule === 'weekly'
      ? underRule(point, 'daily', after)
      : undefined;
  const ends = [own, daily].filter((end) => end !== undefined).toSorted();
  const last = ends.at(-1);
  if (own === undefined && (rule === 'monthly' || rule === 'yearly')) {
    return point.expiryTime;
  }
  return last ?? now;
}

const DAY_SECONDS = 86_400;

function underRule(
  { time }: RecoveryPoint,
  rule: RetentionKind,
  { retention }: PolicyTerms,
): Instant | undefined {
  return endUnderRule(time, rule, retention);
}

/** The losses of several items as one; undefined where none loses anything. */
export function sumOfLosses(losses: readonly RetentionLoss[]): RetentionLoss | undefined {
  const counted = losses.filter((loss) => loss !== 'uncounted');
  if (losses.length === 0 || counted.length < losses.length) {
    return losses.length === 0 ? undefined : 'uncounted';
  }
  const sum = (of: (loss: CountedLoss) => number): number =>
    counted.reduce((total, loss) => total + of(loss), 0);
  const [oldest] = timesOf(counted.map((loss) => loss.oldest));
  const newest = timesOf(counted.map((loss) => loss.newest)).at(-1);
  return {
    points: sum((loss) => loss.points),
    expiring: sum((loss) => loss.expiring),
    ...(oldest === undefined ? {} : { oldest }),
    ...(newest === undefined ? {} : { newest }),
    shortened: sum((loss) => loss.shortened),
    exact: counted.every((loss) => loss.exact),
  };
}

function timesOf(times: readonly (Instant | undefined)[]): readonly Instant[] {
  return times.filter((time) => time !== undefined).toSorted();
}
