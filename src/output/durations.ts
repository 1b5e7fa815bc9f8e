// Durations in words. All take seconds.

export { formatDuration } from '../domain/time/duration.js';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** A running stopwatch: `0:21`, `1:02:03`. */
export function formatStopwatch(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const tail = twoDigits(whole % MINUTE);
  const minutes = Math.floor(whole / MINUTE) % 60;
  return whole < HOUR
    ? `${minutes}:${tail}`
    : `${Math.floor(whole / HOUR)}:${twoDigits(minutes)}:${tail}`;
}

/** How old something is, roughly: `40 s`, `12 min`, `18 h`, `3 days`. */
export function formatAge(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE) {
    return `${whole} s`;
  }
  if (whole < HOUR) {
    return `${Math.floor(whole / MINUTE)} min`;
  }
  return whole < 2 * DAY ? `${Math.floor(whole / HOUR)} h` : `${Math.floor(whole / DAY)} days`;
}
