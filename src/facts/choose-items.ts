// Finds the protected items that `--vm` names. The machine itself may be gone, and its item soft-deleted:
// the vault remembers both, so it is the vaults that are asked.

import type { ProtectedItem, RecoveryServicesVault } from '../domain/vaults/recovery-services.js';
import { isUnregistered, valueOf, type Fact } from '../domain/fact.js';
import {
  idKey,
  parseResourceId,
  sameId,
  sameName,
  type ResourceId,
} from '../domain/resource-id.js';
import type { VirtualMachineSummary } from '../domain/virtual-machine.js';
import { AzbackupError, usageError } from '../errors/azbackup-error.js';
import type { CommandContext } from '../commands/context.js';
import type { FactReader } from './fact-reader.js';
import { chooseSubscription } from './choose-subscription.js';
import { parseVmText, type VmText } from './choose-machines.js';
import { findVault } from './choose-vault.js';
import { itemNotFound, type FoundMachine } from './item-not-found.js';
import { vaultsElsewhere } from './vaults-elsewhere.js';
import { requireFact } from '../errors/require-fact.js';

/** How the user said which items are meant. */
export interface ItemSelection {
  /** Names or resource ids of machines. */
  readonly vm: readonly string[];
  readonly subscription?: string | undefined;
  /** As typed. */
  readonly subscriptions?: readonly string[];
  readonly resourceGroup?: string | undefined;
  /** The only vault to look in; all of the subscription when absent. */
  readonly vault?: string | undefined;
}

/** A protected item with the vault that it lies in. */
export interface ItemTarget {
  readonly item: ProtectedItem;
  readonly vault: RecoveryServicesVault;
}

/**
 * The items in the order named, each once. Where a machine has an item in several vaults, the one that is
 * not soft-deleted is meant.
 * @throws AzbackupError `AZB_ITEM_NOT_FOUND` (3), `AZB_ITEM_AMBIGUOUS` or `AZB_VM_ID_MALFORMED` (2), the
 * errors of the choice of subscription and vault, and of a vault whose items may not be read
 */
export async function findItems(
  context: CommandContext,
  reader: FactReader,
  selection: ItemSelection,
): Promise<readonly ItemTarget[]> {
  const wanted = selection.vm.map((text) => textOf(parseVmText(text)));
  const vaults = await vaultsOf(context, reader, selection);
  const likely = await likelyItems(context, reader, selection, vaults);
  const own =
    likely !== undefined && wanted.every((text) => livingItems(text, likely).length === 1)
      ? likely
      : await itemsOfAll(reader, vaults, selection.resourceGroup);
  const known = [
    ...own,
    ...(await foreignItems(context, reader, selection, { wanted, own, vaults })),
  ];
  await refuseNamesakes(context, selection, wanted, known);
  const missing = wanted.find((text) => !known.some(({ item }) => isMeant(item, text)));
  if (missing !== undefined) {
    throw await missingItem(context, reader, selection, { text: missing, known, vaults });
  }
  const chosen = wanted.flatMap((text) => choose(text, known));
  return [...new Map(chosen.map((target) => [idKey(target.item.id), target])).values()];
}

function textOf(parsed: VmText): string {
  return parsed.kind === 'id' ? parsed.target.id : parsed.name;
}

/** What was looked for, and what the vaults meant have of it. */
interface Search {
  readonly wanted: readonly string[];
  readonly own: readonly ItemTarget[];
  readonly vaults: readonly RecoveryServicesVault[];
}

/** Items in vaults of other subscriptions of the machines that have none, or a soft-deleted one, where they were looked for. */
async function foreignItems(
  context: CommandContext,
  reader: FactReader,
  selection: ItemSelection,
  { wanted, own, vaults }: Search,
): Promise<readonly ItemTarget[]> {
  const open = wanted.filter((text) => livingItems(text, own).length === 0);
  if (selection.vault !== undefined || open.length === 0) {
    return [];
  }
  const ids = await Promise.all(
    open.map(async (text) =>
      text.includes('/') ? text : valueOf(await listedMachine(context, text, selection))?.id,
    ),
  );
  const looked = [...new Set(vaults.map(({ subscriptionId }) => subscriptionId))];
  const known = ids.filter((id) => id !== undefined);
  return (await itemsOfMachinesElsewhere(reader, looked, known)).items;
}

/** What the vaults of other subscriptions have. */
export interface FoundElsewhere {
  readonly items: readonly ItemTarget[];
  /** Subscriptions whose vaults were not, or not wholly, looked into. */
  readonly unread: readonly string[];
}

/**
 * The items of machines in the vaults of all subscriptions that the caller can see, but for some.
 * @param looked subscriptions that were looked into already
 */
export async function itemsElsewhere(
  reader: FactReader,
  looked: readonly string[],
  isWanted: (vmId: ResourceId) => boolean,
): Promise<FoundElsewhere> {
  const { vaults, unread } = await vaultsElsewhere(reader, looked);
  const read = await Promise.all(
    vaults.map(async (vault) => {
      const found = valueOf(await reader.itemIndex(vault.id))?.itemsOf(isWanted);
      return {
        items: (found?.items ?? []).map((item) => ({ item, vault })),
        unread: found?.isWhole === true ? [] : [vault.subscriptionId],
      };
    }),
  );
  return {
    items: read.flatMap(({ items }) => items),
    unread: [...new Set([...unread, ...read.flatMap((each) => each.unread)])],
  };
}

/** The same of machines by their ids; where there are none, nothing is read. */
export async function itemsOfMachinesElsewhere(
  reader: FactReader,
  looked: readonly string[],
  vmIds: readonly ResourceId[],
): Promise<FoundElsewhere> {
  const wanted = new Set(vmIds.map((id) => idKey(id)));
  return wanted.size === 0
    ? { items: [], unread: [] }
    : itemsElsewhere(reader, looked, (id) => wanted.has(idKey(id)));
}

/**
 * Refuses a name that means a machine of the subscription asked for, and an item there of a machine of another one: what
 * is done to the item would be done to the other machine's backups.
 * @throws AzbackupError `AZB_ITEM_AMBIGUOUS` (2)
 */
async function refuseNamesakes(
  context: CommandContext,
  selection: ItemSelection,
  wanted: readonly string[],
  known: readonly ItemTarget[],
): Promise<void> {
  for (const text of wanted.filter((each) => !each.includes('/'))) {
    const found = choose(text, known);
    const foreign = found.filter(
      ({ item, vault }) => !isOfSubscription(item, vault.subscriptionId),
    );
    const namesake =
      foreign.length === 0 || foreign.length < found.length
        ? undefined
        : valueOf(await listedMachine(context, text, selection));
    if (
      namesake !== undefined &&
      !foreign.some(({ item }) => sameId(item.sourceResourceId, namesake.id))
    ) {
      throw ambiguousItem(text, [
        ...foreign.map(({ item, vault }) => `${item.sourceResourceId} in ${vault.name}`),
        `${namesake.id}, not protected here`,
      ]);
    }
  }
}

function isOfSubscription({ sourceResourceId }: ProtectedItem, subscriptionId: string): boolean {
  return sameName(parseResourceId(sourceResourceId)?.subscriptionId ?? '', subscriptionId);
}

/** Every item of the selected vaults and group, for commands that work on all of them. */
export async function allItems(
  context: CommandContext,
  reader: FactReader,
  selection: Omit<ItemSelection, 'vm'>,
): Promise<readonly ItemTarget[]> {
  const vaults = await vaultsOf(context, reader, { ...selection, vm: [] });
  return itemsOfAll(reader, vaults, selection.resourceGroup);
}

async function itemsOfAll(
  reader: FactReader,
  vaults: readonly RecoveryServicesVault[],
  resourceGroup: string | undefined,
): Promise<readonly ItemTarget[]> {
  const items = vaults.map((vault) => itemsOf(reader, vault, resourceGroup));
  return (await Promise.all(items)).flat();
}

/** With no more vaults than these, asking each takes no more requests than asking which one it is. */
const FEW_VAULTS = 2;

/**
 * The items of the vaults that protect the machines named, as `backupStatus` tells: a subscription may have
 * hundreds of vaults. Undefined where there are few, or where that does not lead to each of the machines, as
 * for one that is gone.
 */
async function likelyItems(
  context: CommandContext,
  reader: FactReader,
  selection: ItemSelection,
  vaults: readonly RecoveryServicesVault[],
): Promise<readonly ItemTarget[] | undefined> {
  if (vaults.length <= FEW_VAULTS) {
    return undefined;
  }
  const machines = await livingMachines(context, reader, selection, vaults);
  const protections = await Promise.all(
    machines.map(({ id, location }) => reader.protection(id, location)),
  );
  const ids = new Set(protections.map((each) => idKey(valueOf(each)?.vaultId ?? '')));
  const likely = vaults.filter(({ id }) => ids.has(idKey(id)));
  return likely.length === 0 ? undefined : itemsOfAll(reader, likely, selection.resourceGroup);
}

interface LivingMachine {
  readonly id: ResourceId;
  readonly location: string;
}

/** The machines named that are there; what cannot be read is looked for in all vaults. */
async function livingMachines(
  context: CommandContext,
  reader: FactReader,
  { vm, resourceGroup }: ItemSelection,
  vaults: readonly RecoveryServicesVault[],
): Promise<readonly LivingMachine[]> {
  const ids = vm.filter((text) => text.includes('/'));
  const names = vm.filter((text) => !text.includes('/'));
  const [first] = vaults;
  const [byId, listed] = await Promise.all([
    Promise.all(ids.map(async (id) => valueOf(await reader.machine(id)))),
    names.length === 0 || first === undefined
      ? []
      : machinesIn(context, first.subscriptionId, resourceGroup),
  ]);
  const byName = (listed ?? []).filter(({ name }) => names.some((each) => sameName(each, name)));
  return [...byId.filter((machine) => machine !== undefined), ...byName];
}

/** The machines of a subscription; undefined where they may not be listed. */
async function machinesIn(
  context: CommandContext,
  subscriptionId: string,
  resourceGroup: string | undefined,
): Promise<readonly VirtualMachineSummary[] | undefined> {
  try {
    return await (await context.services.virtualMachines()).list(subscriptionId, resourceGroup);
  } catch (error) {
    if (error instanceof AzbackupError) {
      return undefined;
    }
    throw error;
  }
}

/** The items that a name or an id means and that are not soft-deleted. */
function livingItems(text: string, known: readonly ItemTarget[]): readonly ItemTarget[] {
  return known.filter(({ item }) => isMeant(item, text) && item.softDelete === undefined);
}

function isMeant(item: ProtectedItem, text: string): boolean {
  return text.includes('/')
    ? sameId(item.sourceResourceId, text)
    : sameName(item.friendlyName, text);
}

/** The vaults that a selection means: the one named, or all of its subscriptions. */
export async function vaultsOf(
  context: CommandContext,
  reader: FactReader,
  selection: Omit<ItemSelection, 'resourceGroup'>,
): Promise<readonly RecoveryServicesVault[]> {
  const { vault, subscription } = selection;
  if (vault !== undefined) {
    return [await findVault(context, reader, { vault, subscription })];
  }
  const ids = await Promise.all(
    subscriptionsOf(selection).map((each) => chooseSubscription(context, each)),
  );
  const lists = await Promise.all(ids.map((id) => reader.vaults(id)));
  // A provider cannot be unregistered while there are resources of it: among several, that subscription has no vault.
  const someRegistered = !lists.every((list) => isUnregistered(list));
  return lists.flatMap((list, index) =>
    someRegistered && isUnregistered(list)
      ? []
      : (requireFact(list, `the Recovery Services vaults of subscription ${ids[index]}`) ?? []),
  );
}

/** Where to look: as asked for, else where machines named by ids are. */
function subscriptionsOf({
  vm,
  subscription,
  subscriptions = [],
}: Omit<ItemSelection, 'resourceGroup'>): readonly (string | undefined)[] {
  if (subscriptions.length > 0 || subscription !== undefined) {
    return subscriptions.length > 0 ? subscriptions : [subscription];
  }
  const found = [...new Set(vm.map((text) => parseResourceId(text)?.subscriptionId.toLowerCase()))];
  return found.includes(undefined) || found.length === 0 ? [undefined] : found;
}

async function itemsOf(
  reader: FactReader,
  vault: RecoveryServicesVault,
  resourceGroup: string | undefined,
): Promise<readonly ItemTarget[]> {
  const items = requireFact(await reader.items(vault.id), `the items of ${vault.name}`) ?? [];
  return items
    .filter(
      ({ sourceResourceId }) =>
        resourceGroup === undefined ||
        sameName(parseResourceId(sourceResourceId)?.resourceGroup ?? '', resourceGroup),
    )
    .map((item) => ({ item, vault }));
}

function choose(text: string, known: readonly ItemTarget[]): readonly ItemTarget[] {
  const found = known.filter(({ item }) => isMeant(item, text));
  const alive = livingItems(text, known);
  const candidates = alive.length > 0 ? alive : found;
  if (candidates.length > 1) {
    throw ambiguousItem(
      text,
      candidates.map(({ item, vault }) => `${item.sourceResourceId} in ${vault.name}`),
      'protected items',
    );
  }
  return candidates;
}

function ambiguousItem(text: string, causes: readonly string[], what = 'VMs'): AzbackupError {
  return usageError('AZB_ITEM_AMBIGUOUS', `${causes.length} ${what} are named ${text}`, {
    target: text,
    causes,
    fix: ['use its resource id, or add --vault or --resource-group'],
  });
}

async function missingItem(
  context: CommandContext,
  reader: FactReader,
  selection: ItemSelection,
  {
    text,
    known,
    vaults,
  }: {
    readonly text: string;
    readonly known: readonly ItemTarget[];
    readonly vaults: readonly RecoveryServicesVault[];
  },
): Promise<AzbackupError> {
  return itemNotFound({
    text,
    resourceGroup: selection.resourceGroup,
    vaultName: vaults.length === 1 ? vaults[0]?.name : undefined,
    protectedNames: known.map(({ item }) => item.friendlyName),
    machine: await machineNamed(context, reader, text, selection),
  });
}

/** The machine that a text means, with the vault that protects it as far as Azure tells. */
async function machineNamed(
  context: CommandContext,
  reader: FactReader,
  text: string,
  selection: ItemSelection,
): Promise<Fact<FoundMachine>> {
  const machine = text.includes('/')
    ? await reader.machine(text)
    : await listedMachine(context, text, selection);
  if (machine.status !== 'known') {
    return machine;
  }
  const { id, name, location } = machine.value;
  const told = valueOf(await reader.protection(id, location));
  return {
    status: 'known',
    value: { name, vaultId: told?.vaultId, unseen: told?.unseenSubscriptions },
  };
}

/** The machine of a name, from the list of its subscription. */
export async function listedMachine(
  context: CommandContext,
  name: string,
  { subscription, resourceGroup }: Pick<ItemSelection, 'subscription' | 'resourceGroup'>,
): Promise<Fact<VirtualMachineSummary>> {
  const subscriptionId = await chooseSubscription(context, subscription);
  const listed = await machinesIn(context, subscriptionId, resourceGroup);
  const value = listed?.find((each) => sameName(each.name, name));
  if (listed === undefined) {
    const message = 'the virtual machines could not be listed';
    return { status: 'unreadable', reason: 'refused', code: 'AZB_NOT_ALLOWED', message };
  }
  return value === undefined ? { status: 'absent' } : { status: 'known', value };
}
