// Instants in words: UTC first, the local time beside it when somebody plans by it. In a pipe they
// stay RFC 3339.

import { instantOf, millisecondsOf, type Instant } from '../domain/time/instant.js';
import { formatAge } from './durations.js';
import type { View } from './view.js';

const DATE_LENGTH = 'yyyy-mm-dd'.length;

/**
 * Unicode's locale data has a zone's abbreviation only in locales of its region; the first locale that
 * knows one is taken.
 */
const LOCALES = ['en-US', 'en-GB', 'en-AU', 'en-NZ', 'en-IN', 'en-ZA', 'ja-JP'];

/** `2026-11-22 22:41 UTC`. */
export function formatInstant(instant: Instant, view: Pick<View, 'terminal'>): string {
  const utc = normalise(instant);
  return view.terminal ? `${utc.slice(0, DATE_LENGTH)} ${utc.slice(11, 16)} UTC` : utc;
}

/**
 * `2026-11-22 21:41 UTC (2026-11-23 06:41 JST), 18 h ago`, the local date only where it is another; without local time
 * and age in a pipe.
 */
export function formatInstantWithAge(instant: Instant, ageSeconds: number, view: View): string {
  const utc = formatInstant(instant, view);
  if (!view.terminal) {
    return utc;
  }
  const local = localTime(instant, view.timeZone);
  const age = `${formatAge(ageSeconds)} ago`;
  return `${utc}${localWords(local, local?.date !== utc.slice(0, DATE_LENGTH))}, ${age}`;
}

/**
 * A time to come: `22:30 UTC (07:30 JST)` where both are today, each in its zone, with its date on any other day. Beside
 * a date in UTC, the local one is left out where it is the same.
 */
export function formatPlannedInstant(instant: Instant, view: View): string {
  if (!view.terminal) {
    return normalise(instant);
  }
  const full = formatInstant(instant, view);
  const date = full.slice(0, DATE_LENGTH);
  const isToday = normalise(view.now).startsWith(date);
  const local = localTime(instant, view.timeZone);
  const known = isToday ? localTime(view.now, view.timeZone)?.date : date;
  return `${isToday ? full.slice(DATE_LENGTH + 1) : full}${localWords(local, local?.date !== known)}`;
}

function localWords(local: LocalTime | undefined, withDate: boolean): string {
  return local === undefined
    ? ''
    : ` (${withDate ? `${local.date} ` : ''}${local.time} ${local.zone})`;
}

/**
 * A time that decides something, in UTC and in local time, both with their dates:
 * `2026-12-23 18:00 UTC (2026-12-24 03:00 JST)`, in a pipe `2026-12-23T18:00:00Z (2026-12-24T03:00:00+09:00)`.
 */
export function formatInBothZones(
  instant: Instant,
  view: Pick<View, 'terminal' | 'timeZone'>,
): string {
  const utc = normalise(instant);
  const local = localTime(instant, view.timeZone);
  if (view.terminal) {
    return `${utc.slice(0, DATE_LENGTH)} ${utc.slice(11, 16)} UTC${localWords(local, true)}`;
  }
  return local === undefined ? utc : `${utc} (${withOffset(utc, view.timeZone)})`;
}

/** RFC 3339 with the zone's offset at that time. */
function withOffset(instant: Instant, timeZone: string): string {
  const name = zoneName(instant, timeZone, 'en-US', 'longOffset');
  const [, sign = '+', hours = '00', minutes = '00'] =
    /(?<sign>[+-])(?<hours>\d{2}):(?<minutes>\d{2})/u.exec(name) ?? [];
  const seconds = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60 : 60);
  const local = instantOf(millisecondsOf(instant) + seconds * 1000);
  return `${local.slice(0, 19)}${sign}${hours}:${minutes}`;
}

function normalise(instant: Instant): Instant {
  return instantOf(millisecondsOf(instant));
}

interface LocalTime {
  readonly date: string;
  readonly time: string;
  /** Its abbreviation. */
  readonly zone: string;
}

/** Date, time and zone where a person is; undefined where that is UTC itself. */
function localTime(instant: Instant, timeZone: string): LocalTime | undefined {
  const zone = zoneAbbreviation(instant, timeZone);
  if (zone === 'UTC') {
    return undefined;
  }
  const format = formatOf('en-CA', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  });
  const [date = '', time = ''] = format.format(millisecondsOf(instant)).split(', ');
  return { date, time, zone };
}

function zoneAbbreviation(instant: Instant, timeZone: string): string {
  let first: string | undefined;
  for (const locale of LOCALES) {
    const name = zoneName(instant, timeZone, locale, 'short');
    if (/^[A-Z]{3,5}$/u.test(name)) {
      return name;
    }
    first ??= name;
  }
  return (first ?? '').replace('GMT', 'UTC');
}

function zoneName(
  instant: Instant,
  timeZone: string,
  locale: string,
  timeZoneName: 'short' | 'longOffset',
): string {
  const format = formatOf(locale, { timeZone, timeZoneName });
  const parts = format.formatToParts(millisecondsOf(instant));
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/** Made once for each locale and zone: making one takes longer than it takes to write a line. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, format);
  return format;
}
