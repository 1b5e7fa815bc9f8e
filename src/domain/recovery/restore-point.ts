// Which of a machine's recovery points is restored, and why that one.

import { isBefore, type Instant } from '../time/instant.js';
import { isInTier, type RecoveryPoint, type RecoveryPointTierName } from './recovery-point.js';

/** The tiers that a restore can be told to read from. */
export type RestoreTier = Extract<RecoveryPointTierName, 'snapshot' | 'vault'>;

/** A point with the reason why it was taken, a phrase. */
export interface ChosenPoint {
  readonly point: RecoveryPoint;
  readonly reason: string;
}

/** True when Azure would read the point from a tier: from the snapshot while there is one. */
export function restoresFrom(point: RecoveryPoint): RestoreTier | undefined {
  if (isInTier(point, 'snapshot')) {
    return 'snapshot';
  }
  return isInTier(point, 'vault') ? 'vault' : undefined;
}

/**
 * The newest point that can be restored; undefined when there is none. No request chooses a tier, so a
 * tier is had by choosing a point that Azure would read from it.
 * @param points newest first
 */
export function newestPoint(
  points: readonly RecoveryPoint[],
  {
    until,
    tier,
  }: { readonly until?: Instant | undefined; readonly tier?: RestoreTier | undefined },
): ChosenPoint | undefined {
  const point = points.find((each) => {
    const from = restoresFrom(each);
    const late = until !== undefined && isBefore(until, each.time);
    return !late && from !== undefined && (tier === undefined || from === tier);
  });
  const limit = until === undefined ? '' : ` up to ${until}`;
  const place = tier === undefined ? '' : ` that is read from the ${tier} tier`;
  return point === undefined
    ? undefined
    : { point, reason: `the newest point${limit}${place} that can be restored` };
}
