// A backup policy from the SDK's model to ours (ProtectionPolicies_Get).

import type {
  AzureIaaSVMProtectionPolicy,
  LongTermRetentionPolicy,
  ProtectionPolicyResource,
  RetentionDuration,
  SimpleSchedulePolicy,
  SimpleSchedulePolicyV2,
} from '@azure/arm-recoveryservicesbackup';
import type { BackupPolicy } from '../../domain/recovery-services.js';
import { oneOf, required, unexpectedAnswer } from '../arm/unexpected-answer.js';
import { timesOfDay } from './time-of-day.js';

/** The policy in our words; undefined when it is not for Azure VMs. Throws `AZB_UNEXPECTED_ANSWER`. */
export function policyFrom(resource: ProtectionPolicyResource): BackupPolicy | undefined {
  const id = required(resource.id, 'id', 'a backup policy');
  const properties = required(resource.properties, 'properties', id);
  if (!isVmPolicy(properties)) {
    return undefined;
  }
  return {
    id,
    name: required(resource.name, 'name', id),
    // V1 policies carry no type at all.
    policyType: properties.policyType === 'V2' ? 'Enhanced' : 'Standard',
    timeZone: properties.timeZone ?? 'UTC',
    schedule: scheduleFrom(properties.schedulePolicy, id),
    retention: retentionFrom(properties.retentionPolicy, id),
    instantRestoreDays: required(
      properties.instantRpRetentionRangeInDays,
      'instantRpRetentionRangeInDays',
      id,
    ),
    protectedItemsCount: properties.protectedItemsCount ?? 0,
  };
}

function isVmPolicy(
  properties: NonNullable<ProtectionPolicyResource['properties']>,
): properties is AzureIaaSVMProtectionPolicy {
  return properties.backupManagementType === 'AzureIaasVM';
}

type SchedulePolicy = AzureIaaSVMProtectionPolicy['schedulePolicy'];
type RetentionPolicy = AzureIaaSVMProtectionPolicy['retentionPolicy'];
type Schedule = BackupPolicy['schedule'];

function scheduleFrom(policy: SchedulePolicy, id: string): Schedule {
  if (isSimpleSchedule(policy)) {
    return {
      frequency: frequencyOf(policy.scheduleRunFrequency, id),
      times: timesOfDay(policy.scheduleRunTimes),
      days: policy.scheduleRunDays ?? [],
    };
  }
  if (isSimpleScheduleV2(policy)) {
    return scheduleV2From(policy, id);
  }
  throw unexpectedAnswer(`the schedule is of type '${policy?.schedulePolicyType ?? ''}'`, id);
}

function isSimpleSchedule(policy: SchedulePolicy): policy is SimpleSchedulePolicy {
  return policy?.schedulePolicyType === 'SimpleSchedulePolicy';
}

function isSimpleScheduleV2(policy: SchedulePolicy): policy is SimpleSchedulePolicyV2 {
  return policy?.schedulePolicyType === 'SimpleSchedulePolicyV2';
}

/** Each frequency has a part of its own in V2. */
function scheduleV2From(policy: SimpleSchedulePolicyV2, id: string): Schedule {
  const frequency = frequencyOf(policy.scheduleRunFrequency, id);
  switch (frequency) {
    case 'Hourly': {
      const hourly = required(policy.hourlySchedule, 'schedulePolicy.hourlySchedule', id);
      return {
        frequency,
        times: timesOfDay([
          required(hourly.scheduleWindowStartTime, 'scheduleWindowStartTime', id),
        ]),
        days: [],
        everyHours: required(hourly.interval, 'hourlySchedule.interval', id),
        windowHours: required(hourly.scheduleWindowDuration, 'scheduleWindowDuration', id),
      };
    }
    case 'Daily':
      return { frequency, times: timesOfDay(policy.dailySchedule?.scheduleRunTimes), days: [] };
    case 'Weekly':
      return {
        frequency,
        times: timesOfDay(policy.weeklySchedule?.scheduleRunTimes),
        days: policy.weeklySchedule?.scheduleRunDays ?? [],
      };
  }
}

function frequencyOf(frequency: string | undefined, id: string): Schedule['frequency'] {
  return oneOf(['Hourly', 'Daily', 'Weekly'], frequency, 'scheduleRunFrequency', id);
}

function retentionFrom(policy: RetentionPolicy, id: string): BackupPolicy['retention'] {
  if (!isLongTerm(policy)) {
    throw unexpectedAnswer(`the retention is of type '${policy?.retentionPolicyType ?? ''}'`, id);
  }
  const { dailySchedule, weeklySchedule, monthlySchedule, yearlySchedule } = policy;
  return {
    ...counted('dailyDays', dailySchedule?.retentionDuration),
    ...counted('weeklyWeeks', weeklySchedule?.retentionDuration),
    ...counted('monthlyMonths', monthlySchedule?.retentionDuration),
    ...counted('yearlyYears', yearlySchedule?.retentionDuration),
  };
}

function isLongTerm(policy: RetentionPolicy): policy is LongTermRetentionPolicy {
  return policy?.retentionPolicyType === 'LongTermRetentionPolicy';
}

/** Azure counts each kind in its own unit: days of daily points, weeks of weekly ones, and so on. */
function counted<Name extends string>(
  name: Name,
  duration: RetentionDuration | undefined,
): Partial<Record<Name, number>> {
  const fields: Partial<Record<Name, number>> = {};
  if (duration?.count !== undefined) {
    fields[name] = duration.count;
  }
  return fields;
}
