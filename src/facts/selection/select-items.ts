// Finds the protected items that a command's words select: those of the machines that a rule selects, or those named.

import type { CommandContext } from '../../commands/context.js';
import { firstNames } from '../../domain/fleet/first-names.js';
import { idKey } from '../../domain/resource-id.js';
import type { RecoveryServicesVault } from '../../domain/vaults/recovery-services.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { allItems, findItems, itemsOfMachinesElsewhere, type ItemTarget } from '../choose-items.js';
import type { Target } from '../choose-machines.js';
import { findVault } from '../choose-vault.js';
import type { FactReader } from '../fact-reader.js';
import { isPlain, selectMachines, type MachineSelection } from './select-machines.js';

/** How the user said which items are meant. */
export interface ItemsSelection extends MachineSelection {
  /** Name or id of the only vault to look in. */
  readonly vault?: string | undefined;
}

/** How many machines a message names. */
const NAMES = 10;

/**
 * The items, each once.
 * @throws AzbackupError `AZB_ITEM_NOT_FOUND` (3) where a selected machine has none, and the errors of the choice of
 * machines, items and vaults
 */
export async function selectItems(
  context: CommandContext,
  reader: FactReader,
  selection: ItemsSelection,
): Promise<readonly ItemTarget[]> {
  const { readNames } = await import('./read-names.js');
  const vm = await readNames(context, selection.vm);
  if (isPlain(selection, vm)) {
    return findItems(context, reader, { ...selection, vm });
  }
  const { vault, subscription } = selection;
  const vaultRead = (): Promise<RecoveryServicesVault | undefined> =>
    vault === undefined
      ? Promise.resolve(undefined)
      : findVault(context, reader, { vault, subscription });
  const targets = await selectMachines(context, reader, { ...selection, vm }, vaultRead);
  const ids = [...new Set(targets.map(({ subscriptionId }) => subscriptionId))];
  const known =
    vault === undefined
      ? await allItems(context, reader, { subscriptions: ids })
      : await allItems(context, reader, { subscription, vault });
  const found = new Set(known.map(({ item }) => idKey(item.sourceResourceId)));
  const open = targets.map(({ id }) => id).filter((id) => !found.has(idKey(id)));
  const elsewhere =
    vault === undefined
      ? await itemsOfMachinesElsewhere(reader, ids, open)
      : { items: [], unread: [] };
  const items = byMachine([...known, ...elsewhere.items]);
  const missing = targets.filter(({ id }) => !items.has(idKey(id)));
  if (missing.length > 0) {
    throw withoutItems(missing, targets.length, elsewhere.unread);
  }
  return targets.flatMap(({ id }) => items.get(idKey(id)) ?? []);
}

/** Where a machine has an item in several vaults, the one that is not soft-deleted is meant. */
function byMachine(targets: readonly ItemTarget[]): ReadonlyMap<string, ItemTarget> {
  const items = new Map<string, ItemTarget>();
  for (const target of targets) {
    const key = idKey(target.item.sourceResourceId);
    const earlier = items.get(key);
    if (earlier === undefined || earlier.item.softDelete !== undefined) {
      items.set(key, target);
    }
  }
  return items;
}

/** Left out in silence they would look as if they had been looked after. */
function withoutItems(
  missing: readonly Target[],
  selected: number,
  unseen: readonly string[],
): AzbackupError {
  const names = missing.map(({ name }) => name);
  return new AzbackupError({
    code: 'AZB_ITEM_NOT_FOUND',
    kind: 'not-found',
    message: `${missing.length} of ${selected} selected VMs are not protected`,
    causes: [
      firstNames(names, NAMES),
      ...(unseen.length === 0
        ? []
        : [`vaults not looked into, of subscriptions: ${unseen.join(', ')}`]),
    ],
    fix: ['add --protected yes to leave them out, or protect them with azbackup enable'],
  });
}
