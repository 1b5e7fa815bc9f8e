// Vaults of other subscriptions than a machine's own: since 2026 they protect machines without ADE too. Whether Azure
// names such a vault when it is asked about the machine nobody has shown, so that the vaults are looked into.

import { isUnregistered, valueOf, type Fact } from '../domain/fact.js';
import { sameRegion } from '../domain/region.js';
import { sameName, type ResourceId } from '../domain/resource-id.js';
import type {
  ProtectedItem,
  ProtectionStatus,
  RecoveryServicesVault,
} from '../domain/vaults/recovery-services.js';
import type { FactReader } from './fact-reader.js';
import { itemUnlessOdd, type ItemIndex } from './item-index.js';

/** Subscriptions beside the machine's own whose vaults are looked into. */
const OTHER_SUBSCRIPTIONS = 20;

/** Vaults that are looked into; each takes a request for every 200 machines in it. */
const OTHER_VAULTS = 50;

/** What there is in other subscriptions. */
export interface VaultsElsewhere {
  readonly vaults: readonly RecoveryServicesVault[];
  /** Subscriptions whose vaults were not, or not all, looked into. */
  readonly unread: readonly string[];
}

/** The reads that this takes. */
export type ElsewhereReader = Pick<
  FactReader,
  'subscriptions' | 'allVaults' | 'vaults' | 'itemIndex'
>;

/**
 * The vaults in all subscriptions that the caller can see, but for some.
 * @param location of the machine, where it is known: only vaults of its region can protect it
 */
export async function vaultsElsewhere(
  reader: ElsewhereReader,
  except: readonly string[],
  location?: string,
): Promise<VaultsElsewhere> {
  const subscriptions = await reader.subscriptions();
  if (subscriptions.status === 'unreadable') {
    return { vaults: [], unread: ['all others'] };
  }
  const visible = valueOf(subscriptions) ?? [];
  const ids = visible.filter((id) => !except.some((each) => sameName(each, id)));
  if (ids.length > OTHER_SUBSCRIPTIONS) {
    return { vaults: [], unread: ids };
  }
  const lists = await Promise.all(
    ids.map(async (id) => ({
      id,
      seen: await reader.vaults(id),
      isWhole: !mayHaveMore(await reader.allVaults(id)),
    })),
  );
  const vaults = lists
    .flatMap(({ seen }) => valueOf(seen) ?? [])
    .filter((vault) => location === undefined || sameRegion(vault.location, location));
  return vaults.length > OTHER_VAULTS
    ? { vaults: [], unread: ids }
    : { vaults, unread: lists.flatMap(({ id, isWhole }) => (isWhole ? [] : [id])) };
}

/** A provider cannot be unregistered while there are resources of it: without it there is no vault. */
export function mayHaveMore(list: Fact<unknown>): boolean {
  return list.status === 'unreadable' && !isUnregistered(list);
}

/** The items of those vaults. */
export interface ItemsElsewhere {
  readonly indexes: readonly ItemIndex[];
  /** Subscriptions that were not, or not wholly, looked into. */
  readonly unread: readonly string[];
}

/** The items of the vaults of a region in all other subscriptions that the caller can see. */
export async function itemsElsewhereOf(
  reader: ElsewhereReader,
  { subscriptionId, location }: { readonly subscriptionId: string; readonly location: string },
): Promise<ItemsElsewhere> {
  const { vaults, unread } = await vaultsElsewhere(reader, [subscriptionId], location);
  const indexes = await Promise.all(vaults.map(({ id }) => reader.itemIndex(id)));
  const unreadable = vaults.filter((_, at) => indexes[at]?.status === 'unreadable');
  return {
    indexes: indexes.flatMap((index) => valueOf(index) ?? []),
    unread: [...new Set([...unread, ...unreadable.map((vault) => vault.subscriptionId)])],
  };
}

/**
 * Azure's word on a machine, and where that is no, what the vaults of other subscriptions have of it. The latter names
 * those that could not be looked into.
 */
export async function withOtherSubscriptions(
  reader: ElsewhereReader,
  told: Fact<ProtectionStatus>,
  vm: { readonly id: ResourceId; readonly subscriptionId: string; readonly location: string },
): Promise<Fact<ProtectionStatus>> {
  if (told.status !== 'known' || told.value.status !== 'NotProtected') {
    return told;
  }
  const { indexes, unread } = await itemsElsewhereOf(reader, vm);
  const found = protectingItem(livingItems(vm.id, indexes));
  return {
    status: 'known',
    value: found === undefined ? { ...told.value, ...unseenPart(unread) } : statusOfItem(found),
  };
}

/** What a status says of subscriptions that were not looked into; nothing where there are none. */
export function unseenPart(
  unread: readonly string[],
): Pick<ProtectionStatus, 'unseenSubscriptions'> {
  return unread.length === 0 ? {} : { unseenSubscriptions: unread };
}

/** The machine's items that are not soft-deleted. */
export function livingItems(
  vmId: ResourceId,
  indexes: readonly ItemIndex[],
): readonly ProtectedItem[] {
  return indexes
    .map((index) => itemUnlessOdd(index, vmId))
    .filter((item) => item !== undefined)
    .filter(({ softDelete }) => softDelete === undefined);
}

/** Of items of one machine the one that counts: one that backups are taken of, where there is such. */
export function protectingItem(items: readonly ProtectedItem[]): ProtectedItem | undefined {
  return items.find(isBackedUp) ?? items[0];
}

/** True for an item that backups are taken of. */
export function isBackedUp({ protectionState }: ProtectedItem): boolean {
  return protectionState === 'Protected' || protectionState === 'IRPending';
}

/** What Azure would say of a machine with this item. */
export function statusOfItem({ vaultId, policyName }: ProtectedItem): ProtectionStatus {
  return { status: 'Protected', vaultId, ...(policyName === undefined ? {} : { policyName }) };
}
