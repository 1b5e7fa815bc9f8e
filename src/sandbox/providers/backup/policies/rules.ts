// The rules that a policy for virtual machines has to keep. Azure does not say which one is broken.
// Documentation: Create Azure Recovery Services backup policies using REST API; Back up an Azure VM
// using Enhanced policy; Support matrix for Azure VM backup; the checks of az and of Azure PowerShell.

import { months } from '../../../kernel/time/calendar.js';
import { daysOfWeek, namedTimes } from '../schedules/schedule.js';
import { defaultInstantDays, type PolicyBody } from './body.js';
import { isTimeZone } from '../schedules/time-zone.js';

type Retention = PolicyBody['retentionPolicy'];
type LongTerm = NonNullable<Retention['monthlySchedule'] | Retention['yearlySchedule']>;

/** The longest retention: 9,999 days, or 99 years in the other units. */
const MAX = { Days: 9999, Weeks: 5163, Months: 1188, Years: 99 } as const;
const MIN_DAYS = 7;
const STANDARD_INSTANT_DAYS = 5;
const ENHANCED_INSTANT_DAYS = 30;
/** The least of weekly backups, whatever the policy's type. */
const WEEKLY_INSTANT_DAYS = 5;
/** More frequent backups leave fewer snapshots per day of retention; by hours between them. */
const INSTANT_DAYS_BY_INTERVAL: Readonly<Record<number, number>> = { 4: 17, 6: 22 };
const INTERVALS = [4, 6, 8, 12, 24];
const ARCHIVABLE_MONTHS = 9;

/** Whether a policy keeps every rule. */
export function isValidPolicy(body: PolicyBody): boolean {
  return (
    isTimeZone(body.timeZone ?? 'UTC') &&
    keepsScheduleRules(body) &&
    keepsRetentionRules(body) &&
    keepsLongTermRules(body) &&
    keepsInstantRules(body) &&
    keepsTieringRules(body)
  );
}

/** One backup a day, or the hours of one window, on a half hour. */
function keepsScheduleRules({ policyType, schedulePolicy }: PolicyBody): boolean {
  const enhanced = schedulePolicy.schedulePolicyType === 'SimpleSchedulePolicyV2';
  const times = namedTimes(schedulePolicy);
  return (
    enhanced === (policyType === 'V2') &&
    times.length === 1 &&
    times.every((text) => /:(?:00|30):00Z$/u.test(text)) &&
    (daysOfWeek(schedulePolicy)?.length ?? 7) > 0 &&
    (!enhanced || keepsWindowRules(schedulePolicy))
  );
}

function keepsWindowRules({
  scheduleRunFrequency,
  hourlySchedule,
}: Extract<PolicyBody['schedulePolicy'], { schedulePolicyType: 'SimpleSchedulePolicyV2' }>) {
  if (scheduleRunFrequency !== 'Hourly' || hourlySchedule === undefined) {
    return scheduleRunFrequency !== 'Hourly';
  }
  const { interval, scheduleWindowDuration: duration } = hourlySchedule;
  return (
    INTERVALS.includes(interval) &&
    Number.isInteger(duration) &&
    duration >= interval &&
    duration <= 24
  );
}

/** Retention begins when backups do; what runs weekly is kept weekly on just those days. */
function keepsRetentionRules({ schedulePolicy, retentionPolicy }: PolicyBody): boolean {
  const { dailySchedule, weeklySchedule, monthlySchedule, yearlySchedule } = retentionPolicy;
  const all = [dailySchedule, weeklySchedule, monthlySchedule, yearlySchedule];
  const present = all.filter((schedule) => schedule !== undefined);
  const expected = namedTimes(schedulePolicy).map(timeOfDay).join(' ');
  const days = daysOfWeek(schedulePolicy);
  const keptDays = weeklySchedule?.daysOfTheWeek ?? [];
  return (
    present.every(({ retentionTimes }) => retentionTimes.map(timeOfDay).join(' ') === expected) &&
    present.every(({ retentionDuration }) => isWithinLimits(retentionDuration)) &&
    (weeklySchedule === undefined || keptDays.length > 0) &&
    (days === undefined
      ? dailySchedule !== undefined
      : dailySchedule === undefined && isSameSet(days, keptDays))
  );
}

/** The date in a time means nothing. */
function timeOfDay(text: string): string {
  return text.slice('yyyy-mm-dd'.length);
}

function isWithinLimits({
  count,
  durationType,
}: {
  readonly count: number;
  readonly durationType: keyof typeof MAX;
}): boolean {
  const least = durationType === 'Days' ? MIN_DAYS : 1;
  return Number.isInteger(count) && count >= least && count <= MAX[durationType];
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name) => right.includes(name));
}

function keepsLongTermRules({ schedulePolicy, retentionPolicy }: PolicyBody): boolean {
  const { monthlySchedule, yearlySchedule } = retentionPolicy;
  const days = daysOfWeek(schedulePolicy);
  const chosenMonths = yearlySchedule?.monthsOfYear;
  return (
    [monthlySchedule, yearlySchedule]
      .filter((schedule) => schedule !== undefined)
      .every((schedule) => choosesBackupDays(schedule, days)) &&
    (chosenMonths === undefined ||
      (chosenMonths.length > 0 && chosenMonths.every((name) => isMonth(name))))
  );
}

function isMonth(name: string): boolean {
  return months.some((month) => month === name);
}

/** A schedule by the week leaves no say in dates. */
function choosesBackupDays(
  { retentionScheduleFormatType, retentionScheduleDaily, retentionScheduleWeekly }: LongTerm,
  days: readonly string[] | undefined,
): boolean {
  if (retentionScheduleFormatType === 'Daily') {
    const dates = retentionScheduleDaily?.daysOfTheMonth ?? [];
    return days === undefined && dates.length > 0 && dates.every((date) => isDate(date));
  }
  const { daysOfTheWeek = [], weeksOfTheMonth = [] } = retentionScheduleWeekly ?? {};
  return (
    daysOfTheWeek.length > 0 &&
    weeksOfTheMonth.length > 0 &&
    daysOfTheWeek.every((name) => days?.includes(name) ?? true)
  );
}

function isDate({ date, isLast }: { readonly date: number; readonly isLast: boolean }): boolean {
  return isLast || (Number.isInteger(date) && date >= 1 && date <= 31);
}

function keepsInstantRules(body: PolicyBody): boolean {
  const days = body.instantRpRetentionRangeInDays ?? defaultInstantDays(body);
  const { dailySchedule } = body.retentionPolicy;
  const kept = dailySchedule?.retentionDuration.count ?? Number.POSITIVE_INFINITY;
  return (
    Number.isInteger(days) &&
    days >= 1 &&
    days <= maxInstantDays(body) &&
    days <= kept &&
    (daysOfWeek(body.schedulePolicy) === undefined || days >= WEEKLY_INSTANT_DAYS)
  );
}

function maxInstantDays({ policyType, schedulePolicy }: PolicyBody): number {
  if (policyType !== 'V2') {
    return STANDARD_INSTANT_DAYS;
  }
  const hourly =
    schedulePolicy.schedulePolicyType === 'SimpleSchedulePolicyV2' &&
    schedulePolicy.scheduleRunFrequency === 'Hourly'
      ? schedulePolicy.hourlySchedule?.interval
      : undefined;
  return INSTANT_DAYS_BY_INTERVAL[hourly ?? 24] ?? ENHANCED_INSTANT_DAYS;
}

/**
 * Only what is kept for months can go to the archive. `TierRecommended` is sent with a duration of 0
 * of the type `Invalid`. Recording policy-create.monthly-tiering-rg-prefix.
 */
function keepsTieringRules({ tieringPolicy, retentionPolicy }: PolicyBody): boolean {
  const tiering = tieringPolicy?.ArchivedRP;
  if (tiering === undefined || tiering.tieringMode === 'DoNotTier') {
    return true;
  }
  const monthsKept = retentionPolicy.monthlySchedule?.retentionDuration.count ?? 0;
  const yearsKept = retentionPolicy.yearlySchedule?.retentionDuration.count ?? 0;
  const after = tiering.tieringMode === 'TierAfter';
  const fits = after
    ? tiering.duration > 0 && Object.hasOwn(MAX, tiering.durationType)
    : tiering.duration === 0 && tiering.durationType === 'Invalid';
  return fits && (monthsKept >= ARCHIVABLE_MONTHS || yearsKept >= 1);
}
