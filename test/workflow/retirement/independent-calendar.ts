// When a policy makes points and when they go, computed anew for the tests: by walking through calendar days, with the
// time zones of Intl, from the policy as Azure's API has it. Rules: a day's times are standard time of the policy's zone
// (support matrix: Azure Backup does not adjust for daylight saving time); a point stays as long as the longest of the
// rules that keep its day ("Create Azure Recovery Services backup policies using REST API").

import { z } from 'zod';

const DAY = 86_400_000;
const QUARTER = 900_000;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const WEEKS = ['First', 'Second', 'Third', 'Fourth'];

/** Windows' names, as Unicode's table has them. */
const IANA: Readonly<Record<string, string>> = {
  UTC: 'Etc/UTC',
  'Tokyo Standard Time': 'Asia/Tokyo',
  'Eastern Standard Time': 'America/New_York',
  'India Standard Time': 'Asia/Kolkata',
  'AUS Eastern Standard Time': 'Australia/Sydney',
  'Newfoundland Standard Time': 'America/St_Johns',
  'Nepal Standard Time': 'Asia/Kathmandu',
  'Hawaiian Standard Time': 'Pacific/Honolulu',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Line Islands Standard Time': 'Pacific/Kiritimati',
};

const duration = z.object({ count: z.number() });
const daysOfMonth = {
  retentionScheduleDaily: z
    .object({ daysOfTheMonth: z.array(z.object({ date: z.number(), isLast: z.boolean() })) })
    .optional(),
  retentionScheduleWeekly: z
    .object({ daysOfTheWeek: z.array(z.string()), weeksOfTheMonth: z.array(z.string()) })
    .optional(),
  retentionDuration: duration,
};

/** What counts of a policy. */
export const policySchema = z.object({
  timeZone: z.string().default('UTC'),
  schedulePolicy: z.object({
    scheduleRunTimes: z.array(z.string()),
    scheduleRunDays: z.array(z.string()).optional(),
  }),
  retentionPolicy: z.object({
    dailySchedule: z.object({ retentionDuration: duration }).optional(),
    weeklySchedule: z
      .object({ daysOfTheWeek: z.array(z.string()), retentionDuration: duration })
      .optional(),
    monthlySchedule: z.object(daysOfMonth).optional(),
    yearlySchedule: z.object({ ...daysOfMonth, monthsOfYear: z.array(z.string()) }).optional(),
  }),
});

/** A policy as the API has it. */
export type WirePolicy = z.infer<typeof policySchema>;

/** The rules of a policy, by the words of the program's documents. */
export type Rule = 'daily' | 'weekly' | 'monthly' | 'yearly';

/** All of them. */
export const RULES: readonly Rule[] = ['daily', 'weekly', 'monthly', 'yearly'];

/** How many of its unit a rule keeps a point. */
export function countUnder({ retentionPolicy: kept }: WirePolicy, rule: Rule): number | undefined {
  return kept[`${rule}Schedule`]?.retentionDuration.count;
}

const offsets = new Map<string, number>();

/** Minutes that the zone's clocks on standard time are ahead of UTC in a year: the less of January and July. */
function standardMinutes(zone: string, year: number): number {
  const key = `${zone} ${year}`;
  const known = offsets.get(key);
  if (known !== undefined) {
    return known;
  }
  const timeZone = IANA[zone];
  if (timeZone === undefined) {
    throw new RangeError(`${zone} is not in the table`);
  }
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const minutes = [Date.UTC(year, 0, 5), Date.UTC(year, 6, 5)].map((at) => {
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const found = /^GMT(?:(?<sign>[+-])(?<hours>\d\d):(?<minutes>\d\d))?$/u.exec(name)?.groups;
    const size = Number(found?.['hours'] ?? 0) * 60 + Number(found?.['minutes'] ?? 0);
    return found?.['sign'] === '-' ? -size : size;
  });
  const least = Math.min(...minutes);
  offsets.set(key, least);
  return least;
}

/** What a clock on standard time shows, as if it were UTC. */
function wallAt(zone: string, at: number): number {
  return at + standardMinutes(zone, new Date(at).getUTCFullYear()) * 60_000;
}

function runsAtWall({ schedulePolicy }: WirePolicy, wall: number): boolean {
  const clock = new Date(wall).toISOString().slice(11, 16);
  const days = schedulePolicy.scheduleRunDays;
  return (
    schedulePolicy.scheduleRunTimes.some((time) => time.slice(11, 16) === clock) &&
    (days === undefined || days.includes(WEEKDAYS[new Date(wall).getUTCDay()] ?? ''))
  );
}

/** The start that a point is of, looked for backwards by the quarter of an hour; undefined where there is none in a day. */
function startBefore(policy: WirePolicy, at: number): number | undefined {
  for (let tried = Math.floor(at / QUARTER) * QUARTER; tried > at - DAY; tried -= QUARTER) {
    if (runsAtWall(policy, wallAt(policy.timeZone, tried))) {
      return tried;
    }
  }
  return undefined;
}

/** All starts from one instant to another. */
function startsBetween(policy: WirePolicy, from: number, to: number): readonly number[] {
  const found: number[] = [];
  for (let tried = Math.ceil(from / QUARTER) * QUARTER; tried <= to;) {
    const runs = runsAtWall(policy, wallAt(policy.timeZone, tried));
    found.push(...(runs ? [tried] : []));
    // Policies of these tests run once a day, so that most of the next day may be passed over.
    tried += runs ? DAY - 4 * QUARTER : QUARTER;
  }
  return found;
}

function isLastOfMonth(wall: number): boolean {
  return new Date(wall + DAY).getUTCDate() === 1;
}

function isChosen(
  {
    retentionScheduleDaily: byDate,
    retentionScheduleWeekly: byWeek,
  }: Omit<NonNullable<WirePolicy['retentionPolicy']['monthlySchedule']>, 'retentionDuration'>,
  wall: number,
): boolean {
  const date = new Date(wall).getUTCDate();
  const weekday = WEEKDAYS[new Date(wall).getUTCDay()] ?? '';
  // Which of its weekday in the month it is, counted.
  let place = 0;
  for (let day = wall; new Date(day - 7 * DAY).getUTCMonth() === new Date(wall).getUTCMonth();) {
    day -= 7 * DAY;
    place += 1;
  }
  const isLast = new Date(wall + 7 * DAY).getUTCMonth() !== new Date(wall).getUTCMonth();
  return (
    (byDate?.daysOfTheMonth ?? []).some((day) =>
      day.isLast ? isLastOfMonth(wall) : day.date === date,
    ) ||
    (byWeek !== undefined &&
      byWeek.daysOfTheWeek.includes(weekday) &&
      byWeek.weeksOfTheMonth.some((week) => week === WEEKS[place] || (week === 'Last' && isLast)))
  );
}

/** Whether a rule keeps what was begun at an instant. */
function keeps({ retentionPolicy: kept, timeZone }: WirePolicy, rule: Rule, start: number) {
  const wall = wallAt(timeZone, start);
  switch (rule) {
    case 'daily':
      return kept.dailySchedule !== undefined;
    case 'weekly':
      return (
        kept.weeklySchedule?.daysOfTheWeek.includes(WEEKDAYS[new Date(wall).getUTCDay()] ?? '') ??
        false
      );
    case 'monthly':
      return kept.monthlySchedule !== undefined && isChosen(kept.monthlySchedule, wall);
    case 'yearly':
      return (
        kept.yearlySchedule !== undefined &&
        kept.yearlySchedule.monthsOfYear.includes(MONTHS[new Date(wall).getUTCMonth()] ?? '') &&
        isChosen(kept.yearlySchedule, wall)
      );
  }
}

/** The same day of the month so many months later, or the last one before it that the month has. */
function monthsLater(at: number, months: number): number {
  const then = new Date(at);
  const target = Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + months, 1);
  let date = then.getUTCDate();
  while (new Date(target + (date - 1) * DAY).getUTCMonth() !== new Date(target).getUTCMonth()) {
    date -= 1;
  }
  return target + (date - 1) * DAY + (at % DAY);
}

/** The end of a point under one rule that keeps it so many days, weeks, months or years. */
function endUnder(rule: Rule, count: number, at: number): number {
  switch (rule) {
    case 'daily':
      return at + count * DAY;
    case 'weekly':
      return at + count * 7 * DAY;
    case 'monthly':
      return monthsLater(at, count);
    case 'yearly':
      return monthsLater(at, count * 12);
  }
}

/** When a policy lets a scheduled point go; undefined where no start of it fits. */
export function endByRules(policy: WirePolicy, at: number): number | undefined {
  const start = startBefore(policy, at);
  const ends = RULES.flatMap((rule) => {
    const count = countUnder(policy, rule);
    return start === undefined || count === undefined || !keeps(policy, rule, start)
      ? []
      : [endUnder(rule, count, at)];
  });
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/** The first start under a rule whose point would be there after a deadline, and its day in the policy's zone. */
export function firstDayPast(
  policy: WirePolicy,
  rule: Rule,
  deadline: number,
): { readonly day: string; readonly start: number } | undefined {
  const count = countUnder(policy, rule) ?? 0;
  const longest = { daily: 1, weekly: 7, monthly: 31, yearly: 366 }[rule] * count;
  const from = deadline - (longest + 3) * DAY;
  // Every rule of these tests keeps a point of any year.
  for (let month = from; month < deadline + 400 * DAY; month += 30 * DAY) {
    const start = startsBetween(policy, month, month + 30 * DAY - 1).find(
      (each) => keeps(policy, rule, each) && endUnder(rule, count, each) > deadline,
    );
    if (start !== undefined) {
      const day = new Date(wallAt(policy.timeZone, start)).toISOString().slice(0, 10);
      return { day, start };
    }
  }
  return undefined;
}
