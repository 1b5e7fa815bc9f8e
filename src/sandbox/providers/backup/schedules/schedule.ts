// When a policy has machines backed up.

import { dayNumberAt, weekdayOf } from '../../../kernel/time/calendar.js';
import { day, hour } from '../../../kernel/time/durations.js';
import { parseInstant } from '../../../kernel/time/instant.js';
import type { PolicyBody } from '../policies/body.js';
import type { ZoneClock } from './time-zone.js';

/** A backup that a policy asks for. */
export interface ScheduledRun {
  /** When it begins; milliseconds since the epoch. */
  readonly atMilliseconds: number;
  /** The day in the policy's time zone, as a number of world/calendar. */
  readonly dayNumber: number;
  /**
   * Only the last backup of a day is moved to the vault (Documentation: Back up an Azure VM using
   * Enhanced policy). That the day is one of the policy's time zone is assumed.
   */
  readonly lastOfDay: boolean;
}

type Schedule = PolicyBody['schedulePolicy'];

/** A policy runs at least weekly, so there is a run in any eight days. */
const MAX_GAP_DAYS = 8;

/** The first run after an instant; undefined for a schedule without days or times. */
export function nextRun(
  schedule: Schedule,
  clock: ZoneClock,
  afterMilliseconds: number,
): ScheduledRun | undefined {
  const times = timesOfDay(schedule);
  const today = dayNumberAt(clock.local(afterMilliseconds));
  // A day early: a run that the end of summer time puts off may belong to the day before.
  for (let dayNumber = today - 1; dayNumber <= today + MAX_GAP_DAYS; dayNumber += 1) {
    const found = runsOnDay(schedule, dayNumber) ? times : [];
    for (const [index, time] of found.entries()) {
      const atMilliseconds = clock.instant(dayNumber * day + time);
      if (atMilliseconds > afterMilliseconds) {
        return { atMilliseconds, dayNumber, lastOfDay: index === times.length - 1 };
      }
    }
  }
  return undefined;
}

/** The times that a schedule names, as sent; an hourly one names the start of its window. */
export function namedTimes(schedule: Schedule): string[] {
  if (schedule.schedulePolicyType === 'SimpleSchedulePolicy') {
    return schedule.scheduleRunTimes;
  }
  switch (schedule.scheduleRunFrequency) {
    case 'Hourly':
      return schedule.hourlySchedule === undefined
        ? []
        : [schedule.hourlySchedule.scheduleWindowStartTime];
    case 'Daily':
      return schedule.dailySchedule?.scheduleRunTimes ?? [];
    case 'Weekly':
      return schedule.weeklySchedule?.scheduleRunTimes ?? [];
  }
}

/** The days of the week on which a weekly schedule runs; undefined for one that runs every day. */
export function daysOfWeek(schedule: Schedule): readonly string[] | undefined {
  if (schedule.scheduleRunFrequency !== 'Weekly') {
    return undefined;
  }
  return schedule.schedulePolicyType === 'SimpleSchedulePolicy'
    ? (schedule.scheduleRunDays ?? [])
    : (schedule.weeklySchedule?.scheduleRunDays ?? []);
}

function runsOnDay(schedule: Schedule, dayNumber: number): boolean {
  return daysOfWeek(schedule)?.includes(weekdayOf(dayNumber)) ?? true;
}

/**
 * Milliseconds after midnight, in order. Only the time of the day of what a schedule names counts, as
 * wall time of the policy's zone in spite of the Z (Documentation: Create Azure Recovery Services
 * backup policies using REST API).
 */
function timesOfDay(schedule: Schedule): number[] {
  return namedTimes(schedule)
    .map((text) => (parseInstant(text) ?? 0) % day)
    .flatMap((start) => offsetsInWindow(schedule).map((offset) => (start + offset) % day))
    .toSorted((left, right) => left - right);
}

/** A window that is open for whole intervals has a backup at its end too; that is assumed. */
function offsetsInWindow(schedule: Schedule): number[] {
  const hourly =
    schedule.schedulePolicyType === 'SimpleSchedulePolicyV2' &&
    schedule.scheduleRunFrequency === 'Hourly'
      ? schedule.hourlySchedule
      : undefined;
  if (hourly === undefined) {
    return [0];
  }
  const { interval, scheduleWindowDuration } = hourly;
  const fitting = Math.floor(scheduleWindowDuration / interval) + 1;
  const count = Math.min(fitting, Math.ceil(24 / interval));
  return Array.from({ length: count }, (_, index) => index * interval * hour);
}
