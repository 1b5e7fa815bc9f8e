// The body that makes Azure keep a policy (OpenAPI ProtectionPolicies_CreateOrUpdate; recordings
// policy-create.*).

import type { DaysOfMonth, PolicyArchive, PolicyRetention, PolicyTerms } from './policy.js';

/**
 * The `properties` of a policy, in the order in which Azure shows them.
 * @param date `yyyy-mm-dd` for its times: Azure takes whole dates and looks at the time of day alone
 */
export function policyToWire(terms: PolicyTerms, date: string): Record<string, unknown> {
  const times = terms.schedule.times.map((time) => `${date}T${time}:00Z`);
  const { snapshotConsistency } = terms;
  return {
    backupManagementType: 'AzureIaasVM',
    ...(terms.policyType === 'Enhanced' ? { policyType: 'V2' } : {}),
    instantRPDetails: wireSnapshotGroup(terms.snapshotGroup),
    schedulePolicy: wireSchedule(terms, times),
    retentionPolicy: wireRetention(terms.retention, times),
    ...(terms.archive === undefined
      ? {}
      : { tieringPolicy: { ArchivedRP: wireArchive(terms.archive) } }),
    instantRpRetentionRangeInDays: terms.instantRestoreDays,
    timeZone: terms.timeZone,
    ...(snapshotConsistency === undefined ? {} : { snapshotConsistencyType: snapshotConsistency }),
  };
}

function wireSnapshotGroup(group: PolicyTerms['snapshotGroup']): Record<string, string> {
  if (group === undefined) {
    return {};
  }
  const { prefix, suffix } = group;
  return {
    azureBackupRGNamePrefix: prefix,
    ...(suffix === undefined ? {} : { azureBackupRGNameSuffix: suffix }),
  };
}

function wireSchedule(
  { policyType, schedule }: PolicyTerms,
  times: readonly string[],
): Record<string, unknown> {
  const { frequency, days } = schedule;
  const runDays = frequency === 'Weekly' ? { scheduleRunDays: days } : {};
  if (policyType === 'Standard') {
    return {
      schedulePolicyType: 'SimpleSchedulePolicy',
      scheduleRunFrequency: frequency,
      ...runDays,
      scheduleRunTimes: times,
      scheduleWeeklyFrequency: 0,
    };
  }
  return {
    schedulePolicyType: 'SimpleSchedulePolicyV2',
    scheduleRunFrequency: frequency,
    [`${frequency.toLowerCase()}Schedule`]:
      frequency === 'Hourly'
        ? {
            interval: schedule.everyHours,
            scheduleWindowStartTime: times[0],
            scheduleWindowDuration: schedule.windowHours,
          }
        : { ...runDays, scheduleRunTimes: times },
  };
}

function wireRetention(
  { daily, weekly, monthly, yearly }: PolicyRetention,
  retentionTimes: readonly string[],
): Record<string, unknown> {
  return {
    retentionPolicyType: 'LongTermRetentionPolicy',
    ...(daily === undefined
      ? {}
      : {
          dailySchedule: { retentionTimes, retentionDuration: wireDuration(daily.days, 'Days') },
        }),
    ...(weekly === undefined
      ? {}
      : {
          weeklySchedule: {
            daysOfTheWeek: weekly.on,
            retentionTimes,
            retentionDuration: wireDuration(weekly.weeks, 'Weeks'),
          },
        }),
    ...(monthly === undefined
      ? {}
      : {
          monthlySchedule: {
            ...wireDaysOfMonth(monthly.on),
            retentionTimes,
            retentionDuration: wireDuration(monthly.months, 'Months'),
          },
        }),
    ...(yearly === undefined
      ? {}
      : {
          yearlySchedule: {
            monthsOfYear: yearly.in,
            ...wireDaysOfMonth(yearly.on),
            retentionTimes,
            retentionDuration: wireDuration(yearly.years, 'Years'),
          },
        }),
  };
}

function wireDuration(count: number, durationType: string): Record<string, unknown> {
  return { count, durationType };
}

function wireDaysOfMonth(on: DaysOfMonth): Record<string, unknown> {
  return on.format === 'Daily'
    ? {
        retentionScheduleFormatType: 'Daily',
        retentionScheduleDaily: {
          daysOfTheMonth: on.dates.map((date) =>
            date === 'Last' ? { date: 0, isLast: true } : { date, isLast: false },
          ),
        },
      }
    : {
        retentionScheduleFormatType: 'Weekly',
        retentionScheduleWeekly: { daysOfTheWeek: on.days, weeksOfTheMonth: on.weeks },
      };
}

/** Only `TierAfter` has a duration. Recording policy-create.monthly-tiering-rg-prefix. */
function wireArchive(archive: PolicyArchive): Record<string, unknown> {
  switch (archive.mode) {
    case 'recommended':
      return { tieringMode: 'TierRecommended', duration: 0, durationType: 'Invalid' };
    case 'after':
      return { tieringMode: 'TierAfter', duration: archive.count, durationType: archive.unit };
    case 'never':
      return { tieringMode: 'DoNotTier', duration: 0, durationType: 'Invalid' };
  }
}
