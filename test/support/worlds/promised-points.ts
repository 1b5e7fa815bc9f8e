// What a backup policy promises, worked out day by day and apart from the sandbox, which must not be
// asked whether it is right. Time zones are given by their rules, not by their names.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A recovery point is taken so long after its backup begins, and is there when the snapshot is. */
const POINT_AFTER = 8_428;
const SNAPSHOT_AFTER = 463_808;
const IN_VAULT_AFTER = 2_478_054;

/** Sunday first. */
export const WEEKDAYS = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;
export const MONTHS = [
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

type Weekday = (typeof WEEKDAYS)[number];

/** Days of a month: dates, 0 being the last one, or weekdays of weeks. */
export type DaysOfMonth =
  | { readonly dates: readonly number[] }
  | {
      readonly weekdays: readonly Weekday[];
      readonly weeks: readonly ('First' | 'Second' | 'Third' | 'Fourth' | 'Last')[];
    };

/** A policy in the terms of these tests. */
export interface PolicySpec {
  readonly enhanced: boolean;
  readonly timeZone: keyof typeof ZONES;
  /** Half hours after midnight. */
  readonly halfHour: number;
  readonly schedule:
    | { readonly kind: 'daily' }
    | { readonly kind: 'weekly'; readonly days: readonly Weekday[] }
    | { readonly kind: 'hourly'; readonly interval: number; readonly window: number };
  readonly instantDays: number;
  readonly daily?: number | undefined;
  readonly weekly?: { readonly days: readonly Weekday[]; readonly count: number } | undefined;
  readonly monthly?: { readonly on: DaysOfMonth; readonly count: number } | undefined;
  readonly yearly?:
    | {
        readonly months: readonly (typeof MONTHS)[number][];
        readonly on: DaysOfMonth;
        readonly count: number;
      }
    | undefined;
}

/** Hours ahead of UTC, in standard time all the year. */
const ZONES = {
  UTC: 0,
  'Tokyo Standard Time': 9,
  'India Standard Time': 5.5,
  'Eastern Standard Time': -5,
} as const;

/** A point that must be there. */
export interface PromisedPoint {
  readonly time: string;
  readonly expiry: string;
  readonly tiers: readonly string[];
}

/** The points that must be there at an instant, oldest first, for a machine protected since another. */
export function promisedPoints(spec: PolicySpec, since: number, now: number): PromisedPoint[] {
  const points: { began: number; expiry: number; vaulted: boolean }[] = [];
  for (
    let midnight = Math.floor(since / DAY) * DAY - 2 * DAY;
    midnight < now + DAY;
    midnight += DAY
  ) {
    const weekday = WEEKDAYS[new Date(midnight).getUTCDay()] ?? 'Sunday';
    const runs =
      spec.schedule.kind === 'weekly' && !spec.schedule.days.includes(weekday) ? [] : hours(spec);
    for (const [index, hour] of runs.entries()) {
      const local = midnight + hour * HOUR;
      const began = local - ZONES[spec.timeZone] * HOUR;
      const vaulted = index === runs.length - 1;
      const taken = began + POINT_AFTER;
      const expiry = vaulted
        ? Math.max(...promises(spec, midnight, taken))
        : taken + spec.instantDays * DAY;
      if (began > since && began + SNAPSHOT_AFTER <= now) {
        points.push({ began, expiry, vaulted });
      }
    }
  }
  const last = points.findLast(({ began, vaulted }) => vaulted && began + IN_VAULT_AFTER <= now);
  return points
    .filter((point) => point.expiry > now || point === last)
    .map(({ began, expiry, vaulted }) => ({
      time: new Date(began + POINT_AFTER).toISOString(),
      expiry: new Date(expiry).toISOString(),
      tiers: [
        ...(began + POINT_AFTER + spec.instantDays * DAY > now ? ['InstantRP'] : []),
        ...(vaulted && began + IN_VAULT_AFTER <= now ? ['HardenedRP'] : []),
      ],
    }));
}

/** Hours of a day at which backups begin. */
function hours({ schedule, halfHour }: PolicySpec): number[] {
  const first = halfHour / 2;
  if (schedule.kind !== 'hourly') {
    return [first];
  }
  const found: number[] = [];
  for (let later = 0; later <= schedule.window && later < 24; later += schedule.interval) {
    found.push((first + later) % 24);
  }
  return found.toSorted((left, right) => left - right);
}

/** When each rule that the day satisfies lets the point go. */
function promises(spec: PolicySpec, midnight: number, taken: number): number[] {
  const date = new Date(midnight);
  const weekday = WEEKDAYS[date.getUTCDay()] ?? 'Sunday';
  const month = MONTHS[date.getUTCMonth()] ?? 'January';
  const { daily, weekly, monthly, yearly } = spec;
  const ends: number[] = [];
  if (daily !== undefined) {
    ends.push(taken + daily * DAY);
  }
  if (weekly?.days.includes(weekday) === true) {
    ends.push(taken + weekly.count * 7 * DAY);
  }
  if (monthly !== undefined && isOn(monthly.on, date)) {
    ends.push(monthsLater(taken, monthly.count));
  }
  if (yearly?.months.includes(month) === true && isOn(yearly.on, date)) {
    ends.push(monthsLater(taken, yearly.count * 12));
  }
  return ends;
}

function isOn(on: DaysOfMonth, day: Date): boolean {
  const date = day.getUTCDate();
  const length = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
  if ('dates' in on) {
    return on.dates.includes(date) || (on.dates.includes(0) && date === length);
  }
  const numbers: Record<string, number> = { First: 1, Second: 2, Third: 3, Fourth: 4 };
  const ordinal = Math.ceil(date / 7);
  const isLast = date + 7 > length;
  const weekday = WEEKDAYS[day.getUTCDay()] ?? 'Sunday';
  return (
    on.weekdays.includes(weekday) &&
    on.weeks.some((week) => numbers[week] === ordinal || (week === 'Last' && isLast))
  );
}

function monthsLater(instant: number, count: number): number {
  const from = new Date(instant);
  const year = from.getUTCFullYear();
  const month = from.getUTCMonth() + count;
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const midnight = Date.UTC(year, month, Math.min(from.getUTCDate(), length));
  return midnight + (instant % DAY);
}

/** The policy as a client sends it. */
export function policyBody(spec: PolicySpec): { properties: Record<string, unknown> } {
  const hour = String(Math.floor(spec.halfHour / 2)).padStart(2, '0');
  const time = `2026-11-23T${hour}:${spec.halfHour % 2 === 0 ? '00' : '30'}:00Z`;
  return {
    properties: {
      backupManagementType: 'AzureIaasVM',
      ...(spec.enhanced ? { policyType: 'V2' } : {}),
      schedulePolicy: schedulePolicy(spec, time),
      retentionPolicy: retentionPolicy(spec, [time]),
      instantRpRetentionRangeInDays: spec.instantDays,
      timeZone: spec.timeZone,
    },
  };
}

function schedulePolicy({ enhanced, schedule }: PolicySpec, time: string): Record<string, unknown> {
  const frequency = { daily: 'Daily', weekly: 'Weekly', hourly: 'Hourly' }[schedule.kind];
  const times = { scheduleRunTimes: [time] };
  const days = schedule.kind === 'weekly' ? { scheduleRunDays: schedule.days } : {};
  if (!enhanced) {
    return {
      schedulePolicyType: 'SimpleSchedulePolicy',
      scheduleRunFrequency: frequency,
      ...times,
      ...days,
    };
  }
  return {
    schedulePolicyType: 'SimpleSchedulePolicyV2',
    scheduleRunFrequency: frequency,
    [`${schedule.kind}Schedule`]:
      schedule.kind === 'hourly'
        ? {
            interval: schedule.interval,
            scheduleWindowStartTime: time,
            scheduleWindowDuration: schedule.window,
          }
        : { ...days, ...times },
  };
}

function retentionPolicy(
  { daily, weekly, monthly, yearly }: PolicySpec,
  retentionTimes: string[],
): Record<string, unknown> {
  const kept = (count: number, durationType: string) => ({
    retentionTimes,
    retentionDuration: { count, durationType },
  });
  return {
    retentionPolicyType: 'LongTermRetentionPolicy',
    ...(daily === undefined ? {} : { dailySchedule: kept(daily, 'Days') }),
    ...(weekly === undefined
      ? {}
      : { weeklySchedule: { daysOfTheWeek: weekly.days, ...kept(weekly.count, 'Weeks') } }),
    ...(monthly === undefined
      ? {}
      : { monthlySchedule: { ...formatOf(monthly.on), ...kept(monthly.count, 'Months') } }),
    ...(yearly === undefined
      ? {}
      : {
          yearlySchedule: {
            ...formatOf(yearly.on),
            monthsOfYear: yearly.months,
            ...kept(yearly.count, 'Years'),
          },
        }),
  };
}

function formatOf(on: DaysOfMonth): Record<string, unknown> {
  return 'dates' in on
    ? {
        retentionScheduleFormatType: 'Daily',
        retentionScheduleDaily: {
          daysOfTheMonth: on.dates.map((date) => ({ date, isLast: date === 0 })),
        },
      }
    : {
        retentionScheduleFormatType: 'Weekly',
        retentionScheduleWeekly: { daysOfTheWeek: on.weekdays, weeksOfTheMonth: on.weeks },
      };
}
