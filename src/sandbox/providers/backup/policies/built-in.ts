// The policies that every new vault has. Recording policies-list.all; the day in their times is the
// vault's first.

import { isoInstant } from '../../../kernel/time/instant.js';
import { startOfDay } from '../../../kernel/time/durations.js';
import type { BackupPolicy } from './state.js';

/** DefaultPolicy, EnhancedPolicy and HourlyLogBackup of a vault made at this instant. */
export function builtInPolicies(createdMilliseconds: number): BackupPolicy[] {
  const day = isoInstant(startOfDay(createdMilliseconds)).slice(0, 'yyyy-mm-dd'.length);
  return [
    { name: 'HourlyLogBackup', properties: hourlyLogBackup(`${day}T22:30:00Z`) },
    { name: 'DefaultPolicy', properties: standardPolicy(`${day}T22:30:00Z`) },
    { name: 'EnhancedPolicy', properties: enhancedPolicy(`${day}T08:00:00Z`) },
  ];
}

function standardPolicy(time: string): Record<string, unknown> {
  return {
    backupManagementType: 'AzureIaasVM',
    instantRPDetails: {},
    schedulePolicy: dailySchedule(time),
    retentionPolicy: thirtyDays(time),
    instantRpRetentionRangeInDays: 2,
    timeZone: 'UTC',
  };
}

function enhancedPolicy(time: string): Record<string, unknown> {
  return {
    backupManagementType: 'AzureIaasVM',
    policyType: 'V2',
    instantRPDetails: {},
    schedulePolicy: {
      schedulePolicyType: 'SimpleSchedulePolicyV2',
      scheduleRunFrequency: 'Hourly',
      hourlySchedule: { interval: 4, scheduleWindowStartTime: time, scheduleWindowDuration: 12 },
    },
    retentionPolicy: thirtyDays(time),
    instantRpRetentionRangeInDays: 2,
    timeZone: 'UTC',
  };
}

function hourlyLogBackup(time: string): Record<string, unknown> {
  return {
    backupManagementType: 'AzureWorkload',
    workLoadType: 'SQLDataBase',
    settings: { timeZone: 'UTC', issqlcompression: false, isCompression: false },
    subProtectionPolicy: [
      {
        policyType: 'Full',
        schedulePolicy: dailySchedule(time),
        retentionPolicy: thirtyDays(time),
      },
      {
        policyType: 'Log',
        schedulePolicy: { schedulePolicyType: 'LogSchedulePolicy', scheduleFrequencyInMins: 60 },
        retentionPolicy: {
          retentionPolicyType: 'SimpleRetentionPolicy',
          retentionDuration: { count: 30, durationType: 'Days' },
        },
      },
    ],
  };
}

function dailySchedule(time: string) {
  return {
    schedulePolicyType: 'SimpleSchedulePolicy',
    scheduleRunFrequency: 'Daily',
    scheduleRunTimes: [time],
    scheduleWeeklyFrequency: 0,
  };
}

function thirtyDays(time: string) {
  return {
    retentionPolicyType: 'LongTermRetentionPolicy',
    dailySchedule: {
      retentionTimes: [time],
      retentionDuration: { count: 30, durationType: 'Days' },
    },
  };
}
