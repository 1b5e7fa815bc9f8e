// Finds the protected items that `--vm` names. The machine itself may be gone, and its item soft-deleted:
// the vault remembers both, so it is the vaults that are asked.

import type { ProtectedItem, RecoveryServicesVault } from '../domain/vaults/recovery-services.js';
import { idKey, parseResourceId, sameId, sameName } from '../domain/resource-id.js';
import { AzbackupError, usageError } from '../errors/azbackup-error.js';
import type { CommandContext } from '../commands/context.js';
import type { FactReader } from './fact-reader.js';
import { chooseSubscription } from './choose-subscription.js';
import { nearNames, parseVmText, type VmText } from './choose-machines.js';
import { findVault } from './choose-vault.js';
import { requireFact } from '../errors/require-fact.js';

/** How the user said which items are meant. */
export interface ItemSelection {
  /** Names or resource ids of machines. */
  readonly vm: readonly string[];
  readonly subscription?: string | undefined;
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
  const known = (
    await Promise.all(vaults.map((vault) => itemsOf(reader, vault, selection.resourceGroup)))
  ).flat();
  const chosen = wanted.map((text) => choose(text, known, selection, vaults));
  return [...new Map(chosen.map((target) => [idKey(target.item.id), target])).values()];
}

function textOf(parsed: VmText): string {
  return parsed.kind === 'id' ? parsed.target.id : parsed.name;
}

/** Every item of the selected vaults and group, for commands that work on all of them. */
export async function allItems(
  context: CommandContext,
  reader: FactReader,
  selection: Omit<ItemSelection, 'vm'>,
): Promise<readonly ItemTarget[]> {
  const vaults = await vaultsOf(context, reader, { ...selection, vm: [] });
  const items = vaults.map((vault) => itemsOf(reader, vault, selection.resourceGroup));
  return (await Promise.all(items)).flat();
}

/** The vaults that a selection means: the one named, or all of the subscription. */
export async function vaultsOf(
  context: CommandContext,
  reader: FactReader,
  { vm, subscription, vault }: Omit<ItemSelection, 'resourceGroup'>,
): Promise<readonly RecoveryServicesVault[]> {
  if (vault !== undefined) {
    const subscriptionId = vault.includes('/')
      ? ''
      : await chooseSubscription(context, subscription);
    return [await findVault(reader, subscriptionId, vault)];
  }
  const subscriptionId = await chooseSubscription(context, subscription ?? subscriptionOf(vm));
  const vaults = await reader.vaults(subscriptionId);
  return (
    requireFact(vaults, `the Recovery Services vaults of subscription ${subscriptionId}`) ?? []
  );
}

/** Machines named by ids of one subscription say where to look. */
function subscriptionOf(vm: readonly string[]): string | undefined {
  const found = new Set(vm.map((text) => parseResourceId(text)?.subscriptionId));
  const [only] = found;
  return found.size === 1 ? only : undefined;
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

function choose(
  text: string,
  known: readonly ItemTarget[],
  selection: ItemSelection,
  vaults: readonly RecoveryServicesVault[],
): ItemTarget {
  const found = known.filter(({ item }) =>
    text.includes('/') ? sameId(item.sourceResourceId, text) : sameName(item.friendlyName, text),
  );
  const alive = found.filter(({ item }) => item.softDelete === undefined);
  const candidates = alive.length > 0 ? alive : found;
  const [only] = candidates;
  if (only === undefined) {
    throw itemNotFound(text, known, selection, vaults);
  }
  if (candidates.length > 1) {
    throw usageError(
      'AZB_ITEM_AMBIGUOUS',
      `${candidates.length} protected items are named ${text}`,
      {
        target: text,
        causes: candidates.map(({ item, vault }) => `${item.sourceResourceId} in ${vault.name}`),
        fix: ['use its resource id, or add --vault or --resource-group'],
      },
    );
  }
  return only;
}

function itemNotFound(
  text: string,
  known: readonly ItemTarget[],
  { resourceGroup }: ItemSelection,
  vaults: readonly RecoveryServicesVault[],
): AzbackupError {
  const names = known.map(({ item }) => item.friendlyName);
  const name = text.split('/').at(-1) ?? text;
  const near = nearNames(name, names);
  const where = vaults.length === 1 ? vaults.map((vault) => vault.name) : [`any vault`];
  const group = resourceGroup === undefined ? '' : ` from resource group ${resourceGroup}`;
  return new AzbackupError({
    code: 'AZB_ITEM_NOT_FOUND',
    kind: 'not-found',
    message: `${name} is not a protected item${group} in ${where.join('')}`,
    target: text,
    causes: near.length === 0 ? [] : [`similar names: ${near.join(', ')}`],
    fix: [
      ...near.slice(0, 1).map((candidate) => `did you mean: --vm ${candidate}`),
      `azbackup enable --vm ${name}`,
    ],
  });
}
