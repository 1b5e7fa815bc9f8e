// Which of a machine's recovery points is restored, and why that one.

import { isBefore, type Instant } from '../time/instant.js';
import { threatOf } from './threat.js';
import { isInTier, type RecoveryPoint, type RecoveryPointTierName } from './recovery-point.js';

/** The tiers that a restore can be told to read from. */
export type RestoreTier = Extract<RecoveryPointTierName, 'snapshot' | 'vault'>;

/** Where a restore reads from: what is only in the archive has to be rehydrated first. */
export type RestoreSource = RestoreTier | 'archive';

/** A point with the reason why it was taken, a phrase. */
export interface ChosenPoint {
  readonly point: RecoveryPoint;
  readonly reason: string;
}

/** Where Azure reads the point from: the snapshot while there is one, then the vault, then the archive. */
export function restoresFrom(point: RecoveryPoint): RestoreSource | undefined {
  if (isInTier(point, 'snapshot')) {
    return 'snapshot';
  }
  if (isInTier(point, 'vault') || isRehydrated(point)) {
    return 'vault';
  }
  return isInTier(point, 'archive') ? 'archive' : undefined;
}

function isRehydrated({ tiers }: RecoveryPoint): boolean {
  return tiers.some(({ tier, status }) => tier === 'archive' && status === 'Rehydrated');
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
    rehydrates = false,
    isClean = false,
  }: {
    readonly until?: Instant | undefined;
    readonly tier?: RestoreTier | undefined;
    /** True where a point of the archive may be taken, too. */
    readonly rehydrates?: boolean;
    /** True where only a point may be taken that is known to be clean. */
    readonly isClean?: boolean;
  },
): ChosenPoint | undefined {
  const point = points.find((each) => {
    const from = restoresFrom(each);
    const late = until !== undefined && isBefore(until, each.time);
    const readable = from !== undefined && (rehydrates || from !== 'archive');
    const safe = !isClean || threatOf(each).status === 'clean';
    return !late && readable && safe && (tier === undefined || from === tier);
  });
  const limit = until === undefined ? '' : ` up to ${until}`;
  const place = tier === undefined ? '' : ` that is read from the ${tier} tier`;
  return point === undefined
    ? undefined
    : {
        point,
        reason: `the newest ${isClean ? 'clean ' : ''}point${limit}${place} that can be restored`,
      };
}
