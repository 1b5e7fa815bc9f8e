// The body of a PUT of a policy for virtual machines, and the rules it has to keep. Shapes:
// recordings policy-create.*, OpenAPI AzureIaaSVMProtectionPolicy.

import { z } from 'zod';
import { isoInstant, parseInstant } from '../../world/instant.js';

const dayOfWeek = z.enum([
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
]);

/** Azure gives times back without milliseconds, however they were sent. */
const time = z
  .string()
  .refine((text) => parseInstant(text) !== undefined, 'not a time')
  .transform((text) => isoInstant(parseInstant(text) ?? 0).replace('.000Z', 'Z'));

const times = z.array(time);

const simpleScheduleSchema = z.strictObject({
  schedulePolicyType: z.literal('SimpleSchedulePolicy'),
  scheduleRunFrequency: z.enum(['Daily', 'Weekly']),
  scheduleRunDays: z.array(dayOfWeek).optional(),
  scheduleRunTimes: times,
  scheduleWeeklyFrequency: z.number().optional(),
});

const enhancedScheduleSchema = z.strictObject({
  schedulePolicyType: z.literal('SimpleSchedulePolicyV2'),
  scheduleRunFrequency: z.enum(['Hourly', 'Daily', 'Weekly']),
  hourlySchedule: z
    .strictObject({
      interval: z.number(),
      scheduleWindowStartTime: time,
      scheduleWindowDuration: z.number(),
    })
    .optional(),
  dailySchedule: z.strictObject({ scheduleRunTimes: times }).optional(),
  weeklySchedule: z
    .strictObject({ scheduleRunDays: z.array(dayOfWeek), scheduleRunTimes: times })
    .optional(),
});

function duration(unit: 'Days' | 'Weeks' | 'Months' | 'Years') {
  return z.strictObject({ count: z.number(), durationType: z.literal(unit) });
}

const longTermMembers = {
  retentionScheduleFormatType: z.enum(['Daily', 'Weekly']),
  retentionScheduleDaily: z
    .strictObject({
      daysOfTheMonth: z.array(z.strictObject({ date: z.number(), isLast: z.boolean() })),
    })
    .optional(),
  retentionScheduleWeekly: z
    .strictObject({
      daysOfTheWeek: z.array(dayOfWeek),
      weeksOfTheMonth: z.array(z.enum(['First', 'Second', 'Third', 'Fourth', 'Last'])),
    })
    .optional(),
  retentionTimes: times,
};

const retentionSchema = z.strictObject({
  retentionPolicyType: z.literal('LongTermRetentionPolicy'),
  dailySchedule: z
    .strictObject({ retentionTimes: times, retentionDuration: duration('Days') })
    .optional(),
  weeklySchedule: z
    .strictObject({
      daysOfTheWeek: z.array(dayOfWeek),
      retentionTimes: times,
      retentionDuration: duration('Weeks'),
    })
    .optional(),
  monthlySchedule: z
    .strictObject({ ...longTermMembers, retentionDuration: duration('Months') })
    .optional(),
  yearlySchedule: z
    .strictObject({
      ...longTermMembers,
      monthsOfYear: z.array(z.string()),
      retentionDuration: duration('Years'),
    })
    .optional(),
});

/** Strict: members that are not modelled are refused by name. */
export const policyBodySchema = z.strictObject({
  properties: z.strictObject({
    backupManagementType: z.literal('AzureIaasVM'),
    policyType: z.enum(['V1', 'V2']).optional(),
    instantRPDetails: z
      .strictObject({
        azureBackupRGNamePrefix: z.string().optional(),
        azureBackupRGNameSuffix: z.string().optional(),
      })
      .optional(),
    schedulePolicy: z.discriminatedUnion('schedulePolicyType', [
      simpleScheduleSchema,
      enhancedScheduleSchema,
    ]),
    retentionPolicy: retentionSchema,
    tieringPolicy: z
      .strictObject({
        ArchivedRP: z.strictObject({
          tieringMode: z.enum(['TierAfter', 'TierRecommended', 'DoNotTier']),
          duration: z.number(),
          durationType: z.string(),
        }),
      })
      .optional(),
    instantRpRetentionRangeInDays: z.number().optional(),
    timeZone: z.string().optional(),
    protectedItemsCount: z.number().optional(),
  }),
});

/** A policy as a client sends it. */
export type PolicyBody = z.infer<typeof policyBodySchema>['properties'];

type Schedule = PolicyBody['schedulePolicy'];

/** The properties that Azure keeps, in the order in which it shows them. */
export function storedProperties(body: PolicyBody): Record<string, unknown> {
  return {
    backupManagementType: body.backupManagementType,
    ...(body.policyType === 'V2' ? { policyType: 'V2' } : {}),
    instantRPDetails: body.instantRPDetails ?? {},
    schedulePolicy: storedSchedule(body.schedulePolicy),
    retentionPolicy: body.retentionPolicy,
    ...(body.tieringPolicy === undefined ? {} : { tieringPolicy: body.tieringPolicy }),
    instantRpRetentionRangeInDays: body.instantRpRetentionRangeInDays ?? defaultInstantDays(body),
    timeZone: body.timeZone ?? 'UTC',
  };
}

function storedSchedule(schedule: Schedule): Record<string, unknown> {
  return schedule.schedulePolicyType === 'SimpleSchedulePolicy'
    ? { ...schedule, scheduleWeeklyFrequency: schedule.scheduleWeeklyFrequency ?? 0 }
    : schedule;
}

/**
 * Whether a policy keeps the documented rules (Documentation: Azure Backup REST API, create policy;
 * Back up an Azure VM using Enhanced policy; az's own checks). Azure does not say which is broken.
 */
export function isValidPolicy(body: PolicyBody): boolean {
  return (
    hasFittingType(body) &&
    keepsRetentionRules(body) &&
    keepsInstantRules(body) &&
    keepsTieringRules(body) &&
    backupTimes(body.schedulePolicy).every((text) => isHalfHour(text))
  );
}

function hasFittingType({ policyType, schedulePolicy }: PolicyBody): boolean {
  const enhanced = schedulePolicy.schedulePolicyType === 'SimpleSchedulePolicyV2';
  return enhanced === (policyType === 'V2') && backupTimes(schedulePolicy).length > 0;
}

/** Retention begins when backups do; what runs weekly is not kept daily. */
function keepsRetentionRules({ schedulePolicy, retentionPolicy }: PolicyBody): boolean {
  const { dailySchedule, weeklySchedule, monthlySchedule, yearlySchedule } = retentionPolicy;
  const all = [dailySchedule, weeklySchedule, monthlySchedule, yearlySchedule];
  const present = all.filter((schedule) => schedule !== undefined);
  const expected = backupTimes(schedulePolicy).join(' ');
  const timesAgree = present.every(({ retentionTimes }) => retentionTimes.join(' ') === expected);
  const weekly = schedulePolicy.scheduleRunFrequency === 'Weekly';
  const basis = weekly ? weeklySchedule : dailySchedule;
  const days = dailySchedule?.retentionDuration.count ?? 7;
  return (
    timesAgree &&
    basis !== undefined &&
    !(weekly && dailySchedule !== undefined) &&
    days >= 7 &&
    days <= 9999
  );
}

function keepsInstantRules(body: PolicyBody): boolean {
  const days = body.instantRpRetentionRangeInDays ?? defaultInstantDays(body);
  if (body.policyType === 'V2') {
    return days >= 1 && days <= 30;
  }
  const weekly = body.schedulePolicy.scheduleRunFrequency === 'Weekly';
  return weekly ? days === 5 : days >= 1 && days <= 5;
}

/** Only what is kept for months can go to the archive. */
function keepsTieringRules({ tieringPolicy, retentionPolicy }: PolicyBody): boolean {
  const mode = tieringPolicy?.ArchivedRP.tieringMode ?? 'DoNotTier';
  const months = retentionPolicy.monthlySchedule?.retentionDuration.count ?? 0;
  const years = retentionPolicy.yearlySchedule?.retentionDuration.count ?? 0;
  return mode === 'DoNotTier' || months >= 9 || years >= 1;
}

function defaultInstantDays({ policyType, schedulePolicy }: PolicyBody): number {
  return policyType !== 'V2' && schedulePolicy.scheduleRunFrequency === 'Weekly' ? 5 : 2;
}

function backupTimes(schedule: Schedule): string[] {
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

function isHalfHour(text: string): boolean {
  return /:(?:00|30):00Z$/u.test(text);
}
