// How protected items are found other than by their name.

import {
  keyIndex,
  sortableNumber,
  type EntryIndex,
  type ValueRange,
} from '../../../kernel/entry-index.js';
import type { ProtectedItem } from './state.js';

/** Items by the policy that protects them, and since when it does. */
export const itemsByPolicy: EntryIndex<ProtectedItem> = {
  name: 'backup.items.policy',
  valuesOf: ({ policyName, policySinceMilliseconds }) => [
    `${policyName}/${sortableNumber(policySinceMilliseconds ?? 0)}`,
  ],
};

/** The items of a policy, or those that had it at an instant (milliseconds since the epoch) already. */
export function ofPolicy(
  policyName: string,
  sinceMilliseconds = Number.MAX_SAFE_INTEGER,
): ValueRange {
  return { from: `${policyName}/`, to: `${policyName}/${sortableNumber(sinceMilliseconds)}` };
}

/** Items by their key, which says their machine, over all vaults. */
export const itemsByKey = keyIndex('backup.items.key');
