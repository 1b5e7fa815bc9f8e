// Which rules of a policy keep the backup of a day, and until when a rule keeps a point. A point that several rules keep
// stays as long as the longest of them says ("Create Azure Recovery Services backup policies using REST API").

import { addMonths, addSeconds, addSecondsInRange, type Instant } from '../time/instant.js';
import {
  MONTHS,
  RETENTION_KINDS,
  WEEKDAYS,
  type DaysOfMonth,
  type PolicyRetention,
  type RetentionKind,
} from './policy.js';
import { weekdayOf } from './scheduled-runs.js';

const DAY_SECONDS = 86_400;
const WEEKS = ['First', 'Second', 'Third', 'Fourth'] as const;

/**
 * The rules that keep the backup of a day.
 * @param day midnight of the day in the policy's time zone, written as if it were UTC
 */
export function rulesOfDay(retention: PolicyRetention, day: Instant): readonly RetentionKind[] {
  return RETENTION_KINDS.filter((rule) => isKeptOn(retention, rule, day));
}

/** Whether a rule keeps the backup of a day, given as in `rulesOfDay`. */
export function isKeptOn(retention: PolicyRetention, rule: RetentionKind, day: Instant): boolean {
  const { daily, weekly, monthly, yearly } = retention;
  switch (rule) {
    case 'daily':
      return daily !== undefined;
    case 'weekly':
      return weekly?.on.some((name) => name === weekdayName(day)) ?? false;
    case 'monthly':
      return monthly !== undefined && isChosen(monthly.on, day);
    case 'yearly':
      return (
        yearly !== undefined &&
        yearly.in.some((name) => name === MONTHS[Number(day.slice(5, 7)) - 1]) &&
        isChosen(yearly.on, day)
      );
  }
}

function weekdayName(day: Instant): string | undefined {
  return WEEKDAYS[weekdayOf(day)];
}

function isChosen(on: DaysOfMonth, day: Instant): boolean {
  const date = Number(day.slice(8, 10));
  const length = lengthOfMonth(day);
  if (on.format === 'Daily') {
    return on.dates.some((chosen) => (chosen === 'Last' ? date === length : chosen === date));
  }
  const week = WEEKS[Math.floor((date - 1) / 7)];
  const isLast = date + 7 > length;
  return (
    on.days.some((name) => name === weekdayName(day)) &&
    on.weeks.some((chosen) => chosen === week || (chosen === 'Last' && isLast))
  );
}

/** The day before the first of the next month. */
function lengthOfMonth(day: Instant): number {
  const next = addMonths(`${day.slice(0, 8)}01T00:00:00Z`, 1);
  return next === undefined ? 31 : Number(addSeconds(next, -DAY_SECONDS).slice(8, 10));
}

/** How many of its unit a rule keeps a point; undefined where the policy has no such rule. */
export function countOf(retention: PolicyRetention, rule: RetentionKind): number | undefined {
  const { daily, weekly, monthly, yearly } = retention;
  switch (rule) {
    case 'daily':
      return daily?.days;
    case 'weekly':
      return weekly?.weeks;
    case 'monthly':
      return monthly?.months;
    case 'yearly':
      return yearly?.years;
  }
}

/** So many days, weeks, months or years after an instant, or before it; undefined beyond the year 9999. */
export function shiftedBy(time: Instant, rule: RetentionKind, count: number): Instant | undefined {
  switch (rule) {
    case 'daily':
      return addSecondsInRange(time, count * DAY_SECONDS);
    case 'weekly':
      return addSecondsInRange(time, count * 7 * DAY_SECONDS);
    case 'monthly':
      return addMonths(time, count);
    case 'yearly':
      return addMonths(time, count * 12);
  }
}

/** When a rule of a policy lets a point go; undefined where the policy has no such rule, or beyond the year 9999. */
export function endUnderRule(
  time: Instant,
  rule: RetentionKind,
  retention: PolicyRetention,
): Instant | undefined {
  const count = countOf(retention, rule);
  return count === undefined ? undefined : shiftedBy(time, rule, count);
}
