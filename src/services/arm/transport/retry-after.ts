// How long a service asks to be left alone (RFC 9110 Retry-After, and Azure's own headers).

import { millisecondsOf } from '../../../domain/time/instant.js';

/** Reads a response header by name; case does not matter. */
export type ReadHeader = (name: string) => string | undefined;

/**
 * Seconds to wait, or undefined when the answer does not say. Never negative.
 * @param now milliseconds since the Unix epoch, for the form that names a date
 */
export function retryAfterSeconds(header: ReadHeader, now: number): number | undefined {
  const milliseconds = header('retry-after-ms') ?? header('x-ms-retry-after-ms');
  if (milliseconds !== undefined && /^\d+$/u.test(milliseconds)) {
    return Number(milliseconds) / 1000;
  }
  const value = header('retry-after')?.trim();
  if (value === undefined || value === '') {
    return quotaResetSeconds(header);
  }
  return /^\d+$/u.test(value) ? Number(value) : secondsUntil(value, now);
}

/** Seconds until Resource Graph counts a user's queries anew, which it names as hh:mm:ss. */
export function quotaResetSeconds(header: ReadHeader): number | undefined {
  const text = header('x-ms-user-quota-resets-after')?.trim() ?? '';
  const parts = /^(?<hours>\d{1,3}):(?<minutes>\d\d):(?<seconds>\d\d)(?:\.\d+)?$/u.exec(
    text,
  )?.groups;
  return parts === undefined
    ? undefined
    : Number(parts['hours']) * 3600 + Number(parts['minutes']) * 60 + Number(parts['seconds']);
}

/** Undefined when the text is no date: then the service has not said how long. */
function secondsUntil(httpDate: string, now: number): number | undefined {
  try {
    return Math.max(0, Math.ceil((millisecondsOf(httpDate) - now) / 1000));
  } catch {
    return undefined;
  }
}
