// What nobody has recorded of secondary regions. Everything here is an assumption, kept in one place so that it
// can be replaced by what somebody records.

import { minute } from '../../../kernel/time/durations.js';
import type { BackupFailure } from '../response.js';

/**
 * How long a copy takes to be there after the data are in the vault. Recorded twice, with 5 and 13 minutes; documented
 * is only that it may take up to 48 hours until the first are shown, and a world may say so.
 */
export const REPLICATION_MILLISECONDS = { least: 5 * minute, most: 13 * minute } as const;

/** How long the token of one region to the other is good; recorded. */
export const RESTORE_TOKEN_SECONDS = 86_400;

/** The vault keeps nothing in another region. */
export const NOT_ENABLED: BackupFailure = {
  code: 'UserErrorCrossRegionRestoreNotEnabled',
  message: 'Cross region restore is not enabled for the vault.',
};

/** The token is of another point, another region, too old, or no token at all. */
export const RESTORE_TOKEN_REFUSED: BackupFailure = {
  code: 'UserErrorInvalidCrrAccessToken',
  message: 'The access token of the recovery point is not valid for this request.',
};

/** In a secondary region only managed disks can be made. */
export const GROUP_NEEDED: BackupFailure = {
  code: 'UserErrorTargetResourceGroupRequired',
  message: 'A target resource group is required to restore in the secondary region.',
};
