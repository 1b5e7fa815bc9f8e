// Instants as RFC 3339 text in UTC, the form in which the whole program passes times about.
// Durations are seconds. Nothing here reads the clock.

/** An instant as RFC 3339 text in UTC, for example `2026-11-23T18:22:00Z`. */
export type Instant = string;

/** The text of an instant given in milliseconds since the Unix epoch; whole seconds. */
export function instantOf(milliseconds: number): Instant {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** Milliseconds since the Unix epoch of an instant. Throws RangeError when the text is no time. */
export function millisecondsOf(instant: Instant): number {
  const value = Date.parse(instant);
  if (Number.isNaN(value)) {
    throw new RangeError(`not a time: ${instant}`);
  }
  return value;
}

/** Whether a text that came from elsewhere is a time. */
export function isInstant(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}

/** Seconds from one instant to another; negative when `to` lies before `from`. */
export function secondsBetween(from: Instant, to: Instant): number {
  return (millisecondsOf(to) - millisecondsOf(from)) / 1000;
}

/** The instant `seconds` later. */
export function addSeconds(instant: Instant, seconds: number): Instant {
  return instantOf(millisecondsOf(instant) + seconds * 1000);
}

/** True when `left` lies before `right`. */
export function isBefore(left: Instant, right: Instant): boolean {
  return millisecondsOf(left) < millisecondsOf(right);
}

/** The last instant that four digits of a year can name. */
const LAST_MILLISECONDS = Date.UTC(9999, 11, 31, 23, 59, 59);

/** The instant `seconds` later; undefined where RFC 3339 has no text for it, beyond the year 9999. */
export function addSecondsInRange(instant: Instant, seconds: number): Instant | undefined {
  const milliseconds = millisecondsOf(instant) + seconds * 1000;
  return milliseconds <= LAST_MILLISECONDS ? instantOf(milliseconds) : undefined;
}

const DAY_SECONDS = 86_400;

/**
 * The same day and time of day so many calendar months later; a day that the month does not have becomes
 * its last one. Undefined beyond the year 9999.
 */
export function addMonths(instant: Instant, months: number): Instant | undefined {
  const start = new Date(millisecondsOf(instant));
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth() + months];
  const first = Date.UTC(year, month, 1);
  if (Number.isNaN(first) || first > LAST_MILLISECONDS) {
    return undefined;
  }
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const days = Math.min(start.getUTCDate(), lastDay) - 1;
  const timeOfDay = (millisecondsOf(instant) / 1000) % DAY_SECONDS;
  return addSecondsInRange(instantOf(first), days * DAY_SECONDS + timeOfDay);
}

/** The date object that libraries take in the place of an instant. */
export function dateOf(instant: Instant): Date {
  return new Date(millisecondsOf(instant));
}
