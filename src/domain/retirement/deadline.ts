// When Azure Disk Encryption ends.

import type { Instant } from '../time/instant.js';

/** On this day ADE ends; Azure Backup then blocks its backups and no longer warrants restores. */
export const ADE_RETIREMENT: Instant = '2028-09-15T00:00:00Z';
