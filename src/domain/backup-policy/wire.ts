// A policy as Azure writes it, read into our words (OpenAPI AzureIaaSVMProtectionPolicy; recordings
// policy-create.*, policy-get.*). What has no words here is named, never passed over.

import {
  ARCHIVE_UNITS,
  MONTHS,
  WEEKDAYS,
  WEEKS_OF_MONTH,
  defaultInstantDays,
  type DaysOfMonth,
  type PolicyArchive,
  type PolicyRetention,
  type PolicySchedule,
  type PolicyTerms,
} from './policy.js';
import { instantOf, millisecondsOf } from '../time/instant.js';
import { WireObject, noFindings, type Findings } from '../wire-object.js';

/** What reading a policy yields. */
export interface PolicyReading extends Findings {
  readonly terms: PolicyTerms;
  /** `yyyy-mm-dd` of its times; absent where it has none. */
  readonly timesDate?: string;
}

/** Reads the `properties` of a policy for virtual machines. With problems the terms are not to be used. */
export function policyFromWire(properties: object): PolicyReading {
  const findings = noFindings();
  const wire = new WireObject(properties, '', findings);
  const schedule = scheduleFrom(wire);
  const times = schedule.wireTimes.map(timeOf);
  const policyType =
    wire.word('policyType', ['V1', 'V2']) === 'V2' ? ('Enhanced' as const) : ('Standard' as const);
  const terms: PolicyTerms = {
    policyType,
    timeZone: wire.text('timeZone') ?? 'UTC',
    schedule: { ...schedule.schedule, times: times.flatMap((time) => time?.time ?? []) },
    retention: retentionFrom(wire, schedule.wireTimes),
    instantRestoreDays:
      wire.integer('instantRpRetentionRangeInDays') ??
      defaultInstantDays(policyType, schedule.schedule.frequency),
    ...archiveFrom(wire),
    ...snapshotGroupFrom(wire),
    ...consistencyFrom(wire),
  };
  if (times.includes(undefined)) {
    wire.unknown('schedulePolicy: a time that is no full minute');
  }
  wire.ignore('backupManagementType', 'protectedItemsCount');
  wire.finish();
  const date = times[0]?.date;
  return { ...findings, terms, ...(date === undefined ? {} : { timesDate: date }) };
}

/** RFC 3339 with its zone: what has none would be read in the zone of this computer. */
const WIRE_TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/u;

/** Day and time of day of a wire time; undefined when it is none, or has seconds. */
function timeOf(text: string): { readonly date: string; readonly time: string } | undefined {
  if (!WIRE_TIME.test(text)) {
    return undefined;
  }
  const instant = instantOf(millisecondsOf(text));
  return instant.endsWith(':00Z')
    ? { date: instant.slice(0, 10), time: instant.slice(11, 16) }
    : undefined;
}

interface ReadSchedule {
  readonly schedule: PolicySchedule;
  readonly wireTimes: readonly string[];
}

const NO_SCHEDULE: ReadSchedule = {
  schedule: { frequency: 'Daily', times: [], days: [] },
  wireTimes: [],
};

function scheduleFrom(wire: WireObject): ReadSchedule {
  const policy = wire.required('schedulePolicy', (name) => wire.object(name), undefined);
  if (policy === undefined) {
    return NO_SCHEDULE;
  }
  const type = policy.word('schedulePolicyType', [
    'SimpleSchedulePolicy',
    'SimpleSchedulePolicyV2',
  ]);
  const read =
    type === 'SimpleSchedulePolicyV2' ? enhancedSchedule(policy) : simpleSchedule(policy);
  policy.finish();
  return read;
}

function simpleSchedule(policy: WireObject): ReadSchedule {
  const frequency = policy.required(
    'scheduleRunFrequency',
    (name) => policy.word(name, ['Daily', 'Weekly'] as const),
    'Daily',
  );
  // Azure sends 0 with every schedule; no other number is known to mean anything.
  if ((policy.integer('scheduleWeeklyFrequency') ?? 0) !== 0) {
    policy.unknown('scheduleWeeklyFrequency');
  }
  return {
    schedule: { frequency, times: [], days: policy.words('scheduleRunDays', WEEKDAYS) },
    wireTimes: policy.texts('scheduleRunTimes'),
  };
}

/** Each frequency has a part of its own in V2. */
function enhancedSchedule(policy: WireObject): ReadSchedule {
  const frequency = policy.required(
    'scheduleRunFrequency',
    (name) => policy.word(name, ['Hourly', 'Daily', 'Weekly'] as const),
    'Daily',
  );
  const name = `${frequency.toLowerCase()}Schedule`;
  const part = policy.required(name, () => policy.object(name), undefined);
  if (part === undefined) {
    return NO_SCHEDULE;
  }
  const read =
    frequency === 'Hourly'
      ? hourlySchedule(part)
      : {
          schedule: { frequency, times: [], days: part.words('scheduleRunDays', WEEKDAYS) },
          wireTimes: part.texts('scheduleRunTimes'),
        };
  part.finish();
  return read;
}

function hourlySchedule(part: WireObject): ReadSchedule {
  const start = part.required('scheduleWindowStartTime', (name) => part.text(name), undefined);
  return {
    schedule: {
      frequency: 'Hourly',
      times: [],
      days: [],
      everyHours: part.required('interval', (name) => part.integer(name), 0),
      windowHours: part.required('scheduleWindowDuration', (name) => part.integer(name), 0),
    },
    wireTimes: start === undefined ? [] : [start],
  };
}

function retentionFrom(wire: WireObject, times: readonly string[]): PolicyRetention {
  const policy = wire.required('retentionPolicy', (name) => wire.object(name), undefined);
  if (policy === undefined) {
    return {};
  }
  policy.word('retentionPolicyType', ['LongTermRetentionPolicy']);
  const daily = kindFrom(policy, 'dailySchedule', times, (part) => ({
    days: durationOf(part, 'Days'),
  }));
  const weekly = kindFrom(policy, 'weeklySchedule', times, (part) => ({
    weeks: durationOf(part, 'Weeks'),
    on: part.words('daysOfTheWeek', WEEKDAYS),
  }));
  const monthly = kindFrom(policy, 'monthlySchedule', times, (part) => ({
    months: durationOf(part, 'Months'),
    on: daysOfMonthFrom(part),
  }));
  const yearly = kindFrom(policy, 'yearlySchedule', times, (part) => ({
    years: durationOf(part, 'Years'),
    in: part.words('monthsOfYear', MONTHS),
    on: daysOfMonthFrom(part),
  }));
  policy.finish();
  return {
    ...(daily === undefined ? {} : { daily }),
    ...(weekly === undefined ? {} : { weekly }),
    ...(monthly === undefined ? {} : { monthly }),
    ...(yearly === undefined ? {} : { yearly }),
  };
}

/** One kind of retention. Its times have no words of their own: they are those of the backups. */
function kindFrom<T>(
  policy: WireObject,
  name: string,
  scheduleTimes: readonly string[],
  read: (part: WireObject) => T,
): T | undefined {
  const part = policy.object(name);
  if (part === undefined) {
    return undefined;
  }
  const times = part.texts('retentionTimes');
  const agree = times.map(timeOfDay).join(' ') === scheduleTimes.map(timeOfDay).join(' ');
  if (times.length > 0 && !agree) {
    part.unknown('retentionTimes, which are not the times of the backups');
  }
  const kind = read(part);
  part.finish();
  return kind;
}

function timeOfDay(text: string): string {
  return timeOf(text)?.time ?? text;
}

/** Each kind counts in its own unit. */
function durationOf(part: WireObject, unit: (typeof ARCHIVE_UNITS)[number]): number {
  const duration = part.required('retentionDuration', (name) => part.object(name), undefined);
  const count = duration?.required('count', (name) => duration.integer(name), 0) ?? 0;
  duration?.word('durationType', [unit]);
  duration?.finish();
  return count;
}

function daysOfMonthFrom(part: WireObject): DaysOfMonth {
  const format = part.required(
    'retentionScheduleFormatType',
    (name) => part.word(name, ['Daily', 'Weekly'] as const),
    'Weekly',
  );
  const name = `retentionSchedule${format}`;
  const within = part.required(name, () => part.object(name), undefined);
  const on: DaysOfMonth =
    format === 'Daily'
      ? { format, dates: within?.objects('daysOfTheMonth').flatMap(dateFrom) ?? [] }
      : {
          format,
          weeks: within?.words('weeksOfTheMonth', WEEKS_OF_MONTH) ?? [],
          days: within?.words('daysOfTheWeek', WEEKDAYS) ?? [],
        };
  within?.finish();
  return on;
}

/** The last day of a month has a mark of its own; its number then means nothing. */
function dateFrom(day: WireObject): readonly (number | 'Last')[] {
  const date = day.integer('date');
  const last = day.flag('isLast') === true;
  day.finish();
  if (last) {
    return ['Last'];
  }
  return date === undefined ? [] : [date];
}

function archiveFrom(wire: WireObject): { readonly archive?: PolicyArchive } {
  const policy = wire.object('tieringPolicy');
  const tier = policy?.object('ArchivedRP');
  policy?.finish();
  if (tier === undefined) {
    return {};
  }
  const mode = tier.required(
    'tieringMode',
    (name) => tier.word(name, ['TierAfter', 'TierRecommended', 'DoNotTier'] as const),
    'DoNotTier',
  );
  const count = tier.integer('duration') ?? 0;
  const unit = tier.word('durationType', ['Invalid', ...ARCHIVE_UNITS]) ?? 'Invalid';
  tier.finish();
  if (mode === 'TierAfter' && unit !== 'Invalid') {
    return { archive: { mode: 'after', count, unit } };
  }
  if (mode === 'TierAfter') {
    tier.problem('durationType', `must be one of ${ARCHIVE_UNITS.join(', ')}`);
  }
  return { archive: { mode: mode === 'DoNotTier' ? 'never' : 'recommended' } };
}

function snapshotGroupFrom(wire: WireObject): Pick<PolicyTerms, 'snapshotGroup'> {
  const details = wire.object('instantRPDetails');
  const prefix = details?.text('azureBackupRGNamePrefix') ?? '';
  const suffix = details?.text('azureBackupRGNameSuffix') ?? '';
  details?.finish();
  if (prefix === '' && suffix === '') {
    return {};
  }
  return { snapshotGroup: { prefix, ...(suffix === '' ? {} : { suffix }) } };
}

function consistencyFrom(wire: WireObject): Pick<PolicyTerms, 'snapshotConsistency'> {
  const snapshotConsistency = wire.word('snapshotConsistencyType', ['OnlyCrashConsistent']);
  return snapshotConsistency === undefined ? {} : { snapshotConsistency };
}
