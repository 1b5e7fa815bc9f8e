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
