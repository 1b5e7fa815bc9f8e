// What the recovery points of the machines that have a policy lose when it changes.

import { atOnce } from '../../../facts/at-once.js';
import type { PolicyTerms } from '../../../domain/backup-policy/policy.js';
import {
  keepsAll,
  sumOfLosses,
  type RetentionLoss,
} from '../../../domain/recovery/retention-loss.js';
import { instantOf } from '../../../domain/time/instant.js';
import type { ProtectedItem } from '../../../domain/vaults/recovery-services.js';
import { createFactReader } from '../../../facts/fact-reader.js';
import { readRetentionLoss } from '../../../facts/retention-loss.js';
import type { CommandContext } from '../../context.js';

/** Items whose points are listed side by side. */
const ITEMS_AT_ONCE = 8;

/** The loss of all items together; undefined where nothing is lost. */
export async function lossOfItems(
  context: CommandContext,
  items: readonly ProtectedItem[],
  change: { readonly before: PolicyTerms; readonly after: PolicyTerms },
): Promise<RetentionLoss | undefined> {
  if (keepsAll(change)) {
    return undefined;
  }
  const reader = createFactReader(context.services);
  const now = instantOf(context.clock.now());
  const inTurn = atOnce(context, ITEMS_AT_ONCE);
  const losses = await Promise.all(
    items.map(({ vaultId, sourceResourceId: vmId }) =>
      inTurn(() => readRetentionLoss(reader, { vaultId, vmId }, change, now)),
    ),
  );
  return sumOfLosses(losses.filter((loss) => loss !== undefined));
}
