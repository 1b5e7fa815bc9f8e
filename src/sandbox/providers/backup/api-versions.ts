// The api-versions of Azure Backup that the sandbox answers.

/**
 * Of everything but what follows: SDK 12 sends 2023-06-01, az of May 2023 sends 2023-02-01, az 2.45
 * sends 2022-09-01-preview. The recorded ones are of 2023-02-01 and 2024-04-01; the others have the same members of
 * machines in their descriptions, and are assumed to answer as the recorded one before them does. In 2022-06-01-preview
 * jobs were recorded with numbers for their actions, so it is not among them.
 */
export const BACKUP_API_VERSIONS = [
  '2022-03-01',
  '2022-04-01',
  '2022-09-01-preview',
  '2022-09-30-preview',
  '2022-10-01',
  '2023-01-01',
  '2023-02-01',
  '2023-04-01',
  '2023-06-01',
  '2023-08-01',
  '2024-01-01',
  '2024-02-01',
  '2024-04-01',
  '2024-04-30-preview',
  '2024-07-30-preview',
  '2024-10-01',
  '2024-11-01-preview',
  '2025-01-01',
  '2025-02-01',
  '2025-02-28-preview',
  '2025-08-01',
  '2026-01-01',
] as const;

/**
 * From this version on recovery points tell of threats. Its specification is read for their answers alone (OpenAPI
 * 2026-07-01, RecoveryPoints_Get); az 2.90 asks for one point by it.
 */
export const THREATS_TOLD_SINCE = '2026-07-01';

/** Of reading recovery points. */
export const POINT_API_VERSIONS = [...BACKUP_API_VERSIONS, THREATS_TOLD_SINCE] as const;

/** In which a vault tells of its secondary region, and that region answers. Recordings of cross-region restores. */
export const SECONDARY_API_VERSION = '2021-11-15';

/** In the status URLs of refreshing and of cancelling, whatever the caller's version. Recordings refresh-containers, job-cancel.202. */
export const FIXED_STATUS_API_VERSION = '2019-05-13-preview';
