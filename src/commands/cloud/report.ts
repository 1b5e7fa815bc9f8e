// The parts of the result documents of `azbackup cloud`.

import type { Cloud } from '../../services/arm/clouds.js';
import type { CloudItem } from './result.js';

/** A cloud as documents show it. */
export function cloudItem(cloud: Cloud, source: CloudItem['source']): CloudItem {
  return {
    name: cloud.name,
    source,
    armEndpoint: cloud.armEndpoint,
    armScope: cloud.armScope,
    authority: cloud.authority,
    graphEndpoint: cloud.graphEndpoint,
    graphScope: cloud.graphScope,
    keyVaultSuffix: cloud.keyVaultSuffix,
    storageSuffix: cloud.storageSuffix,
    portal: cloud.portal ?? null,
    backupAppId: cloud.backupAppId ?? null,
    backupAppName: cloud.backupAppName ?? null,
    apiVersions: cloud.apiVersions ?? null,
  };
}
