// What nobody has written down about schedules and retention. Everything here is an assumption, kept in
// one place so that it can be replaced by what somebody records.

import { day, hour } from '../../../kernel/time/durations.js';

/**
 * Jobs are forgotten so long after their end. That they do not stay for ever is known; of how long they
 * stay only the six months are told that the reports of Azure Backup go back.
 */
export const JOB_MEMORY_MILLISECONDS = 180 * day;

/** For so long after its backup Azure has not found out whether a point may go to the archive. */
export const ARCHIVE_UNDETERMINED_MILLISECONDS = 24 * hour;

/** Policies of a vault say how many there may be (documented); how the next is refused is not. */
export const POLICIES_PER_VAULT = 200;

/** From this version of the API on a point tells when it expires; 2023-02-01, recorded, does not. */
export const EXPIRY_TOLD_SINCE = '2023-06-01';
