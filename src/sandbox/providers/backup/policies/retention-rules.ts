// Which rules of a policy keep the backup of a day, and for how long. A backup that several rules keep
// stays as long as the longest of them says (Documentation: Create Azure Recovery Services backup
// policies using REST API).

import {
  addMonths,
  calendarDay,
  daysInMonth,
  months,
  weekdayOf,
} from '../../../kernel/time/calendar.js';
import { day } from '../../../kernel/time/durations.js';
import type { PolicyBody } from './body.js';
import type { RetentionRule } from './state.js';

type Retention = PolicyBody['retentionPolicy'];
type Duration = { readonly count: number; readonly durationType: string };
type DaysOfMonth = Pick<
  NonNullable<Retention['monthlySchedule']>,
  'retentionScheduleFormatType' | 'retentionScheduleDaily' | 'retentionScheduleWeekly'
>;

const WEEKS = ['First', 'Second', 'Third', 'Fourth'] as const;

/** The rules that keep the backup of a day of the policy's time zone. */
export function rulesOfDay(retention: Retention, dayNumber: number): RetentionRule[] {
  const { dailySchedule, weeklySchedule, monthlySchedule, yearlySchedule } = retention;
  const weekly = weeklySchedule?.daysOfTheWeek.includes(weekdayOf(dayNumber)) ?? false;
  const monthly = monthlySchedule !== undefined && isChosen(monthlySchedule, dayNumber);
  const yearly =
    yearlySchedule !== undefined &&
    yearlySchedule.monthsOfYear.includes(months[calendarDay(dayNumber).month - 1] ?? '') &&
    isChosen(yearlySchedule, dayNumber);
  return [
    ...(dailySchedule === undefined ? [] : (['Daily'] as const)),
    ...(weekly ? (['Weekly'] as const) : []),
    ...(monthly ? (['Monthly'] as const) : []),
    ...(yearly ? (['Yearly'] as const) : []),
  ];
}

function isChosen(days: DaysOfMonth, dayNumber: number): boolean {
  return days.retentionScheduleFormatType === 'Daily'
    ? isChosenDate(days.retentionScheduleDaily?.daysOfTheMonth ?? [], dayNumber)
    : isChosenWeekday(days.retentionScheduleWeekly, dayNumber);
}

/** A date that a month does not have is not made up for. */
function isChosenDate(
  chosen: readonly { readonly date: number; readonly isLast: boolean }[],
  dayNumber: number,
): boolean {
  const { year, month, date } = calendarDay(dayNumber);
  const last = daysInMonth(year, month);
  return chosen.some((found) => (found.isLast ? date === last : found.date === date));
}

function isChosenWeekday(
  weekly: DaysOfMonth['retentionScheduleWeekly'],
  dayNumber: number,
): boolean {
  const { year, month, date } = calendarDay(dayNumber);
  const week = WEEKS[Math.floor((date - 1) / 7)];
  const last = date + 7 > daysInMonth(year, month);
  return (
    weekly !== undefined &&
    weekly.daysOfTheWeek.includes(weekdayOf(dayNumber)) &&
    weekly.weeksOfTheMonth.some((found) => found === week || (found === 'Last' && last))
  );
}

/** How long a rule keeps a backup; undefined when the policy has no such rule. */
export function durationOf(retention: Retention, rule: RetentionRule): Duration | undefined {
  switch (rule) {
    case 'Daily':
      return retention.dailySchedule?.retentionDuration;
    case 'Weekly':
      return retention.weeklySchedule?.retentionDuration;
    case 'Monthly':
      return retention.monthlySchedule?.retentionDuration;
    case 'Yearly':
      return retention.yearlySchedule?.retentionDuration;
  }
}

/** The end of a duration that begins at an instant; months and years go by the UTC calendar. */
export function addDuration(milliseconds: number, { count, durationType }: Duration): number {
  switch (durationType) {
    case 'Weeks':
      return milliseconds + count * 7 * day;
    case 'Months':
      return addMonths(milliseconds, count);
    case 'Years':
      return addMonths(milliseconds, count * 12);
    default:
      return milliseconds + count * day;
  }
}
