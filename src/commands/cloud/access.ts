// What commands see of clouds.

import type { Cloud } from '../../services/arm/clouds.js';

/** Reads of clouds; all but the last ask nobody. */
export interface CloudAccess {
  builtIn(): Promise<readonly Cloud[]>;
  /**
   * By name, or from a file.
   * @throws AzbackupError `AZB_CLOUD_UNKNOWN`, `AZB_CLOUD_FILE_UNREADABLE`, `AZB_CLOUD_FILE_INVALID` (2)
   */
  find(name: string): Promise<Cloud>;
  /**
   * As Resource Manager at an address describes it; asked for without a token.
   * @throws AzbackupError `AZB_CLOUD_METADATA_ADDRESS`, `AZB_CLOUD_FILE_INVALID` (2), `AZB_CLOUD_METADATA_INVALID` (7)
   */
  fromMetadata(url: string): Promise<Cloud>;
}
