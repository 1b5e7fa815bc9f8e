// Where two policies differ, in words that can be typed as options.

import {
  MONTHS,
  RETENTION_KINDS,
  WEEKDAYS,
  WEEKS_OF_MONTH,
  inOrderOf,
  type DaysOfMonth,
  type PolicyRetention,
  type PolicyTerms,
  type RetentionKind,
} from './policy.js';
import { keepTerms } from './keep.js';
import { formatArchive, formatInstantDays, formatSchedule, formatSnapshotGroup } from './words.js';

/** One difference. */
export interface PolicyDifference {
  /** What differs, such as `schedule` or `retention.weekly`. */
  readonly field: string;
  /** The value in words; null where there is none. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What differs from one policy to another; the order in which days are listed does not. */
export function policyDifferences(
  before: PolicyTerms,
  after: PolicyTerms,
): readonly PolicyDifference[] {
  const left = fieldsOf(before);
  const right = fieldsOf(after);
  return Object.keys(left)
    .map((field) => ({
      field,
      before: left[field] ?? null,
      after: right[field] ?? null,
    }))
    .filter((difference) => difference.before !== difference.after);
}

/** Kinds of retention that become shorter, or end. */
export function shortenedKinds(before: PolicyTerms, after: PolicyTerms): readonly RetentionKind[] {
  const left = countsOf(before.retention);
  const right = countsOf(after.retention);
  return RETENTION_KINDS.filter((kind) => right[kind] < left[kind]);
}

function countsOf({
  daily,
  weekly,
  monthly,
  yearly,
}: PolicyRetention): Record<RetentionKind, number> {
  return {
    daily: daily?.days ?? 0,
    weekly: weekly?.weeks ?? 0,
    monthly: monthly?.months ?? 0,
    yearly: yearly?.years ?? 0,
  };
}

function fieldsOf(terms: PolicyTerms): Readonly<Record<string, string | undefined>> {
  const { schedule, archive, snapshotGroup } = terms;
  const keep = keepTerms(ordered(terms.retention));
  return {
    type: terms.policyType,
    timeZone: terms.timeZone,
    schedule: formatSchedule({ ...schedule, days: inOrderOf(WEEKDAYS, schedule.days) }),
    'retention.daily': keep.daily,
    'retention.weekly': keep.weekly,
    'retention.monthly': keep.monthly,
    'retention.yearly': keep.yearly,
    instantRestore: formatInstantDays(terms.instantRestoreDays),
    // Never laid down, and laid down as never, come to the same.
    archive: formatArchive(archive ?? { mode: 'never' }),
    snapshotGroup: snapshotGroup === undefined ? undefined : formatSnapshotGroup(snapshotGroup),
    consistency: terms.snapshotConsistency === undefined ? 'application' : 'crash',
  };
}

function ordered({ daily, weekly, monthly, yearly }: PolicyRetention): PolicyRetention {
  return {
    ...(daily === undefined ? {} : { daily }),
    ...(weekly === undefined ? {} : { weekly: { ...weekly, on: inOrderOf(WEEKDAYS, weekly.on) } }),
    ...(monthly === undefined ? {} : { monthly: { ...monthly, on: orderedDays(monthly.on) } }),
    ...(yearly === undefined
      ? {}
      : { yearly: { ...yearly, in: inOrderOf(MONTHS, yearly.in), on: orderedDays(yearly.on) } }),
  };
}

function orderedDays(on: DaysOfMonth): DaysOfMonth {
  return on.format === 'Weekly'
    ? {
        format: 'Weekly',
        weeks: inOrderOf(WEEKS_OF_MONTH, on.weeks),
        days: inOrderOf(WEEKDAYS, on.days),
      }
    : {
        format: 'Daily',
        dates: on.dates.toSorted((left, right) => rank(left) - rank(right)),
      };
}

function rank(date: number | 'Last'): number {
  return date === 'Last' ? Number.POSITIVE_INFINITY : date;
}
