// Until when a recovery point is kept, as people write it: a duration from now, a date, or an instant.
// A date means its beginning, 00:00 UTC, as in the portal and in az. Nothing here reads the clock.

import {
  addMonths,
  addSecondsInRange,
  instantOf,
  millisecondsOf,
  type Instant,
} from '../time/instant.js';

/** A duration of the calendar; at least one member is more than zero. */
export interface RetentionPeriod {
  readonly years: number;
  readonly months: number;
  readonly weeks: number;
  readonly days: number;
}

/** What `--retain` says. */
export type Retention =
  | { readonly kind: 'period'; readonly period: RetentionPeriod }
  | { readonly kind: 'until'; readonly instant: Instant };

/** A retention, or why the text is none: one sentence without a full stop. */
export type ParsedRetention =
  | { readonly ok: true; readonly retention: Retention }
  | { readonly ok: false; readonly reason: string };

/** The instant at which Azure may let the point go, or why it cannot be that. */
export type ResolvedRetention =
  | { readonly ok: true; readonly expiry: Instant }
  | { readonly ok: false; readonly reason: string };

/** What clients of Azure ask for when the user says nothing (Documentation: Back up an Azure VM with az). */
export const DEFAULT_RETENTION: Retention = {
  kind: 'period',
  period: { years: 0, months: 0, weeks: 0, days: 30 },
};

/** Azure Backup keeps no point longer (Documentation: Support matrix for Azure VM backups). */
const MAX_RETENTION_YEARS = 99;

const FORMS = 'use 30d, 12w, 6mo, 1y, P30D, a date such as 2027-01-31, or an RFC 3339 time';

const SHORT = /^(?<amount>\d{1,6})(?<unit>d|w|mo|y)$/iu;
const ISO =
  /^P(?=\d)(?:(?<years>\d{1,6})Y)?(?:(?<months>\d{1,6})M)?(?:(?<weeks>\d{1,6})W)?(?:(?<days>\d{1,6})D)?$/iu;
const DATE = /^\d{4}-\d{2}-\d{2}$/u;
const RFC_3339 =
  /^(?<date>\d{4}-\d{2}-\d{2})[Tt ](?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2})(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/u;
/** What az takes: `31-01-2027`. */
const AZ_DATE = /^(?<day>\d{2})-(?<month>\d{2})-(?<year>\d{4})$/u;

const NOTHING: RetentionPeriod = { years: 0, months: 0, weeks: 0, days: 0 };

const UNITS: Readonly<Record<string, keyof RetentionPeriod>> = {
  d: 'days',
  w: 'weeks',
  mo: 'months',
  y: 'years',
};

/** Reads what stands after `--retain`. Whether it lies in the future is `resolveRetention`'s affair. */
export function parseRetention(text: string): ParsedRetention {
  const trimmed = text.trim();
  const period = parsePeriod(trimmed);
  if (period !== undefined) {
    return Object.values(period).every((amount) => amount === 0)
      ? refused(`${trimmed} is not a valid time: the point would expire at once`)
      : { ok: true, retention: { kind: 'period', period } };
  }
  const instant = parseUntil(trimmed);
  return instant === undefined
    ? refused(reasonOf(trimmed))
    : { ok: true, retention: { kind: 'until', instant } };
}

/** The text that `parseRetention` reads back as the same retention. */
export function formatRetention(retention: Retention): string {
  if (retention.kind === 'until') {
    return retention.instant.endsWith('T00:00:00Z')
      ? retention.instant.slice(0, 10)
      : retention.instant;
  }
  const { years, months, weeks, days } = retention.period;
  const parts = [
    [years, 'Y', 'y'],
    [months, 'M', 'mo'],
    [weeks, 'W', 'w'],
    [days, 'D', 'd'],
  ] as const;
  const set = parts.filter(([amount]) => amount > 0);
  const [only] = set;
  return only !== undefined && set.length === 1
    ? `${only[0]}${only[2]}`
    : `P${set.map(([amount, letter]) => `${amount}${letter}`).join('')}`;
}

/**
 * The instant that a retention means now. Years and months are the calendar's: a day that the month does
 * not have becomes its last one. The time of day stays.
 */
export function resolveRetention(retention: Retention, now: Instant): ResolvedRetention {
  const expiry = retention.kind === 'until' ? retention.instant : addPeriod(now, retention.period);
  if (expiry === undefined || millisecondsOf(expiry) > millisecondsOf(longest(now))) {
    return refused(
      `Azure Backup keeps a recovery point at most ${MAX_RETENTION_YEARS} years, until ${longest(now)}`,
    );
  }
  return millisecondsOf(expiry) <= millisecondsOf(now)
    ? refused(`${expiry} is in the past: it is now ${now}`)
    : { ok: true, expiry };
}

function longest(now: Instant): Instant {
  return addPeriod(now, { ...NOTHING, years: MAX_RETENTION_YEARS }) ?? now;
}

function refused(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}

/** A duration such as `30d`, `12w`, `6mo`, `1y` or `P30D`; undefined for any other text. */
export function parsePeriod(text: string): RetentionPeriod | undefined {
  const short = SHORT.exec(text)?.groups;
  if (short !== undefined) {
    const unit = UNITS[(short['unit'] ?? '').toLowerCase()];
    return unit === undefined ? undefined : { ...NOTHING, [unit]: Number(short['amount']) };
  }
  const iso = ISO.exec(text)?.groups;
  if (iso === undefined) {
    return undefined;
  }
  const part = (name: string): number => Number(iso[name] ?? 0);
  return {
    years: part('years'),
    months: part('months'),
    weeks: part('weeks'),
    days: part('days'),
  };
}

/** A date, at 00:00 UTC, or an instant in RFC 3339; undefined for any other text. */
export function parseUntil(text: string): Instant | undefined {
  if (DATE.test(text)) {
    return isCalendarDate(text) ? `${text}T00:00:00Z` : undefined;
  }
  const groups = RFC_3339.exec(text)?.groups;
  if (groups === undefined || !isCalendarDate(groups['date'] ?? '') || !isTimeOfDay(groups)) {
    return undefined;
  }
  return normalised(text.replace(' ', 'T').toUpperCase());
}

/** False for the 30th of February, which Date would take for the 2nd of March. */
function isCalendarDate(date: string): boolean {
  return normalised(`${date}T00:00:00Z`)?.startsWith(date) === true;
}

/** The instant in UTC, without fractions of a second; undefined for a text that is no time. */
function normalised(text: string): Instant | undefined {
  try {
    return instantOf(millisecondsOf(text));
  } catch {
    return undefined;
  }
}

function isTimeOfDay(groups: Readonly<Record<string, string | undefined>>): boolean {
  const [hour, minute, second] = ['hour', 'minute', 'second'].map((name) => Number(groups[name]));
  return (hour ?? 24) < 24 && (minute ?? 60) < 60 && (second ?? 60) < 60;
}

function reasonOf(text: string): string {
  const az = AZ_DATE.exec(text)?.groups;
  if (az !== undefined) {
    const date = `${az['year']}-${az['month']}-${az['day']}`;
    return `${text} is ambiguous; write the year first: ${date}`;
  }
  if (/^\d{4}-\d{2}-\d{2}[T ]/iu.test(text)) {
    return `${text} is not a valid time with an offset from UTC, such as 2027-01-31T09:00:00Z`;
  }
  if (/^\d+m$/iu.test(text)) {
    return `${text} could mean minutes; write months as ${text}o`;
  }
  return `${text === '' ? 'it is empty' : `${text} is not a duration or a date`}; ${FORMS}`;
}

const DAY_SECONDS = 86_400;

/** Undefined beyond the year 9999. */
function addPeriod(now: Instant, period: RetentionPeriod): Instant | undefined {
  const months = addMonths(now, period.months + 12 * period.years);
  const days = period.days + 7 * period.weeks;
  return months === undefined ? undefined : addSecondsInRange(months, days * DAY_SECONDS);
}
