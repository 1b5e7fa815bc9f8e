// A time that has been, as people write it: so long ago, a day, or an instant. A bare date is a day in UTC.
// Nothing here reads the clock.

import { addMonths, addSeconds, instantOf, millisecondsOf, type Instant } from './instant.js';
import { parsePeriod, parseUntil } from '../recovery/retention-date.js';

/** Which end of a day is meant where only a day is named. */
export type DayEdge = 'first' | 'last';

/** The instant, or why the text names none: one sentence without a full stop. */
export type ParsedPastTime =
  | { readonly ok: true; readonly instant: Instant }
  | { readonly ok: false; readonly reason: string };

/** What is accepted, for help and for messages. */
const PAST_TIME_FORMS =
  '26h, 30d, 12w, 6mo, 1y (ago), a date such as 2026-10-01 (a UTC day), or an RFC 3339 time';

const SHORT = /^(?<amount>\d{1,6})(?<unit>m|h)$/iu;
const DATE = /^\d{4}-\d{2}-\d{2}$/u;
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;

/**
 * The instant that a text names. A duration counts back from `now`; a date is the first or the last
 * second of that day in UTC. Nothing before 1970 is accepted: no backup is as old.
 */
export function parsePastTime(text: string, now: Instant, edge: DayEdge): ParsedPastTime {
  const trimmed = text.trim();
  const instant = ago(trimmed, now) ?? named(trimmed, edge);
  return instant === undefined
    ? {
        ok: false,
        reason: `${trimmed === '' ? 'nothing' : trimmed} is not a valid time; use ${PAST_TIME_FORMS}`,
      }
    : { ok: true, instant };
}

function ago(text: string, now: Instant): Instant | undefined {
  const short = SHORT.exec(text)?.groups;
  if (short !== undefined) {
    const unit = short['unit']?.toLowerCase() === 'h' ? HOUR_SECONDS : 60;
    return notTooOld(millisecondsOf(now) - Number(short['amount']) * unit * 1000);
  }
  const period = parsePeriod(text);
  if (period === undefined) {
    return undefined;
  }
  const months = addMonths(now, -(period.months + 12 * period.years));
  const days = period.days + 7 * period.weeks;
  return months === undefined
    ? undefined
    : notTooOld(millisecondsOf(months) - days * DAY_SECONDS * 1000);
}

function notTooOld(milliseconds: number): Instant | undefined {
  return milliseconds >= 0 ? instantOf(milliseconds) : undefined;
}

function named(text: string, edge: DayEdge): Instant | undefined {
  const instant = parseUntil(text);
  if (instant === undefined || millisecondsOf(instant) < 0) {
    return undefined;
  }
  return DATE.test(text) && edge === 'last' ? addSeconds(instant, DAY_SECONDS - 1) : instant;
}
