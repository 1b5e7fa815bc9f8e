// When a policy runs next, for policies whose times are in UTC.

import {
  addSeconds,
  instantOf,
  isBefore,
  millisecondsOf,
  type Instant,
} from '../domain/instant.js';
import type { BackupPolicy } from '../domain/recovery-services.js';

const DAY_SECONDS = 86_400;
const WEEKDAYS = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;

/**
 * The next scheduled start after `now`; Azure begins within two hours of it. Undefined for a policy in
 * another time zone than UTC, or one without times.
 */
export function nextBackup(policy: BackupPolicy, now: Instant): Instant | undefined {
  if (policy.timeZone !== 'UTC') {
    return undefined;
  }
  const times = timesOfDay(policy);
  const midnight = `${now.slice(0, 10)}T00:00:00Z`;
  const candidates = Array.from({ length: 8 }, (_, day) => addSeconds(midnight, day * DAY_SECONDS))
    .filter((day) => runsOn(policy, day))
    .flatMap((day) => times.map((seconds) => addSeconds(day, seconds)));
  return candidates.find((candidate) => isBefore(now, candidate));
}

/** Seconds after midnight at which the policy runs, earliest first. */
function timesOfDay(policy: BackupPolicy): readonly number[] {
  const { times, everyHours, windowHours } = policy.schedule;
  const starts = times.map((time) => secondsOf(time)).toSorted((left, right) => left - right);
  const [first] = starts;
  if (first === undefined || everyHours === undefined) {
    return starts;
  }
  const runs = Math.floor((windowHours ?? 24) / everyHours) + (windowHours === 24 ? 0 : 1);
  return Array.from({ length: runs }, (_, index) => first + index * everyHours * 3600);
}

function secondsOf(time: string): number {
  const midnight = '1970-01-01T00:00:00Z';
  return (millisecondsOf(`1970-01-01T${time}:00Z`) - millisecondsOf(midnight)) / 1000;
}

function runsOn(policy: BackupPolicy, day: Instant): boolean {
  if (policy.schedule.frequency !== 'Weekly') {
    return true;
  }
  const weekday = WEEKDAYS[weekdayIndex(day)];
  return weekday !== undefined && policy.schedule.days.includes(weekday);
}

/** 0 for Sunday: 1 January 1970 was a Thursday. */
function weekdayIndex(day: Instant): number {
  return (Math.floor(millisecondsOf(instantOf(millisecondsOf(day))) / 1000 / DAY_SECONDS) + 4) % 7;
}
