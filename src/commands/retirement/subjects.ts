// Whom the commands under `azbackup retirement` look at: machines, with every item that any vault has of them, and items
// whose machines are gone. A machine may have points in several vaults; all of them count.

import { firstNames } from '../../domain/fleet/first-names.js';
import { notLookedFor } from '../../domain/fleet/unseen-vaults.js';
import { groupsOf, isInGroups, isNamed } from '../../domain/fleet/selection.js';
import {
  idKey,
  nameOf,
  parseResourceId,
  sameName,
  type ResourceId,
} from '../../domain/resource-id.js';
import { hasCode } from '../../errors/azbackup-error.js';
import { findItems, itemsElsewhere, vaultsOf, type ItemTarget } from '../../facts/choose-items.js';
import { findTargets, type Target } from '../../facts/choose-machines.js';
import { chooseSubscription } from '../../facts/choose-subscription.js';
import type { FactReader } from '../../facts/fact-reader.js';
import {
  isPlain,
  selectMachines,
  type MachineSelection,
} from '../../facts/selection/select-machines.js';
import { mayHaveMore } from '../../facts/vaults-elsewhere.js';
import type { CommandContext } from '../context.js';
import { takesWholeVault, type SelectingOptions } from '../options/selection-options.js';

/** A machine, or what is left of one, with its items. */
export interface Subject {
  readonly target: Target;
  readonly items: readonly ItemTarget[];
  /** True where the machine is in no list, and its items are what is left of it. */
  readonly isLeft?: boolean;
}

/** All that was found. */
export interface Subjects {
  readonly subjects: readonly Subject[];
  /** Items of the vaults looked into that are of no subject. */
  readonly others: number;
  /** Names of vaults whose items could not be read. */
  readonly unreadVaults: readonly string[];
  /** Subscriptions with vaults that were not looked into: they may have points of the machines, too. */
  readonly unseenSubscriptions: readonly string[];
}

/** The words that select. */
export type RetirementSelection = Omit<MachineSelection, 'vm'> &
  SelectingOptions & { readonly vault?: string | undefined };

/** @throws AzbackupError of the choice of machines and vaults, where nothing is found */
export async function findSubjects(
  context: CommandContext,
  reader: FactReader,
  options: RetirementSelection & MachineSelection,
): Promise<Subjects> {
  const { readNames } = await import('../../facts/selection/read-names.js');
  const selection = { ...options, vm: await readNames(context, options.vm) };
  if (isPlain(selection, selection.vm)) {
    const targets = await named(context, reader, selection);
    return withItems(context, reader, selection, { targets, takesLeft: false });
  }
  if (takesWholeVault(selection)) {
    return withItems(context, reader, selection, { targets: undefined, takesLeft: true });
  }
  return selected(context, reader, selection);
}

type Place = RetirementSelection & MachineSelection;

/** Machines by name, and by the name of their items where they are gone. */
async function named(
  context: CommandContext,
  reader: FactReader,
  place: Place,
): Promise<readonly Target[]> {
  const found = await Promise.all(
    place.vm.map(async (text) => {
      const one = { ...place, vm: [text] };
      try {
        return await findTargets(context, one);
      } catch (error) {
        if (!hasCode(error, 'AZB_VM_NOT_FOUND')) {
          throw error;
        }
        return leftOf(context, reader, one, error);
      }
    }),
  );
  return [...new Map(found.flat().map((target) => [idKey(target.id), target])).values()];
}

async function leftOf(
  context: CommandContext,
  reader: FactReader,
  place: Place,
  notFound: unknown,
): Promise<readonly Target[]> {
  try {
    return (await findItems(context, reader, place)).map((each) => targetOf(each));
  } catch (error) {
    throw hasCode(error, 'AZB_ITEM_NOT_FOUND') ? notFound : error;
  }
}

/** Machines by a rule. What is gone has no tags, region or disks, and no query finds it: it is meant only where none of these is asked for. */
async function selected(
  context: CommandContext,
  reader: FactReader,
  place: Place,
): Promise<Subjects> {
  const { tag, location, encryption, protected: state, vm, graphQuery } = place;
  const takesLeft =
    vm.length === 0 &&
    graphQuery === undefined &&
    [tag, location, encryption, state].every((list) => list.length === 0);
  const vaultRead = async () => (await vaultsOf(context, reader, place))[0];
  try {
    const targets = await selectMachines(context, reader, place, vaultRead);
    return await withItems(context, reader, place, { targets, takesLeft });
  } catch (error) {
    if (!takesLeft || !hasCode(error, 'AZB_NOTHING_SELECTED')) {
      throw error;
    }
    const left = await withItems(context, reader, place, { targets: [], takesLeft });
    return left.subjects.length > 0 ? left : Promise.reject(error);
  }
}

/** What is meant. */
interface Meant {
  /** Undefined for all that the vaults have. */
  readonly targets: readonly Target[] | undefined;
  /** Whether items without a machine are meant as well. */
  readonly takesLeft: boolean;
}

/** The machines with their items. */
async function withItems(
  context: CommandContext,
  reader: FactReader,
  place: Place,
  { targets, takesLeft }: Meant,
): Promise<Subjects> {
  const around = await itemsAround(context, reader, place, { targets, takesLeft });
  const { items, unreadVaults, unseenSubscriptions, subscriptions } = around;
  const byMachine = new Map<string, ItemTarget[]>();
  for (const each of items) {
    const key = idKey(each.item.sourceResourceId);
    byMachine.set(key, [...(byMachine.get(key) ?? []), each]);
  }
  const known = new Map((targets ?? []).map((target) => [idKey(target.id), target]));
  const listed = takesLeft ? await listedMachines(reader, subscriptions) : new Set<string>();
  const isLeft = ({ item }: ItemTarget): boolean =>
    (targets === undefined || (takesLeft && !listed.has(idKey(item.sourceResourceId)))) &&
    isInGroups(item.sourceResourceId, groupsOf(place)) &&
    !(place.exclude ?? []).some((text) =>
      isNamed({ id: item.sourceResourceId, name: nameOf(item.sourceResourceId) }, text),
    );
  const left = items
    .filter((each) => isLeft(each) && !known.has(idKey(each.item.sourceResourceId)))
    .map((each) => targetOf(each));
  const all = new Map([...known, ...left.map((target) => [idKey(target.id), target] as const)]);
  return {
    subjects: [...all].map(([key, target]) => ({
      target,
      items: byMachine.get(key) ?? [],
      ...(known.has(key) ? {} : { isLeft: true }),
    })),
    others: items.filter(({ item }) => !all.has(idKey(item.sourceResourceId))).length,
    unreadVaults,
    unseenSubscriptions,
  };
}

/**
 * Every item of every vault in the subscriptions of the machines, or of the only vault asked for; of the vaults of other
 * subscriptions only what they have of the machines, and of any of these subscriptions where what is gone is meant as well:
 * a vault can be moved to another subscription, and stays there when the machine is deleted.
 */
async function itemsAround(
  context: CommandContext,
  reader: FactReader,
  place: Place,
  { targets, takesLeft }: Meant,
): Promise<{
  readonly items: readonly ItemTarget[];
  readonly unreadVaults: readonly string[];
  readonly unseenSubscriptions: readonly string[];
  readonly subscriptions: readonly string[];
}> {
  const ofTargets = [...new Set((targets ?? []).map(({ subscriptionId }) => subscriptionId))];
  const asked = (place.subscriptions ?? []).length > 1 ? place.subscriptions : [place.subscription];
  const subscriptions =
    ofTargets.length > 0
      ? ofTargets
      : await Promise.all((asked ?? []).map((each) => chooseSubscription(context, each)));
  const { vault } = place;
  const places =
    vault === undefined
      ? [{ vm: [], subscriptions }]
      : subscriptions.map((subscription) => ({ vm: [], subscription, vault }));
  const lists = await Promise.all(places.map((each) => vaultsOf(context, reader, each)));
  const vaults = [...new Map(lists.flat().map((each) => [idKey(each.id), each])).values()];
  const read = await Promise.all(
    vaults.map(async (each) => ({ vault: each, items: await reader.items(each.id) })),
  );
  const near = read.flatMap(({ vault: of, items }) =>
    items.status === 'known' ? items.value.map((item) => ({ item, vault: of })) : [],
  );
  const wanted = new Set((targets ?? []).map(({ id }) => idKey(id)));
  const isWanted = (id: ResourceId): boolean =>
    wanted.has(idKey(id)) || (takesLeft && isOfSubscriptions(id, subscriptions));
  const elsewhere =
    vault === undefined
      ? await itemsElsewhere(reader, subscriptions, isWanted)
      : { items: [], unread: [] };
  return {
    items: [...near, ...elsewhere.items],
    unseenSubscriptions: [
      ...(vault === undefined ? await partlyListed(reader, subscriptions) : []),
      ...elsewhere.unread,
    ],
    unreadVaults: read
      .filter(({ items }) => items.status === 'unreadable')
      .map(({ vault: { name } }) => name),
    subscriptions,
  };
}

/** Azure lists only the vaults that the caller may see; a vault that is not seen may have points, too. */
async function partlyListed(
  reader: FactReader,
  subscriptions: readonly string[],
): Promise<readonly string[]> {
  const lists = await Promise.all(subscriptions.map((id) => reader.allVaults(id)));
  return subscriptions.filter((_, at) => {
    const list = lists[at];
    return list !== undefined && mayHaveMore(list);
  });
}

function isOfSubscriptions(id: ResourceId, subscriptions: readonly string[]): boolean {
  const { subscriptionId = '' } = parseResourceId(id) ?? {};
  return subscriptions.some((each) => sameName(each, subscriptionId));
}

async function listedMachines(
  reader: FactReader,
  subscriptions: readonly string[],
): Promise<ReadonlySet<string>> {
  const lists = await Promise.all(subscriptions.map((id) => reader.listedMachines(id)));
  return new Set(
    lists.flatMap((list) =>
      list.status === 'known'
        ? [...list.value.byId.keys(), ...list.value.odd.map((id) => idKey(id))]
        : [],
    ),
  );
}

function targetOf({ item }: ItemTarget): Target {
  return {
    id: item.sourceResourceId,
    name: item.friendlyName,
    subscriptionId: parseResourceId(item.sourceResourceId)?.subscriptionId ?? '',
  };
}

/** What lies in a vault that nobody could look into must not pass for nothing. */
export function warnOfVaults(
  context: Pick<CommandContext, 'warn' | 'leftOut'>,
  { unreadVaults, unseenSubscriptions }: Pick<Subjects, 'unreadVaults' | 'unseenSubscriptions'>,
): void {
  if (unseenSubscriptions.length > 0) {
    context.leftOut(`${notLookedFor(unseenSubscriptions)}: recovery points there are left out`);
  }
  if (unreadVaults.length > 0) {
    context.warn(
      `recovery points of ${firstNames(unreadVaults)} are left out: the items of the vault could not be read`,
    );
  }
}
