// The items of a vault by the machine that each is of: a vault has hundreds, and who looks at many machines would
// otherwise each go through all of them.

import type { Fact } from '../domain/fact.js';
import { idKey, parseResourceId, sameId, type ResourceId } from '../domain/resource-id.js';
import type { ProtectedItem } from '../domain/vaults/recovery-services.js';
import type { AzbackupError } from '../errors/azbackup-error.js';
import type { ListedItems, OddItem } from '../services/services.js';

/** The items of a vault. */
export interface ItemIndex {
  readonly count: number;
  /** The item of a machine. */
  itemOf(vmId: ResourceId): ProtectedItem | undefined;
  /** Why it cannot be told whether the machine has an item: there is one that may be its, and cannot be read. */
  oddOf(vmId: ResourceId): AzbackupError | undefined;
  /** The machine of another subscription whose item has the name that this one's would have. */
  namesakeOf(vmId: ResourceId): ResourceId | undefined;
  /** The items of all machines that are meant. */
  itemsOf(isMeant: (vmId: ResourceId) => boolean): MeantItems;
  /** How many items have a policy of this name. */
  countOfPolicy(name: string): number;
}

/** What a vault has of machines. */
export interface MeantItems {
  readonly items: readonly ProtectedItem[];
  /** False where an item that cannot be read may be of such a machine, too. */
  readonly isWhole: boolean;
}

/** The index of what was read; what could not be read stays that. */
export function indexItems(listed: Fact<ListedItems>): Fact<ItemIndex> {
  if (listed.status !== 'known') {
    return listed;
  }
  const { items, odd } = listed.value;
  const byMachine = new Map<string, ProtectedItem>();
  const byName = new Map<string, ResourceId>();
  const byPolicy = new Map<string, number>();
  for (const item of items) {
    const machine = idKey(item.sourceResourceId);
    byMachine.set(machine, byMachine.get(machine) ?? item);
    byName.set(nameKey(item.sourceResourceId), item.sourceResourceId);
    const policy = (item.policyName ?? '').toLowerCase();
    byPolicy.set(policy, (byPolicy.get(policy) ?? 0) + 1);
  }
  return {
    status: 'known',
    value: {
      count: items.length + odd.length,
      itemOf: (vmId) => byMachine.get(idKey(vmId)),
      oddOf: (vmId) => odd.find((item) => mayBeOf(item, vmId))?.error,
      namesakeOf: (vmId) => {
        const found = byName.get(nameKey(vmId));
        return found === undefined || sameId(found, vmId) ? undefined : found;
      },
      itemsOf: (isMeant) => ({
        items: items.filter(({ sourceResourceId }) => isMeant(sourceResourceId)),
        isWhole: !odd.some(
          ({ sourceResourceId }) => sourceResourceId === undefined || isMeant(sourceResourceId),
        ),
      }),
      countOfPolicy: (name) => byPolicy.get(name.toLowerCase()) ?? 0,
    },
  };
}

/**
 * The item of a machine.
 * @throws AzbackupError where there is one that may be its, and cannot be read: that concerns this machine only
 */
export function itemUnlessOdd(index: ItemIndex, vmId: ResourceId): ProtectedItem | undefined {
  const odd = index.oddOf(vmId);
  if (odd !== undefined) {
    throw odd;
  }
  return index.itemOf(vmId);
}

/** A vault names items by group and machine only. */
function nameKey(vmId: ResourceId): string {
  const vm = parseResourceId(vmId);
  return `${vm?.resourceGroup}/${vm?.name}`.toLowerCase();
}

/** Without the machine's id only its group and name are known, which machines of several subscriptions may have. */
function mayBeOf({ sourceResourceId, resourceGroup, name }: OddItem, vmId: ResourceId): boolean {
  return sourceResourceId === undefined
    ? nameKey(vmId) === `${resourceGroup}/${name}`.toLowerCase()
    : idKey(sourceResourceId) === idKey(vmId);
}
