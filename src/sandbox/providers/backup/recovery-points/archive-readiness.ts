// Whether a recovery point can be moved to the archive tier. Messages: recording recovery-points-list.one
// and Documentation: troubleshooting recovery point archive using Archive Tier; a message and its advice
// are joined as recorded.

import { addMonths } from '../../../kernel/time/calendar.js';
import { ARCHIVE_UNDETERMINED_MILLISECONDS } from '../policies/assumed-retention.js';
import { ARCHIVE_MONTHS, isArchivable, tiersAt } from './lifetime.js';
import type { RecoveryPoint } from './state.js';

/** OpenAPI RecoveryPointMoveReadinessInfo. */
export interface ArchiveReadiness {
  readonly isReadyForMove: boolean;
  readonly additionalInfo?: string;
}

const UNDETERMINED =
  "We're still determining if this Recovery Point can be moved.. Please check again after some time.";
const SHORT_RETENTION =
  'Recovery point cannot be moved to Archive tier due to insufficient retention duration specified in policy.. Update policy on the protected item with appropriate retention setting and try again.';
const WRONG_TYPE = 'Recovery-Point Type is not eligible for Archive Move';
const ALREADY_MOVED =
  'Recovery-Point Type is not eligible for archive move as it is already moved to archive tier';
const TOO_YOUNG =
  'Recovery-Point is not eligible for Archive Move as lifespan spent in Vault-Standard-Tier is lesser than the required minimum';
const TOO_OLD = 'Recovery-Point remaining lifespan is lesser than the required minimum.';

/**
 * What Azure says of a point at an instant (Documentation: Archive tier support): points of the monthly
 * and yearly rules, three months in the vault, six months to go. Which message comes first is assumed.
 */
export function archiveReadiness(point: RecoveryPoint, nowMilliseconds: number): ArchiveReadiness {
  const additionalInfo = obstacle(point, nowMilliseconds);
  return additionalInfo === undefined
    ? { isReadyForMove: true }
    : { isReadyForMove: false, additionalInfo };
}

function obstacle(point: RecoveryPoint, nowMilliseconds: number): string | undefined {
  const { timeMilliseconds, expiryMilliseconds = Number.POSITIVE_INFINITY } = point;
  const tiers = tiersAt(point, nowMilliseconds);
  if (tiers.some(({ type }) => type === 'ArchivedRP')) {
    return ALREADY_MOVED;
  }
  const vault = tiers.find(({ type }) => type === 'HardenedRP');
  const young = nowMilliseconds < timeMilliseconds + ARCHIVE_UNDETERMINED_MILLISECONDS;
  if (young || vault === undefined) {
    return UNDETERMINED;
  }
  const { inVault, remaining } = ARCHIVE_MONTHS;
  if (addMonths(timeMilliseconds, inVault + remaining) > expiryMilliseconds) {
    return SHORT_RETENTION;
  }
  if (!isArchivable(point.rules)) {
    return WRONG_TYPE;
  }
  if (addMonths(vault.fromMilliseconds ?? timeMilliseconds, inVault) > nowMilliseconds) {
    return TOO_YOUNG;
  }
  return addMonths(nowMilliseconds, remaining) > expiryMilliseconds ? TOO_OLD : undefined;
}
