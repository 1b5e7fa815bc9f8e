// Times and durations as Azure's services write them.

import { instantOf, type Instant } from '../../domain/time/instant.js';

/** What the SDKs make of a time: a date, or the text when they could not. */
export interface WireDate {
  getTime(): number;
}

/** Milliseconds of 2002-01-01: Recovery Services writes the years 1 and 2001 for "not yet". */
const FIRST_REAL_TIME = 1_009_843_200_000;

/** The instant of a date, to the second; undefined when it is missing, unreadable or means "never". */
export function instantFrom(date: WireDate | null | undefined): Instant | undefined {
  const milliseconds = date?.getTime();
  return milliseconds === undefined || Number.isNaN(milliseconds) || milliseconds < FIRST_REAL_TIME
    ? undefined
    : instantOf(milliseconds);
}

const ISO_DURATION =
  /^P(?:(?<days>\d+(?:\.\d+)?)D)?(?:T(?:(?<hours>\d+(?:\.\d+)?)H)?(?:(?<minutes>\d+(?:\.\d+)?)M)?(?:(?<seconds>\d+(?:\.\d+)?)S)?)?$/u;

/** Seconds of an ISO 8601 duration such as `PT41M18.0540469S`; undefined when it is none. */
export function secondsOfDuration(text: string | null | undefined): number | undefined {
  const groups = ISO_DURATION.exec(text ?? '')?.groups;
  if (groups === undefined || /^PT?$/u.test(text ?? '')) {
    return undefined;
  }
  return secondsOf(groups);
}

const TIME_SPAN =
  /^(?:(?<days>\d+)\.)?(?<hours>\d{1,2}):(?<minutes>\d{2}):(?<seconds>\d{2}(?:\.\d{1,7})?)$/u;

/** Seconds of a .NET TimeSpan such as `13.23:59:44.1553648`; undefined when it is none. */
export function secondsOfTimeSpan(text: string | null | undefined): number | undefined {
  const groups = TIME_SPAN.exec(text ?? '')?.groups;
  return groups === undefined ? undefined : secondsOf(groups);
}

/** Named parts of a duration in whole seconds, rounded down. */
function secondsOf(parts: Readonly<Record<string, string | undefined>>): number {
  const part = (name: string): number => Number(parts[name] ?? 0);
  const total =
    part('days') * 86_400 + part('hours') * 3600 + part('minutes') * 60 + part('seconds');
  return Math.floor(total);
}
