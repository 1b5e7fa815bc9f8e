// How Azure Backup writes instants and durations. Recording: backup-now.poll-sequence.

import { day } from '../../kernel/time/durations.js';
import { isoInstant } from '../../kernel/time/instant.js';

/** What stands for "not yet" in an operation status and in a job's tasks; without a zone. */
export const NOT_YET = '0001-01-01T00:00:00';

/** The last backup of an item that has none. */
export const NEVER = '2001-01-01T00:00:00Z';

/**
 * An instant with up to seven fraction digits, trailing zeros cut: `2023-05-20T13:03:06.277282Z`.
 * The digits below the millisecond are made from the instant, so that clients meet such digits.
 */
export function backupInstant(milliseconds: number): string {
  const [seconds = '', fraction = ''] = isoInstant(milliseconds).slice(0, -1).split('.');
  return `${withFraction(seconds, `${fraction}${belowMillisecond(milliseconds)}`)}Z`;
}

/** An ISO 8601 duration such as `PT7M42.1064192S`; `PT0S` for nothing or less. */
export function backupDuration(fromMilliseconds: number, toMilliseconds: number): string {
  const { days, hours, minutes, seconds, fraction } = spanBetween(fromMilliseconds, toMilliseconds);
  const larger = [unit(days * 24n + hours, 'H'), unit(minutes, 'M')].join('');
  const rest = withFraction(`${seconds}`, fraction);
  return `PT${larger}${rest === '0' && larger !== '' ? '' : `${rest}S`}`;
}

/** A .NET TimeSpan such as `13.23:59:44.1553648`. */
export function backupTimeSpan(fromMilliseconds: number, toMilliseconds: number): string {
  const { days, hours, minutes, seconds, fraction } = spanBetween(fromMilliseconds, toMilliseconds);
  const clock = [hours, minutes, seconds].map((part) => `${part}`.padStart(2, '0')).join(':');
  return `${days === 0n ? '' : `${days}.`}${clock}${fraction === '0000000' ? '' : `.${fraction}`}`;
}

/** The instant so many days after another, in milliseconds. */
export function daysAfter(milliseconds: number, days: number): number {
  return milliseconds + days * day;
}

function unit(amount: bigint, letter: string): string {
  return amount === 0n ? '' : `${amount}${letter}`;
}

function spanBetween(fromMilliseconds: number, toMilliseconds: number) {
  const difference = ticks(toMilliseconds) - ticks(fromMilliseconds);
  const span = difference > 0n ? difference : 0n;
  const seconds = span / 10_000_000n;
  return {
    days: seconds / 86_400n,
    hours: (seconds / 3_600n) % 24n,
    minutes: (seconds / 60n) % 60n,
    seconds: seconds % 60n,
    fraction: `${span % 10_000_000n}`.padStart(7, '0'),
  };
}

/** Units of 100 nanoseconds. */
function ticks(milliseconds: number): bigint {
  return BigInt(milliseconds) * 10_000n + BigInt(belowMillisecond(milliseconds));
}

function belowMillisecond(milliseconds: number): string {
  return `${((milliseconds % 10_000) * 7_919) % 10_000}`.padStart(4, '0');
}

function withFraction(whole: string, fraction: string): string {
  const digits = fraction.replace(/0+$/u, '');
  return digits === '' ? whole : `${whole}.${digits}`;
}
