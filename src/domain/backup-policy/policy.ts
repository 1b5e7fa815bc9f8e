// A backup policy for Azure virtual machines, complete and in the program's own words. Shapes and words
// follow OpenAPI AzureIaaSVMProtectionPolicy and the recordings policy-create.* and policy-get.*.

import type { ResourceId } from '../resource-id.js';

/** Days of the week as Azure writes them, in its order. */
export const WEEKDAYS = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;

/** A day of the week. */
export type Weekday = (typeof WEEKDAYS)[number];

/** Weeks of a month as Azure writes them. */
export const WEEKS_OF_MONTH = ['First', 'Second', 'Third', 'Fourth', 'Last'] as const;

/** A week of a month. */
export type WeekOfMonth = (typeof WEEKS_OF_MONTH)[number];

/** Months as Azure writes them. */
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

/** A month of a year. */
export type Month = (typeof MONTHS)[number];

/** When backups run. */
export interface PolicySchedule {
  readonly frequency: 'Hourly' | 'Daily' | 'Weekly';
  /** `HH:MM` in the policy's time zone; of an hourly schedule the start of its window. */
  readonly times: readonly string[];
  /** Weekly only. */
  readonly days: readonly Weekday[];
  /** Hourly only: hours between backups, and the window's length in hours. */
  readonly everyHours?: number;
  readonly windowHours?: number;
}

/** The days of a month whose points are kept for long: by date, or by week and weekday. */
export type DaysOfMonth =
  | { readonly format: 'Daily'; readonly dates: readonly (number | 'Last')[] }
  | {
      readonly format: 'Weekly';
      readonly weeks: readonly WeekOfMonth[];
      readonly days: readonly Weekday[];
    };

/** How long each kind of point is kept; a kind that is absent is not kept. */
export interface PolicyRetention {
  readonly daily?: { readonly days: number };
  readonly weekly?: { readonly weeks: number; readonly on: readonly Weekday[] };
  readonly monthly?: { readonly months: number; readonly on: DaysOfMonth };
  readonly yearly?: {
    readonly years: number;
    readonly in: readonly Month[];
    readonly on: DaysOfMonth;
  };
}

/** The kinds of retention, shortest first. */
export const RETENTION_KINDS = ['daily', 'weekly', 'monthly', 'yearly'] as const;

/** A kind of retention. */
export type RetentionKind = (typeof RETENTION_KINDS)[number];

/** Units of a time after which points are archived, as Azure writes them. */
export const ARCHIVE_UNITS = ['Days', 'Weeks', 'Months', 'Years'] as const;

/** Which points move to the archive tier, and when. */
export type PolicyArchive =
  | { readonly mode: 'recommended' }
  | {
      readonly mode: 'after';
      readonly count: number;
      readonly unit: (typeof ARCHIVE_UNITS)[number];
    }
  | { readonly mode: 'never' };

/** Everything that a policy lays down, apart from its name and place. */
export interface PolicyTerms {
  /** `Standard` is Azure's V1, `Enhanced` its V2. */
  readonly policyType: 'Standard' | 'Enhanced';
  /** Azure's name of the zone, which is the one of Windows, such as `Tokyo Standard Time`. */
  readonly timeZone: string;
  readonly schedule: PolicySchedule;
  readonly retention: PolicyRetention;
  /** Days for which the snapshot stays in the snapshot tier. */
  readonly instantRestoreDays: number;
  /** Absent where nothing was ever laid down, which comes to the same as `never`. */
  readonly archive?: PolicyArchive;
  /** The name of the groups that Azure makes for snapshots: a number stands between the two. */
  readonly snapshotGroup?: { readonly prefix: string; readonly suffix?: string };
  /** Absent means application-consistent where the machine allows it. */
  readonly snapshotConsistency?: 'OnlyCrashConsistent';
}

/** A backup policy of a vault. */
export interface BackupPolicy extends PolicyTerms {
  readonly id: ResourceId;
  readonly name: string;
  /** As Azure reports it; it lags behind. */
  readonly protectedItemsCount: number;
  /** Paths of fields that Azure has set and this program does not know: an update would lose them. */
  readonly unknownFields?: readonly string[];
  /** `yyyy-mm-dd`, the meaningless day that Azure's times of this policy carry. */
  readonly timesDate?: string;
}

/** A policy's terms alone. */
export function termsOf(policy: PolicyTerms): PolicyTerms {
  const { policyType, timeZone, schedule, retention, instantRestoreDays } = policy;
  const { archive, snapshotGroup, snapshotConsistency } = policy;
  return {
    policyType,
    timeZone,
    schedule,
    retention,
    instantRestoreDays,
    ...(archive === undefined ? {} : { archive }),
    ...(snapshotGroup === undefined ? {} : { snapshotGroup }),
    ...(snapshotConsistency === undefined ? {} : { snapshotConsistency }),
  };
}

/**
 * Days for which snapshots stay where nothing is said: 2, or 5 of a weekly policy, which may have no fewer
 * (Azure CLI's own checks; recordings policy-get.*).
 */
export function defaultInstantDays(frequency: PolicySchedule['frequency']): number {
  return frequency === 'Weekly' ? 5 : 2;
}

/** The values in the order of a list, each once. */
export function inOrderOf<T>(order: readonly T[], values: readonly T[]): readonly T[] {
  return order.filter((value) => values.includes(value));
}
