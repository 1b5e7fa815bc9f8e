// The recovery points of an item by day, and the days on which its policy started a backup that left none.

import type { BackupPolicy } from '../backup-policy/policy.js';
import { startOfDay } from '../backup-policy/scheduled-runs.js';
import { backupDays, expectedRuns } from '../recovery/backup-days.js';
import type { RecoveryPoint, RecoveryPointTierName } from '../recovery/recovery-point.js';
import { addSeconds, isBefore, type Instant } from '../time/instant.js';

const DAY_SECONDS = 86_400;

/** Whole days in UTC, the first and the last as `yyyy-mm-dd`. */
export interface CalendarRange {
  readonly from: string;
  readonly to: string;
}

/** So many days up to today. */
export function calendarRange(now: Instant, days: number): CalendarRange {
  const to = startOfDay(now);
  return { from: addSeconds(to, (1 - days) * DAY_SECONDS).slice(0, 10), to: to.slice(0, 10) };
}

/** What the days of an item are known by. */
export interface CalendarQuestion {
  /** All points of the item, newest first. */
  readonly points: readonly RecoveryPoint[];
  /** The policy that starts backups of it; undefined where none does, or it could not be read. */
  readonly policy: BackupPolicy | undefined;
  /** IANA's name of the policy's time zone; undefined when it is not known. */
  readonly zone: string | undefined;
  /** The last point that the vault knows of, where its points are older than all that are listed. */
  readonly lastPoint: Instant | undefined;
  readonly range: CalendarRange;
  readonly now: Instant;
}

/** A day with points. */
export interface CalendarDay {
  readonly day: string;
  readonly points: number;
  readonly tiers: readonly RecoveryPointTierName[];
  readonly encrypted: boolean;
}

/** The days of an item. */
export interface Calendar {
  /** Oldest first. */
  readonly days: readonly CalendarDay[];
  readonly missed: readonly string[];
}

/** The days of an item. Nothing is missed where it is not known when the policy starts backups. */
export function pointCalendar(question: CalendarQuestion): Calendar {
  const { policy, zone, range, now } = question;
  const from = `${range.from}T00:00:00Z`;
  const to = `${range.to}T23:59:59Z`;
  const runs =
    policy === undefined
      ? undefined
      : expectedRuns({ policy, zone, since: knownSince(question), now }, { from, to });
  // A run late on the last day may leave its point on the next one.
  const points = question.points.filter(({ time }) => !isBefore(time, from));
  const encrypted = new Set(
    points.filter((point) => point.encrypted).map(({ time }) => time.slice(0, 10)),
  );
  const days = backupDays({ points, isListed: () => true, from, to, runs, now });
  return {
    days: days
      .filter((day) => day.points > 0)
      .map(({ date, points: count, tiers }) => ({
        day: date,
        points: count,
        tiers,
        encrypted: encrypted.has(date),
      })),
    missed: days.filter(({ state }) => state === 'missing').map(({ date }) => date),
  };
}

/** An instant at which the machine was protected already: its first point that is still there. */
function knownSince({ points, lastPoint }: CalendarQuestion): Instant | undefined {
  const known = [
    ...points.map(({ time }) => time),
    ...(lastPoint === undefined ? [] : [lastPoint]),
  ];
  return known.reduce<Instant | undefined>(
    (first, time) => (first === undefined || isBefore(time, first) ? time : first),
    undefined,
  );
}
