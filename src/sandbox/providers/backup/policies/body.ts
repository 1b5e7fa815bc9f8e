// The body of a PUT of a policy for virtual machines. Shapes: recordings policy-create.*, OpenAPI
// AzureIaaSVMProtectionPolicy.

import { z } from 'zod';
import { isoInstant, parseInstant } from '../../../kernel/time/instant.js';
import type { BackupPolicy } from './state.js';

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
    /** Newer versions have it (Bicep reference, vaults/backupPolicies); it is kept and has no effect. */
    snapshotConsistencyType: z.literal('OnlyCrashConsistent').optional(),
    protectedItemsCount: z.number().optional(),
    /** Ids of requests of the vault's Resource Guard; not kept. */
    resourceGuardOperationRequests: z.array(z.string()).optional(),
  }),
});

/** A policy as a client sends it. */
export type PolicyBody = z.infer<typeof policyBodySchema>['properties'];

type Schedule = PolicyBody['schedulePolicy'];

/** A stored policy for virtual machines; undefined for a policy of another workload. */
export function storedPolicy(properties: BackupPolicy['properties']): PolicyBody | undefined {
  return policyBodySchema.shape.properties.safeParse(properties).data;
}

const read = new WeakMap<BackupPolicy['properties'], PolicyBody | undefined>();

/** The same, read once: a world is settled before each request; properties are replaced and never changed. */
export function readStoredPolicy({ properties }: BackupPolicy): PolicyBody | undefined {
  if (!read.has(properties)) {
    read.set(properties, storedPolicy(properties));
  }
  return read.get(properties);
}

/**
 * The properties that Azure keeps, in the order in which it shows them. A body that says nothing of
 * tiering leaves it as it was (OpenAPI TieringPolicy).
 */
export function storedProperties(
  body: PolicyBody,
  before: Record<string, unknown> = {},
): Record<string, unknown> {
  const tieringPolicy = body.tieringPolicy ?? before['tieringPolicy'];
  return {
    backupManagementType: body.backupManagementType,
    ...(body.policyType === 'V2' ? { policyType: 'V2' } : {}),
    instantRPDetails: body.instantRPDetails ?? {},
    schedulePolicy: storedSchedule(body.schedulePolicy),
    retentionPolicy: body.retentionPolicy,
    ...(tieringPolicy === undefined ? {} : { tieringPolicy }),
    instantRpRetentionRangeInDays: body.instantRpRetentionRangeInDays ?? defaultInstantDays(body),
    timeZone: body.timeZone ?? 'UTC',
    ...(body.snapshotConsistencyType === undefined
      ? {}
      : { snapshotConsistencyType: body.snapshotConsistencyType }),
  };
}

function storedSchedule(schedule: Schedule): Record<string, unknown> {
  return schedule.schedulePolicyType === 'SimpleSchedulePolicy'
    ? { ...schedule, scheduleWeeklyFrequency: schedule.scheduleWeeklyFrequency ?? 0 }
    : schedule;
}

/** How many days snapshots are kept by a policy that does not say. */
export function defaultInstantDays({ schedulePolicy }: PolicyBody): number {
  return schedulePolicy.scheduleRunFrequency === 'Weekly' ? 5 : 2;
}
