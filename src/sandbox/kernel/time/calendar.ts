// Days of the calendar as numbers: day 0 is 1 January 1970, which was a Thursday.

import { day } from './durations.js';
import { isoInstant, parseInstant } from './instant.js';

/** A day of the Gregorian calendar. */
export interface CalendarDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly date: number;
}

/** Names of the days of the week as .NET has them, Sunday first. */
const weekdays = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;

/** The name of a day of the week. */
export type Weekday = (typeof weekdays)[number];

/** Names of the months as .NET has them. */
export const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const WEEKDAY_OF_DAY_ZERO = 4;

/** The number of the UTC day that holds an instant (milliseconds since the epoch). */
export function dayNumberAt(milliseconds: number): number {
  return Math.floor(milliseconds / day);
}

/** The day with a number. */
export function calendarDay(dayNumber: number): CalendarDay {
  const [year = 0, month = 0, date = 0] = isoInstant(dayNumber * day)
    .slice(0, 'yyyy-mm-dd'.length)
    .split('-')
    .map(Number);
  return { year, month, date };
}

/** The number of a day; dates beyond the end of the month run on into the next. */
export function dayNumberOf({ year, month, date }: CalendarDay): number {
  const first = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01T00:00:00Z`;
  return dayNumberAt(parseInstant(first) ?? Number.NaN) + date - 1;
}

/** How many days a month has; months are counted from 1. */
export function daysInMonth(year: number, month: number): number {
  const next = month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 };
  return dayNumberOf({ ...next, date: 1 }) - dayNumberOf({ year, month, date: 1 });
}

/** The day of the week. */
export function weekdayOf(dayNumber: number): Weekday {
  return weekdays[(((dayNumber + WEEKDAY_OF_DAY_ZERO) % 7) + 7) % 7] ?? 'Sunday';
}

/**
 * The instant so many months later by the UTC calendar, at the same time of the day. Where the month
 * has no such date its last one is taken, as .NET does.
 */
export function addMonths(milliseconds: number, count: number): number {
  const number = dayNumberAt(milliseconds);
  const { year, month, date } = calendarDay(number);
  const total = year * 12 + (month - 1) + count;
  const target = { year: Math.floor(total / 12), month: (total % 12) + 1 };
  const last = daysInMonth(target.year, target.month);
  return (
    dayNumberOf({ ...target, date: Math.min(date, last) }) * day + (milliseconds - number * day)
  );
}
