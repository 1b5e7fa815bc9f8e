// The items of a vault, found by machine: many machines of one vault would otherwise each go through all of them.

import type { Fact } from '../domain/fact.js';
import { idKey, type ResourceId } from '../domain/resource-id.js';
import type { ProtectedItem } from '../domain/vaults/recovery-services.js';

/** The items of a vault. */
export interface ItemIndex {
  readonly count: number;
  /** The item of a machine. */
  itemOf(vmId: ResourceId): ProtectedItem | undefined;
  /** How many items have a policy of this name. */
  countOfPolicy(name: string): number;
}

/** The index of what was read; what could not be read stays that. */
export function indexItems(items: Fact<readonly ProtectedItem[]>): Fact<ItemIndex> {
  if (items.status !== 'known') {
    return items;
  }
  const byMachine = new Map<string, ProtectedItem>();
  const byPolicy = new Map<string, number>();
  for (const item of items.value) {
    const machine = idKey(item.sourceResourceId);
    byMachine.set(machine, byMachine.get(machine) ?? item);
    const policy = (item.policyName ?? '').toLowerCase();
    byPolicy.set(policy, (byPolicy.get(policy) ?? 0) + 1);
  }
  return {
    status: 'known',
    value: {
      count: items.value.length,
      itemOf: (vmId) => byMachine.get(idKey(vmId)),
      countOfPolicy: (name) => byPolicy.get(name.toLowerCase()) ?? 0,
    },
  };
}
