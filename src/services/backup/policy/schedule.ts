// When backups run, as Azure writes it (OpenAPI SimpleSchedulePolicy and SimpleSchedulePolicyV2): V1 has its
// times in the policy itself, V2 has a part for each frequency.

import { z } from 'zod';
import {
  WEEKDAYS,
  type PolicySchedule,
  type PolicyTerms,
} from '../../../domain/backup-policy/policy.js';
import { members, variants, whole, word } from './members.js';

const days = z.array(word(WEEKDAYS)).exactOptional();
const times = z.array(z.string()).exactOptional();
const enhanced = { schedulePolicyType: z.literal('SimpleSchedulePolicyV2') };

/** The schedule of a policy on the wire. */
export const wireSchedule = variants(
  z.discriminatedUnion('schedulePolicyType', [
    z.strictObject({
      schedulePolicyType: z.literal('SimpleSchedulePolicy'),
      scheduleRunFrequency: word(['Daily', 'Weekly']),
      scheduleRunDays: days,
      scheduleRunTimes: times,
      /** Azure sends 0 with every schedule; no other number is known to mean anything. */
      scheduleWeeklyFrequency: whole().exactOptional(),
    }),
    z.discriminatedUnion('scheduleRunFrequency', [
      z.strictObject({
        ...enhanced,
        scheduleRunFrequency: z.literal('Hourly'),
        hourlySchedule: members({
          interval: whole(),
          scheduleWindowStartTime: z.string(),
          scheduleWindowDuration: whole(),
        }),
      }),
      z.strictObject({
        ...enhanced,
        scheduleRunFrequency: z.literal('Daily'),
        dailySchedule: members({ scheduleRunDays: days, scheduleRunTimes: times }),
      }),
      z.strictObject({
        ...enhanced,
        scheduleRunFrequency: z.literal('Weekly'),
        weeklySchedule: members({ scheduleRunDays: days, scheduleRunTimes: times }),
      }),
    ]),
  ]),
  { schedulePolicyType: 'SimpleSchedulePolicy' },
);

type WireSchedule = z.infer<typeof wireSchedule>;

/** The schedule in our words; its times are still those of the wire. */
export function scheduleFromWire(wire: WireSchedule): PolicySchedule {
  if ('hourlySchedule' in wire) {
    const { interval, scheduleWindowStartTime, scheduleWindowDuration } = wire.hourlySchedule;
    return {
      frequency: 'Hourly',
      times: [scheduleWindowStartTime],
      days: [],
      everyHours: interval,
      windowHours: scheduleWindowDuration,
    };
  }
  const part = partOf(wire);
  return {
    frequency: wire.scheduleRunFrequency,
    times: part.scheduleRunTimes ?? [],
    days: part.scheduleRunDays ?? [],
  };
}

function partOf(wire: Exclude<WireSchedule, { readonly scheduleRunFrequency: 'Hourly' }>) {
  if ('dailySchedule' in wire) {
    return wire.dailySchedule;
  }
  return 'weeklySchedule' in wire ? wire.weeklySchedule : wire;
}

/**
 * The schedule on the wire.
 * @param scheduleRunTimes its times as the wire has them
 */
export function scheduleToWire(
  { policyType, schedule }: Pick<PolicyTerms, 'policyType' | 'schedule'>,
  scheduleRunTimes: string[],
): WireSchedule {
  const { frequency, everyHours = 0, windowHours = 0 } = schedule;
  const part = {
    ...(frequency === 'Weekly' ? { scheduleRunDays: [...schedule.days] } : {}),
    scheduleRunTimes,
  };
  const schedulePolicyType = 'SimpleSchedulePolicyV2';
  if (frequency === 'Hourly') {
    const hourlySchedule = {
      interval: everyHours,
      scheduleWindowStartTime: scheduleRunTimes[0] ?? '',
      scheduleWindowDuration: windowHours,
    };
    return { schedulePolicyType, scheduleRunFrequency: frequency, hourlySchedule };
  }
  if (policyType === 'Standard') {
    return {
      schedulePolicyType: 'SimpleSchedulePolicy',
      scheduleRunFrequency: frequency,
      ...part,
      scheduleWeeklyFrequency: 0,
    };
  }
  return frequency === 'Daily'
    ? { schedulePolicyType, scheduleRunFrequency: frequency, dailySchedule: part }
    : { schedulePolicyType, scheduleRunFrequency: frequency, weeklySchedule: part };
}
