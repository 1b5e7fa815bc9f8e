// What each machine has of its own, for many machines at once: taken from lists of a subscription and of its vaults,
// and read singly only where the lists leave a doubt.

import { valueOf, type Fact } from '../domain/fact.js';
import { regionKey, sameRegion } from '../domain/region.js';
import { idKey, type ResourceId } from '../domain/resource-id.js';
import type {
  ProtectionStatus,
  RecoveryServicesVault,
} from '../domain/vaults/recovery-services.js';
import type { ListedMachine, ManagedDisk, VirtualMachine } from '../domain/virtual-machine.js';
import type { Target } from './choose-machines.js';
import type { FactReader } from './fact-reader.js';
import type { ItemIndex } from './item-index.js';
import {
  isBackedUp,
  itemsElsewhereOf,
  livingItems,
  protectingItem,
  statusOfItem,
  unseenPart,
  type ItemsElsewhere,
} from './vaults-elsewhere.js';

/** Facts of many machines. */
export interface ListedFacts {
  /** The machine as its list shows it; undefined where it is not in there, or there is no list. */
  model(target: Target): Promise<ListedMachine | undefined>;
  disk(id: ResourceId): Promise<Fact<ManagedDisk>>;
  /**
   * Where a machine is protected; absent where the lists do not tell and Azure is not asked.
   * @param isAde whether Azure Disk Encryption encrypts it
   */
  protection(vm: VirtualMachine, isAde: () => Promise<boolean>): Promise<Fact<ProtectionStatus>>;
}

/** How the lists are made use of. */
export interface ListedOptions {
  /** A vault to look into besides those of the machines' subscriptions. */
  readonly vault?: RecoveryServicesVault | undefined;
  /** Of machines that no vault in the lists protects: ask Azure for each of them, or leave it at the lists. */
  readonly unseen: 'ask' | 'leave';
}

/**
 * From how many machines of a subscription on its lists are read: a list of a large subscription has ten pages and more,
 * a machine of its own needs three reads.
 */
const MANY = 10;

/** The facts by list; undefined where no subscription has many of the machines. */
export function listedFacts(
  reader: FactReader,
  targets: readonly Target[],
  options: ListedOptions,
): ListedFacts | undefined {
  const counts = new Map<string, number>();
  for (const { subscriptionId } of targets) {
    const key = subscriptionId.toLowerCase();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const machinesIn = (subscriptionId: string): number =>
    counts.get(subscriptionId.toLowerCase()) ?? 0;
  const isMany = (subscriptionId: string): boolean => machinesIn(subscriptionId) >= MANY;
  if (![...counts.keys()].some((subscriptionId) => isMany(subscriptionId))) {
    return undefined;
  }
  const items = regionalItems(reader, machinesIn, options);
  return {
    model: async ({ id, subscriptionId }) =>
      isMany(subscriptionId)
        ? valueOf(await reader.listedMachines(subscriptionId))?.byId.get(idKey(id))
        : undefined,
    disk: async (id) => {
      const subscriptionId = subscriptionOf(id);
      const disk = isMany(subscriptionId)
        ? listedIn(await reader.listedDisks(subscriptionId), id)
        : undefined;
      return disk === undefined ? reader.disk(id) : { status: 'known', value: disk };
    },
    protection: async (vm, isAde) => {
      if (!isMany(vm.subscriptionId)) {
        return reader.protection(vm.id, vm.location);
      }
      const told = await toldByLists(vm, await items(vm), isAde, options.unseen);
      if (told !== undefined) {
        return { status: 'known', value: told };
      }
      if (options.unseen === 'ask') {
        return reader.protection(vm.id, vm.location);
      }
      return { status: 'absent' };
    },
  };
}

function subscriptionOf(id: ResourceId): string {
  return id.split('/')[2] ?? '';
}

function listedIn<T>(list: Fact<ReadonlyMap<string, T>>, id: ResourceId): T | undefined {
  return list.status === 'known' ? list.value.get(idKey(id)) : undefined;
}

/** Items of the vaults that could protect machines of a region. */
interface RegionalItems {
  /** True when every vault of the machines' own subscription in the region was read. */
  readonly complete: boolean;
  /** Of those vaults, and of the one asked for. */
  readonly own: readonly ItemIndex[];
  /** Of vaults of other subscriptions, read when they are first asked for. */
  readonly others: () => Promise<ItemsElsewhere>;
}

/**
 * What the items say of a machine. One that backups are taken of names its vault; one that is in no vault that can be
 * seen is protected by none where ADE encrypts it, for ADE needs machine and vault in the same subscription ("Back up and
 * restore encrypted Azure VMs"); it may have been encrypted since a vault of another one protected it. Others may be
 * protected from a subscription that nobody here can see, and a stopped one may be registered with another vault by now.
 */
async function toldByLists(
  vm: VirtualMachine,
  { complete, own, others }: RegionalItems,
  isAde: () => Promise<boolean>,
  unseen: ListedOptions['unseen'],
): Promise<ProtectionStatus | undefined> {
  const living = livingItems(vm.id, own);
  const active = living.find(isBackedUp);
  if (active !== undefined) {
    return statusOfItem(active);
  }
  const isKnownUnprotected = living.length === 0 && complete && (await isAde());
  if (unseen === 'ask' && !isKnownUnprotected) {
    return undefined;
  }
  const { indexes, unread } = await others();
  const found = protectingItem([...living, ...livingItems(vm.id, indexes)]);
  if (found !== undefined) {
    return statusOfItem(found);
  }
  return isKnownUnprotected ? { status: 'NotProtected', ...unseenPart(unread) } : undefined;
}

/** Reads the items of a region once for all its machines. */
function regionalItems(
  reader: FactReader,
  machinesIn: (subscriptionId: string) => number,
  { vault }: ListedOptions,
): (vm: VirtualMachine) => Promise<RegionalItems> {
  const read = new Map<string, Promise<RegionalItems>>();
  return (vm) => {
    const { subscriptionId, location } = vm;
    const key = `${subscriptionId.toLowerCase()} ${regionKey(location)}`;
    const items =
      read.get(key) ?? readRegion(reader, vm, { vault, machines: machinesIn(subscriptionId) });
    read.set(key, items);
    return items;
  };
}

async function readRegion(
  reader: FactReader,
  { subscriptionId, location }: VirtualMachine,
  asked: { readonly machines: number; readonly vault: RecoveryServicesVault | undefined },
): Promise<RegionalItems> {
  const all = await reader.allVaults(subscriptionId);
  const seen = vaultsNear(await reader.vaults(subscriptionId), location);
  // With more vaults than machines it takes fewer requests to ask for each machine.
  const few = seen.length <= asked.machines;
  const indexes = await indexesOf(reader, few ? seen : []);
  let others: Promise<ItemsElsewhere> | undefined;
  return {
    complete: all.status === 'known' && few && indexes.every(({ status }) => status === 'known'),
    own: readable([
      ...indexes,
      ...(await indexesOf(reader, asked.vault === undefined ? [] : [asked.vault])),
    ]),
    others: () => (others ??= itemsElsewhereOf(reader, { subscriptionId, location })),
  };
}

function vaultsNear(
  vaults: Fact<readonly RecoveryServicesVault[]>,
  location: string,
): readonly RecoveryServicesVault[] {
  return (valueOf(vaults) ?? []).filter((each) => sameRegion(each.location, location));
}

function indexesOf(
  reader: FactReader,
  vaults: readonly RecoveryServicesVault[],
): Promise<readonly Fact<ItemIndex>[]> {
  return Promise.all(vaults.map(({ id }) => reader.itemIndex(id)));
}

function readable(indexes: readonly Fact<ItemIndex>[]): readonly ItemIndex[] {
  return indexes.map((index) => valueOf(index)).filter((index) => index !== undefined);
}
