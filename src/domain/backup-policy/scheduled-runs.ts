// When a policy runs, in UTC.

import { WEEKDAYS, type PolicySchedule } from './policy.js';
import { addSeconds, isBefore, millisecondsOf, type Instant } from '../time/instant.js';

import { zoneTime } from '../time/zone-time.js';

const DAY_SECONDS = 86_400;

/** A stretch of time, both ends included. */
export interface TimeRange {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * The scheduled starts within a range, earliest first; Azure begins a backup within two hours of one
 * (Documentation: Back up Azure VMs in a Recovery Services vault). Undefined for a schedule without times,
 * or when the zone is not known.
 * @param zone IANA's name of the policy's time zone
 */
export function scheduledRuns(
  schedule: PolicySchedule,
  { from, to }: TimeRange,
  zone: string | undefined,
): readonly Instant[] | undefined {
  return scheduledStarts(schedule, { from, to }, zone)?.map(({ run }) => run);
}

/** A scheduled start, and the day of the policy that it belongs to. */
export interface ScheduledStart {
  /** Midnight of the day in the policy's time zone, written as if it were UTC. */
  readonly day: Instant;
  readonly run: Instant;
}

/**
 * The same starts, each with its day: which rules keep a point goes by that one.
 * @param isMeant tells the days to look at, all unless given: the clock of a zone takes its time
 */
export function scheduledStarts(
  schedule: PolicySchedule,
  { from, to }: TimeRange,
  zone: string | undefined,
  isMeant: (day: Instant) => boolean = () => true,
): readonly ScheduledStart[] | undefined {
  const starts = startsOfDay(schedule);
  const clock = zone === undefined ? undefined : zoneTime(zone);
  if (clock === undefined || starts.length === 0) {
    return undefined;
  }
  // A day of the zone begins up to a day before or after the one in UTC; a window may end a day later.
  return daysBetween(addSeconds(from, -2 * DAY_SECONDS), addSeconds(to, DAY_SECONDS))
    .filter((day) => runsOn(schedule, day) && isMeant(day))
    .flatMap((day) =>
      starts.map((seconds) => ({ day, run: clock.instantAt(addSeconds(day, seconds)) })),
    )
    .filter(({ run }) => !isBefore(run, from) && !isBefore(to, run));
}

/** The first seconds of the UTC days from one instant to another, both days included. */
export function daysBetween(from: Instant, to: Instant): readonly Instant[] {
  const first = dayNumber(from);
  const midnight = startOfDay(from);
  return Array.from({ length: Math.max(0, dayNumber(to) - first + 1) }, (_, day) =>
    addSeconds(midnight, day * DAY_SECONDS),
  );
}

/** The first second of an instant's UTC day. */
export function startOfDay(instant: Instant): Instant {
  return `${instant.slice(0, 10)}T00:00:00Z`;
}

/** 0 for Sunday: 1 January 1970 was a Thursday. */
export function weekdayOf(day: Instant): number {
  // Days before 1970 have negative numbers.
  return (((dayNumber(day) + 4) % 7) + 7) % 7;
}

/** Days since 1 January 1970. */
function dayNumber(instant: Instant): number {
  return Math.floor(millisecondsOf(instant) / 1000 / DAY_SECONDS);
}

/** Seconds after midnight at which the policy runs, earliest first. */
function startsOfDay({ times, everyHours, windowHours }: PolicySchedule): number[] {
  const starts = times.map((time) => secondsOf(time)).toSorted((left, right) => left - right);
  const [first] = starts;
  if (first === undefined || everyHours === undefined) {
    return starts;
  }
  const runs = Math.floor((windowHours ?? 24) / everyHours) + (windowHours === 24 ? 0 : 1);
  return Array.from({ length: runs }, (_, index) => first + index * everyHours * 3600);
}

function secondsOf(time: string): number {
  return millisecondsOf(`1970-01-01T${time}:00Z`) / 1000;
}

function runsOn({ frequency, days }: PolicySchedule, day: Instant): boolean {
  const weekday = WEEKDAYS[weekdayOf(day)];
  return frequency !== 'Weekly' || days.some((each) => each === weekday);
}
