// How long points are kept, as Azure writes it (OpenAPI LongTermRetentionPolicy): a part for each kind, which
// counts in its own unit and repeats the times of the backups.

import { z } from 'zod';
import {
  MONTHS,
  WEEKDAYS,
  WEEKS_OF_MONTH,
  type ARCHIVE_UNITS,
  type DaysOfMonth,
  type PolicyRetention,
} from '../../../domain/backup-policy/policy.js';
import { members, variants, whole, word } from './members.js';

/** A time as a number of its unit. */
function duration(unit: (typeof ARCHIVE_UNITS)[number]) {
  const wire = members({ count: whole(), durationType: word([unit]).exactOptional() });
  return z.codec(wire, z.int(), {
    decode: ({ count }) => count,
    encode: (count) => ({ count, durationType: unit }),
  });
}

/** The last day of a month has a mark of its own; its number then means nothing. */
const date = z.codec(
  members({ date: whole().exactOptional(), isLast: z.boolean().exactOptional() }),
  z.union([z.int(), z.literal('Last')]),
  {
    decode: (day, context) => {
      if (day.isLast !== true && day.date === undefined) {
        context.issues.push({ code: 'custom', path: ['date'], message: 'is missing', input: day });
      }
      return day.isLast === true ? 'Last' : (day.date ?? 0);
    },
    encode: (day) => (day === 'Last' ? { date: 0, isLast: true } : { date: day, isLast: false }),
  },
);

const weekdays = z.array(word(WEEKDAYS)).exactOptional();
const retentionTimes = z.array(z.string()).exactOptional();

const byDate = {
  retentionScheduleFormatType: z.literal('Daily'),
  retentionScheduleDaily: members({ daysOfTheMonth: z.array(date).exactOptional() }),
  /** Resource Manager takes the other format beside the one in use, and looks at none of it. */
  retentionScheduleWeekly: z.unknown().optional(),
};
const byWeek = {
  retentionScheduleFormatType: z.literal('Weekly'),
  retentionScheduleWeekly: members({
    daysOfTheWeek: weekdays,
    weeksOfTheMonth: z.array(word(WEEKS_OF_MONTH)).exactOptional(),
  }),
  retentionScheduleDaily: z.unknown().optional(),
};
const inMonths = { retentionTimes, retentionDuration: duration('Months') };
const monthsOfYear = z.array(word(MONTHS)).exactOptional();
const inYears = { retentionTimes, retentionDuration: duration('Years') };

/** The retention of a policy on the wire. */
export const wireRetention = members({
  retentionPolicyType: word(['LongTermRetentionPolicy']).exactOptional(),
  dailySchedule: members({
    retentionTimes,
    retentionDuration: duration('Days'),
  }).exactOptional(),
  weeklySchedule: members({
    daysOfTheWeek: weekdays,
    retentionTimes,
    retentionDuration: duration('Weeks'),
  }).exactOptional(),
  monthlySchedule: variants(
    z.discriminatedUnion('retentionScheduleFormatType', [
      z.strictObject({ ...byDate, ...inMonths }),
      z.strictObject({ ...byWeek, ...inMonths }),
    ]),
  ).exactOptional(),
  yearlySchedule: variants(
    z.discriminatedUnion('retentionScheduleFormatType', [
      z.strictObject({ monthsOfYear, ...byDate, ...inYears }),
      z.strictObject({ monthsOfYear, ...byWeek, ...inYears }),
    ]),
  ).exactOptional(),
});

type WireRetention = z.infer<typeof wireRetention>;

/** The parts of the retention that are there, by their names on the wire. */
export function retentionParts(wire: WireRetention) {
  const { dailySchedule, weeklySchedule, monthlySchedule, yearlySchedule } = wire;
  return Object.entries({ dailySchedule, weeklySchedule, monthlySchedule, yearlySchedule }).flatMap(
    ([name, part]) => (part === undefined ? [] : [{ name, times: part.retentionTimes ?? [] }]),
  );
}

/** The retention in our words. */
export function retentionFromWire(wire: WireRetention): PolicyRetention {
  const { dailySchedule, weeklySchedule, monthlySchedule, yearlySchedule } = wire;
  return {
    ...(dailySchedule && { daily: { days: dailySchedule.retentionDuration } }),
    ...(weeklySchedule && {
      weekly: {
        weeks: weeklySchedule.retentionDuration,
        on: weeklySchedule.daysOfTheWeek ?? [],
      },
    }),
    ...(monthlySchedule && {
      monthly: {
        months: monthlySchedule.retentionDuration,
        on: daysOfMonthFromWire(monthlySchedule),
      },
    }),
    ...(yearlySchedule && {
      yearly: {
        years: yearlySchedule.retentionDuration,
        in: yearlySchedule.monthsOfYear ?? [],
        on: daysOfMonthFromWire(yearlySchedule),
      },
    }),
  };
}

type WireDaysOfMonth = z.infer<z.ZodObject<typeof byDate>> | z.infer<z.ZodObject<typeof byWeek>>;

function daysOfMonthFromWire(wire: WireDaysOfMonth): DaysOfMonth {
  if (wire.retentionScheduleFormatType === 'Daily') {
    return { format: 'Daily', dates: wire.retentionScheduleDaily.daysOfTheMonth ?? [] };
  }
  const { weeksOfTheMonth, daysOfTheWeek } = wire.retentionScheduleWeekly;
  return { format: 'Weekly', weeks: weeksOfTheMonth ?? [], days: daysOfTheWeek ?? [] };
}

/**
 * The retention on the wire.
 * @param times the times of the backups as the wire has them
 */
export function retentionToWire(
  { daily, weekly, monthly, yearly }: PolicyRetention,
  times: string[],
): WireRetention {
  return {
    retentionPolicyType: 'LongTermRetentionPolicy',
    ...(daily && { dailySchedule: { retentionTimes: times, retentionDuration: daily.days } }),
    ...(weekly && {
      weeklySchedule: {
        daysOfTheWeek: [...weekly.on],
        retentionTimes: times,
        retentionDuration: weekly.weeks,
      },
    }),
    ...(monthly && {
      monthlySchedule: {
        ...daysOfMonthToWire(monthly.on),
        retentionTimes: times,
        retentionDuration: monthly.months,
      },
    }),
    ...(yearly && {
      yearlySchedule: {
        monthsOfYear: [...yearly.in],
        ...daysOfMonthToWire(yearly.on),
        retentionTimes: times,
        retentionDuration: yearly.years,
      },
    }),
  };
}

function daysOfMonthToWire(on: DaysOfMonth): WireDaysOfMonth {
  return on.format === 'Daily'
    ? {
        retentionScheduleFormatType: 'Daily',
        retentionScheduleDaily: { daysOfTheMonth: [...on.dates] },
      }
    : {
        retentionScheduleFormatType: 'Weekly',
        retentionScheduleWeekly: { daysOfTheWeek: [...on.days], weeksOfTheMonth: [...on.weeks] },
      };
}
