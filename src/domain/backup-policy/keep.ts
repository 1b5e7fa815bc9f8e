// `--keep daily=30,weekly=12@sun,monthly=12@first-sun,yearly=7@jan:first-sun`: how long which points are
// kept. What stands after `@` may be left out; then a documented default takes its place.

import {
  MONTHS,
  RETENTION_KINDS,
  WEEKDAYS,
  WEEKS_OF_MONTH,
  inOrderOf,
  type DaysOfMonth,
  type Month,
  type PolicyRetention,
  type PolicySchedule,
  type RetentionKind,
  type Weekday,
} from './policy.js';
import { parseWeekdays, shortWord, wordStartingWith } from './words.js';

/** One kind as it was asked for: how many of its unit, and on which days where that was said. */
interface Kept {
  readonly count: number;
  readonly weekdays?: readonly Weekday[];
  readonly months?: readonly Month[];
  readonly on?: DaysOfMonth;
}

/** What `--keep` asks for; `none` takes a kind away. */
export type KeepWords = Readonly<Partial<Record<RetentionKind, Kept | 'none'>>>;

/** The words, or what is wrong with them, to follow `--keep `. */
export type KeepReading =
  | { readonly keep: KeepWords; readonly problem?: undefined }
  | { readonly keep?: undefined; readonly problem: string };

const TERM = /^(?<kind>[a-z]+)=(?<count>none|\d{1,5})(?:@(?<on>.+))?$/u;

/** Reads the words of `--keep`. */
export function parseKeep(text: string): KeepReading {
  const keep: Partial<Record<RetentionKind, Kept | 'none'>> = {};
  for (const term of text.toLowerCase().split(',')) {
    const { kind: word = '', count = '', on } = TERM.exec(term.trim())?.groups ?? {};
    const kind = RETENTION_KINDS.find((each) => each === word);
    if (kind === undefined) {
      return { problem: `invalid term '${term.trim()}': use terms such as daily=30` };
    }
    if (count !== 'none' && Number(count) === 0) {
      return { problem: `has '${term.trim()}': to keep no ${kind} points, use ${kind}=none` };
    }
    if (keep[kind] !== undefined) {
      return { problem: `has ${kind} twice` };
    }
    const kept = count === 'none' ? count : keptOf(kind, Number(count), on);
    if (kept === undefined || (kept === 'none' && on !== undefined)) {
      return { problem: `invalid '@${on ?? ''}' of ${kind}: ${EXPECTED[kind]}` };
    }
    keep[kind] = kept;
  }
  return { keep };
}

const EXPECTED: Readonly<Record<RetentionKind, string>> = {
  daily: 'all days are kept, so no days can be given',
  weekly: 'use days, such as sun+wed',
  monthly: 'use days of the month, such as 1, 1+15, last, first-sun or first+third-sun',
  yearly: 'use months and days of the month, such as jan:1, jan+jul:last or jan:first-sun',
};

function keptOf(kind: RetentionKind, count: number, on: string | undefined): Kept | undefined {
  if (on === undefined) {
    return { count };
  }
  switch (kind) {
    case 'daily':
      return undefined;
    case 'weekly': {
      const weekdays = parseWeekdays(on, '+');
      return weekdays === undefined ? undefined : { count, weekdays };
    }
    case 'monthly': {
      const days = parseDaysOfMonth(on);
      return days === undefined ? undefined : { count, on: days };
    }
    case 'yearly':
      return yearlyOf(count, on);
  }
}

function yearlyOf(count: number, text: string): Kept | undefined {
  const [left = '', right, ...more] = text.split(':');
  const months = left.split('+').map((month) => wordStartingWith(MONTHS, month));
  const known = months.filter((month) => month !== undefined);
  const on = parseDaysOfMonth(right ?? '');
  return known.length < months.length || on === undefined || more.length > 0
    ? undefined
    : { count, months: inOrderOf(MONTHS, known), on };
}

/** `1+15`, `last`, `first-sun`, `first+third-sun+wed`. */
function parseDaysOfMonth(text: string): DaysOfMonth | undefined {
  const [left = '', right, ...more] = text.split('-');
  if (more.length > 0) {
    return undefined;
  }
  if (right === undefined) {
    const dates = left.split('+').map((date) => parseDate(date));
    const known = dates.filter((date) => date !== undefined);
    return known.length < dates.length ? undefined : { format: 'Daily', dates: sortedDates(known) };
  }
  const weeks = left.split('+').map((week) => wordStartingWith(WEEKS_OF_MONTH, week));
  const known = weeks.filter((week) => week !== undefined);
  const days = parseWeekdays(right, '+');
  return known.length < weeks.length || days === undefined
    ? undefined
    : { format: 'Weekly', weeks: inOrderOf(WEEKS_OF_MONTH, known), days };
}

function parseDate(text: string): number | 'Last' | undefined {
  if (text.trim() === 'last') {
    return 'Last';
  }
  return /^\d{1,2}$/u.test(text.trim()) ? Number(text) : undefined;
}

/** Each once, the last day of the month last. */
function sortedDates(dates: readonly (number | 'Last')[]): readonly (number | 'Last')[] {
  const numbers = dates.filter((date) => date !== 'Last').toSorted((left, right) => left - right);
  const last: readonly 'Last'[] = dates.includes('Last') ? ['Last'] : [];
  return [...new Set<number | 'Last'>([...numbers, ...last])];
}

/** Days of a month as they are typed. */
export function formatDaysOfMonth(on: DaysOfMonth): string {
  return on.format === 'Daily'
    ? on.dates.map((date) => (date === 'Last' ? 'last' : String(date))).join('+')
    : `${on.weeks.map((week) => week.toLowerCase()).join('+')}-${on.days.map(shortWord).join('+')}`;
}

/** Each kind of retention as `--keep` takes it; kinds that are not kept are left out. */
export function keepTerms(
  retention: PolicyRetention,
): Readonly<Partial<Record<RetentionKind, string>>> {
  const { daily, weekly, monthly, yearly } = retention;
  return {
    ...(daily === undefined ? {} : { daily: `daily=${daily.days}` }),
    ...(weekly === undefined
      ? {}
      : { weekly: `weekly=${weekly.weeks}@${weekly.on.map(shortWord).join('+')}` }),
    ...(monthly === undefined
      ? {}
      : { monthly: `monthly=${monthly.months}@${formatDaysOfMonth(monthly.on)}` }),
    ...(yearly === undefined
      ? {}
      : {
          yearly: `yearly=${yearly.years}@${yearly.in.map(shortWord).join('+')}:${formatDaysOfMonth(yearly.on)}`,
        }),
  };
}

/** The whole value of `--keep`. */
export function formatKeep(retention: PolicyRetention): string {
  return Object.values(keepTerms(retention)).join(',');
}

/**
 * What is kept when `--keep` is applied to what was kept before. Kinds that it does not name stay. Days
 * that it does not name stay as they were; where there were none, weekly points are those of the days
 * on which backups run (Sunday of daily ones), monthly points those of the first such day of the month,
 * and yearly points those of January, on the day of the month on which monthly points are kept.
 */
export function applyKeep(
  keep: KeepWords,
  schedule: PolicySchedule,
  before: PolicyRetention = {},
): PolicyRetention {
  const firstDay = schedule.days[0] ?? 'Sunday';
  const firstWeek: DaysOfMonth = { format: 'Weekly', weeks: ['First'], days: [firstDay] };
  const kept = <T>(kind: RetentionKind, old: T | undefined, made: (asked: Kept) => T) => {
    const asked = keep[kind];
    return asked === 'none' ? undefined : asked === undefined ? old : made(asked);
  };
  const daily = kept('daily', before.daily, ({ count }) => ({ days: count }));
  const weekly = kept('weekly', before.weekly, ({ count, weekdays }) => ({
    weeks: count,
    on: weekdays ?? before.weekly?.on ?? SUNDAY,
  }));
  const monthly = kept('monthly', before.monthly, ({ count, on }) => ({
    months: count,
    on: on ?? before.monthly?.on ?? firstWeek,
  }));
  const yearly = kept('yearly', before.yearly, ({ count, months, on }) => ({
    years: count,
    in: months ?? before.yearly?.in ?? JANUARY,
    on: on ?? before.yearly?.on ?? monthly?.on ?? firstWeek,
  }));
  return {
    ...(daily === undefined ? {} : { daily }),
    ...(weekly === undefined ? {} : { weekly: onBackupDays(weekly, keep, schedule) }),
    ...(monthly === undefined ? {} : { monthly }),
    ...(yearly === undefined ? {} : { yearly }),
  };
}

const JANUARY: readonly Month[] = ['January'];
const SUNDAY: readonly Weekday[] = ['Sunday'];

/** Weekly backups are kept on just the days on which they run, so days that are not named follow these. */
function onBackupDays<T extends { readonly on: readonly Weekday[] }>(
  weekly: T,
  keep: KeepWords,
  { frequency, days }: PolicySchedule,
): T {
  const named = typeof keep.weekly === 'object' && keep.weekly.weekdays !== undefined;
  return frequency === 'Weekly' && !named ? { ...weekly, on: inOrderOf(WEEKDAYS, days) } : weekly;
}
