// The api-versions of Azure Backup that the sandbox answers.

/** Of everything but what follows: SDK 12 sends 2023-06-01, az of 2023 sends 2023-02-01. */
export const BACKUP_API_VERSIONS = [
  '2023-01-01',
  '2023-02-01',
  '2023-04-01',
  '2023-06-01',
  '2023-08-01',
  '2024-01-01',
  '2024-02-01',
  '2024-04-01',
  '2024-10-01',
  '2025-01-01',
] as const;

/** In the status URL of refreshing, whatever the caller's version. Recording refresh-containers. */
export const FABRIC_STATUS_API_VERSION = '2019-05-13-preview';
