// What an item's recovery points lose under another policy: reads them, where anything can be lost at all.

import type { Instant } from '../domain/time/instant.js';
import {
  keepsAll,
  retentionLoss,
  type RetentionChange,
  type RetentionLoss,
} from '../domain/recovery/retention-loss.js';
import type { ResourceId } from '../domain/resource-id.js';
import type { FactReader } from './fact-reader.js';

/** An item by its vault and machine. */
export interface ItemPlace {
  readonly vaultId: ResourceId;
  readonly vmId: ResourceId;
}

/** The loss; undefined where nothing is lost. Points that may not be read count as lost, uncounted. */
export async function readRetentionLoss(
  reader: Pick<FactReader, 'recoveryPoints'>,
  { vaultId, vmId }: ItemPlace,
  change: RetentionChange,
  now: Instant,
): Promise<RetentionLoss | undefined> {
  if (keepsAll(change)) {
    return undefined;
  }
  const points = await reader.recoveryPoints(vaultId, vmId);
  switch (points.status) {
    case 'known':
      return retentionLoss(points.value, change, now);
    case 'absent':
      return undefined;
    case 'unreadable':
      return 'uncounted';
  }
}
