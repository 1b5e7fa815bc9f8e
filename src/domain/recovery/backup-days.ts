// Days with and without recovery points, in UTC. A day is missing only where its policy would have run and
// would still keep the point; where that is not known, a day without a point is that and no more.

import type { BackupPolicy } from '../backup-policy/policy.js';
import { addSeconds, isBefore, type Instant } from '../time/instant.js';
import { isInTier, type RecoveryPoint, type RecoveryPointTierName } from './recovery-point.js';
import {
  daysBetween,
  scheduledRuns,
  startOfDay,
  type TimeRange,
} from '../backup-policy/scheduled-runs.js';

/**
 * What is to be said of a day: it has listed points; it has only points that a filter left out; a run of
 * the policy left no point; a run may still leave one; there is none, and none was to be expected.
 */
export type BackupDayState = 'points' | 'left-out' | 'missing' | 'pending' | 'none';

/** A day in UTC. */
export interface BackupDay {
  /** Such as `2026-11-23`. */
  readonly date: string;
  /** How many points are listed. */
  readonly points: number;
  /** Tiers from which a listed point could be restored. */
  readonly tiers: readonly RecoveryPointTierName[];
  readonly state: BackupDayState;
}

/** What days are judged by. */
export interface BackupDaysInput {
  /** All points of the time looked at. */
  readonly points: readonly RecoveryPoint[];
  /** Those of them that are listed. */
  readonly isListed: (point: RecoveryPoint) => boolean;
  /** The time looked at; its days are whole ones. */
  readonly from: Instant;
  readonly to: Instant;
  /** Runs that must have left a point, see `expectedRuns`; undefined when they are not known. */
  readonly runs: readonly Instant[] | undefined;
  readonly now: Instant;
}

/** Azure begins within two hours of a scheduled start, and the point's time is that of its snapshot. */
const START_WINDOW_SECONDS = 3 * 3600;
const DAY_SECONDS = 86_400;
const TIERS: readonly RecoveryPointTierName[] = ['snapshot', 'vault', 'archive'];

/** The days from `from` to `to`, earliest first. The points that they count are the listed ones. */
export function backupDays(input: BackupDaysInput): readonly BackupDay[] {
  const { points, isListed, from, to, now } = input;
  const byDay = groupByDate(points, ({ time }) => time);
  const unmet = (input.runs ?? []).filter((run) => !isMet(run, points));
  const unmetByDay = groupByDate(unmet, (run) => run);
  return daysBetween(from, to).map((midnight) => {
    const date = midnight.slice(0, 10);
    const all = byDay.get(date) ?? [];
    const listed = all.filter((point) => isListed(point));
    return {
      date,
      points: listed.length,
      tiers: TIERS.filter((tier) => listed.some((point) => isInTier(point, tier))),
      state: stateOf(all.length, listed.length, unmetByDay.get(date) ?? [], now),
    };
  });
}

function groupByDate<T>(values: readonly T[], timeOf: (value: T) => Instant): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const date = timeOf(value).slice(0, 10);
    groups.set(date, [...(groups.get(date) ?? []), value]);
  }
  return groups;
}

function isMet(run: Instant, points: readonly RecoveryPoint[]): boolean {
  const latest = addSeconds(run, START_WINDOW_SECONDS);
  return points.some(({ time }) => !isBefore(time, run) && !isBefore(latest, time));
}

function stateOf(
  all: number,
  listed: number,
  unmet: readonly Instant[],
  now: Instant,
): BackupDayState {
  if (all > 0) {
    return listed > 0 ? 'points' : 'left-out';
  }
  if (unmet.length === 0) {
    return 'none';
  }
  const over = unmet.some((run) => isBefore(addSeconds(run, START_WINDOW_SECONDS), now));
  return over ? 'missing' : 'pending';
}

/** What tells which runs must have left a point. */
export interface RunExpectation {
  readonly policy: BackupPolicy;
  /** IANA's name of the policy's time zone; undefined when it is not known. */
  readonly zone: string | undefined;
  /** An instant at which the machine was protected already; undefined when none is known. */
  readonly since: Instant | undefined;
  readonly now: Instant;
}

/**
 * The runs that, by the policy as it is today, must have left a point that is kept up to now. Undefined
 * when the policy does not tell its runs.
 */
export function expectedRuns(
  { policy, zone, since, now }: RunExpectation,
  { from, to }: TimeRange,
): readonly Instant[] | undefined {
  const endOfDay = addSeconds(startOfDay(to), DAY_SECONDS - 1);
  const runs = scheduledRuns(policy.schedule, { from: startOfDay(from), to: endOfDay }, zone);
  const keptSeconds = keptDays(policy) * DAY_SECONDS;
  return runs?.filter(
    (run) =>
      since !== undefined && !isBefore(run, since) && isBefore(now, addSeconds(run, keptSeconds)),
  );
}

/** Days for which every point of the schedule is kept; what is kept longer are chosen ones alone. */
function keptDays({ schedule, retention }: BackupPolicy): number {
  return schedule.frequency === 'Weekly'
    ? (retention.weekly?.weeks ?? 0) * 7
    : (retention.daily?.days ?? 0);
}

/** Days in a row without a point. */
export interface BackupGap {
  /** The first day and the last one. */
  readonly from: string;
  readonly to: string;
  readonly days: number;
  /** How many of them are missing. */
  readonly missing: number;
}

/** Where points are lacking, earliest first. Days still to be seen are no gap, nor are filtered ones. */
export function gapsIn(days: readonly BackupDay[]): readonly BackupGap[] {
  const gaps: BackupGap[] = [];
  let open = false;
  for (const { date, state } of days) {
    const isGap = state === 'missing' || state === 'none';
    const last = open ? gaps.at(-1) : undefined;
    const missing = state === 'missing' ? 1 : 0;
    if (isGap && last !== undefined) {
      gaps[gaps.length - 1] = {
        ...last,
        to: date,
        days: last.days + 1,
        missing: last.missing + missing,
      };
    } else if (isGap) {
      gaps.push({ from: date, to: date, days: 1, missing });
    }
    open = isGap;
  }
  return gaps;
}
