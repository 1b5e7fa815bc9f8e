// When soft delete lets go of an item for good.

import { addSeconds, secondsBetween, type Instant } from '../time/instant.js';
import type { ProtectedItem } from './recovery-services.js';

const DAY_SECONDS = 86_400;

/**
 * The end of an item's soft delete. Azure tells the seconds that remain, rounded; the period itself is whole
 * days from the deletion on, so the nearest of these is meant.
 */
export function purgeTime(
  { deletedAt, remainingSeconds }: NonNullable<ProtectedItem['softDelete']>,
  now: Instant,
): Instant {
  const period = secondsBetween(deletedAt, now) + remainingSeconds;
  return addSeconds(deletedAt, Math.round(period / DAY_SECONDS) * DAY_SECONDS);
}
