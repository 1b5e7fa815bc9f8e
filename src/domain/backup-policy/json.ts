// A policy's terms as JSON that people keep in files: what `policy show -o json` prints under `terms`.

import {
  ARCHIVE_UNITS,
  MONTHS,
  WEEKDAYS,
  WEEKS_OF_MONTH,
  type DaysOfMonth,
  type PolicyArchive,
  type PolicyRetention,
  type PolicySchedule,
  type PolicyTerms,
} from './policy.js';
import { WireObject, noFindings, objectOf, type Findings } from '../wire-object.js';

/** Terms as JSON: as `PolicyTerms`, with a null for everything that is absent. */
export interface PolicyTermsJson {
  readonly policyType: PolicyTerms['policyType'];
  readonly timeZone: string;
  readonly schedule: {
    readonly frequency: PolicySchedule['frequency'];
    readonly times: readonly string[];
    readonly days: readonly PolicySchedule['days'][number][];
    readonly everyHours: number | null;
    readonly windowHours: number | null;
  };
  readonly retention: {
    readonly [Kind in keyof PolicyRetention]-?: NonNullable<PolicyRetention[Kind]> | null;
  };
  readonly instantRestoreDays: number;
  readonly archive: PolicyArchive | null;
  readonly snapshotGroup: { readonly prefix: string; readonly suffix: string | null } | null;
  readonly snapshotConsistency: 'OnlyCrashConsistent' | null;
}

/** The JSON of terms. */
export function termsToJson(terms: PolicyTerms): PolicyTermsJson {
  const { schedule, retention, snapshotGroup } = terms;
  return {
    policyType: terms.policyType,
    timeZone: terms.timeZone,
    schedule: {
      ...schedule,
      everyHours: schedule.everyHours ?? null,
      windowHours: schedule.windowHours ?? null,
    },
    retention: {
      daily: retention.daily ?? null,
      weekly: retention.weekly ?? null,
      monthly: retention.monthly ?? null,
      yearly: retention.yearly ?? null,
    },
    instantRestoreDays: terms.instantRestoreDays,
    archive: terms.archive ?? null,
    snapshotGroup:
      snapshotGroup === undefined
        ? null
        : { prefix: snapshotGroup.prefix, suffix: snapshotGroup.suffix ?? null },
    snapshotConsistency: terms.snapshotConsistency ?? null,
  };
}

/** Reads terms from JSON. With problems or unknown members the terms are not to be used. */
export function termsFromJson(value: object): Findings & { readonly terms: PolicyTerms } {
  const findings = noFindings();
  const json = new WireObject(value, '', findings);
  const terms: PolicyTerms = {
    policyType: json.required(
      'policyType',
      (name) => json.word(name, ['Standard', 'Enhanced'] as const),
      'Standard',
    ),
    timeZone: json.required('timeZone', (name) => json.text(name), ''),
    schedule: scheduleFrom(json),
    retention: retentionFrom(json),
    instantRestoreDays: json.required('instantRestoreDays', (name) => json.integer(name), 0),
    ...archiveFrom(json),
    ...snapshotGroupFrom(json),
    ...consistencyFrom(json),
  };
  json.finish();
  return { ...findings, terms };
}

function scheduleFrom(json: WireObject): PolicySchedule {
  const part = json.required('schedule', (name) => json.object(name), undefined);
  if (part === undefined) {
    return { frequency: 'Daily', times: [], days: [] };
  }
  const everyHours = part.integer('everyHours');
  const windowHours = part.integer('windowHours');
  const schedule: PolicySchedule = {
    frequency: part.required(
      'frequency',
      (name) => part.word(name, ['Hourly', 'Daily', 'Weekly'] as const),
      'Daily',
    ),
    times: part.texts('times'),
    days: part.words('days', WEEKDAYS),
    ...(everyHours === undefined ? {} : { everyHours }),
    ...(windowHours === undefined ? {} : { windowHours }),
  };
  if (!schedule.times.every((time) => /^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(time))) {
    part.problem('times', 'must be times such as 02:00');
  }
  part.finish();
  return schedule;
}

function retentionFrom(json: WireObject): PolicyRetention {
  const all = json.required('retention', (name) => json.object(name), undefined);
  if (all === undefined) {
    return {};
  }
  const daily = kindFrom(all, 'daily', (part) => ({ days: countOf(part, 'days') }));
  const weekly = kindFrom(all, 'weekly', (part) => ({
    weeks: countOf(part, 'weeks'),
    on: part.words('on', WEEKDAYS),
  }));
  const monthly = kindFrom(all, 'monthly', (part) => ({
    months: countOf(part, 'months'),
    on: daysOfMonthFrom(part),
  }));
  const yearly = kindFrom(all, 'yearly', (part) => ({
    years: countOf(part, 'years'),
    in: part.words('in', MONTHS),
    on: daysOfMonthFrom(part),
  }));
  all.finish();
  return {
    ...(daily === undefined ? {} : { daily }),
    ...(weekly === undefined ? {} : { weekly }),
    ...(monthly === undefined ? {} : { monthly }),
    ...(yearly === undefined ? {} : { yearly }),
  };
}

function kindFrom<T>(all: WireObject, name: string, read: (part: WireObject) => T): T | undefined {
  const part = all.object(name);
  if (part === undefined) {
    return undefined;
  }
  const kind = read(part);
  part.finish();
  return kind;
}

function countOf(part: WireObject, name: string): number {
  return part.required(name, () => part.integer(name), 0);
}

function daysOfMonthFrom(part: WireObject): DaysOfMonth {
  const on = part.required('on', (name) => part.object(name), undefined);
  const format = on?.required(
    'format',
    (name) => on.word(name, ['Daily', 'Weekly'] as const),
    'Weekly',
  );
  const days: DaysOfMonth =
    on !== undefined && format === 'Daily'
      ? { format, dates: datesFrom(on) }
      : {
          format: 'Weekly',
          weeks: on?.words('weeks', WEEKS_OF_MONTH) ?? [],
          days: on?.words('days', WEEKDAYS) ?? [],
        };
  on?.finish();
  return days;
}

function datesFrom(on: WireObject): readonly (number | 'Last')[] {
  const values = on.values('dates');
  const dates = values.flatMap((value): readonly (number | 'Last')[] =>
    value === 'Last' ? [value] : typeof value === 'number' ? [value] : [],
  );
  if (dates.length < values.length) {
    on.problem('dates', "must be a list of numbers or 'Last'");
  }
  return dates;
}

function archiveFrom(json: WireObject): { readonly archive?: PolicyArchive } {
  const part = json.object('archive');
  if (part === undefined) {
    return {};
  }
  const mode = part.required(
    'mode',
    (name) => part.word(name, ['recommended', 'after', 'never'] as const),
    'never',
  );
  const archive: PolicyArchive =
    mode === 'after'
      ? {
          mode,
          count: countOf(part, 'count'),
          unit: part.required('unit', (name) => part.word(name, ARCHIVE_UNITS), 'Months'),
        }
      : { mode };
  part.finish();
  return { archive };
}

function snapshotGroupFrom(json: WireObject): Pick<PolicyTerms, 'snapshotGroup'> {
  const part = json.object('snapshotGroup');
  if (part === undefined) {
    return {};
  }
  const suffix = part.text('suffix');
  const prefix = part.required('prefix', (name) => part.text(name), '');
  part.finish();
  return { snapshotGroup: { prefix, ...(suffix === undefined ? {} : { suffix }) } };
}

function consistencyFrom(json: WireObject): Pick<PolicyTerms, 'snapshotConsistency'> {
  const snapshotConsistency = json.word('snapshotConsistency', ['OnlyCrashConsistent']);
  return snapshotConsistency === undefined ? {} : { snapshotConsistency };
}

/** What a file with a policy holds. */
export type PolicyFile =
  | { readonly kind: 'terms'; readonly value: object }
  | { readonly kind: 'azure'; readonly value: object }
  | { readonly kind: 'none' };

/**
 * Finds the policy in JSON: terms alone, or with their item, or in the document of `policy show`; else
 * the policy as Azure's API and az write it, with or without its envelope.
 */
export function findPolicyIn(value: unknown): PolicyFile {
  const json = objectOf(value);
  if (json === undefined) {
    return { kind: 'none' };
  }
  const items: readonly unknown[] =
    'items' in json && Array.isArray(json.items) ? json.items : [json];
  const item = items.length === 1 ? objectOf(items[0]) : undefined;
  return item === undefined ? { kind: 'none' } : policyIn(item);
}

function policyIn(item: object): PolicyFile {
  const terms = 'terms' in item ? objectOf(item.terms) : undefined;
  const properties = 'properties' in item ? objectOf(item.properties) : undefined;
  if (terms !== undefined) {
    return { kind: 'terms', value: terms };
  }
  if (properties !== undefined) {
    return { kind: 'azure', value: properties };
  }
  if ('schedulePolicy' in item) {
    return { kind: 'azure', value: item };
  }
  return 'schedule' in item ? { kind: 'terms', value: item } : { kind: 'none' };
}
