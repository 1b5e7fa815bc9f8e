// Options that name a time that has been.

import type { Instant } from '../../domain/time/instant.js';
import { parsePastTime, type DayEdge } from '../../domain/time/past-time.js';
import { usageError } from '../../errors/azbackup-error.js';

/**
 * The instant that an option names.
 * @param option as it is typed, for the message
 * @throws AzbackupError `AZB_USAGE` (2)
 */
export function pastTime(option: string, text: string, now: Instant, edge: DayEdge): Instant {
  const parsed = parsePastTime(text, now, edge);
  if (!parsed.ok) {
    throw usageError('AZB_USAGE', `${option}: ${parsed.reason}`);
  }
  return parsed.instant;
}
