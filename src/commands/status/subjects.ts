// Whom `status` reports on: the machines named, those of a vault, and items whose machines are gone.

import type {
  ProtectedItem,
  RecoveryServicesVault,
} from '../../domain/vaults/recovery-services.js';
import { idKey, parseResourceId } from '../../domain/resource-id.js';
import { hasCode } from '../../errors/azbackup-error.js';
import type { CommandContext } from '../context.js';
import { findItems } from '../../facts/choose-items.js';
import { findTargets, type Target } from '../../facts/choose-machines.js';
import { findVault } from '../../facts/choose-vault.js';
import type { FactReader } from '../../facts/fact-reader.js';
import {
  isPlain,
  selectMachines,
  type MachineSelection,
} from '../../facts/selection/select-machines.js';
import { groupsOf, isInGroups } from '../../domain/fleet/selection.js';
import { takesWholeVault, type SelectingOptions } from '../options/selection-options.js';
import type { OddItem } from '../../services/services.js';

/** A machine to report on; one that is gone lives on as an item. */
export interface Subject {
  readonly target: Target;
  readonly item?: ProtectedItem;
}

/** The words that select. */
export type StatusSelection = MachineSelection &
  SelectingOptions & { readonly vault?: string | undefined };

type Place = Pick<StatusSelection, 'subscription' | 'subscriptions' | 'vault'> & {
  readonly vm: readonly string[];
  readonly resourceGroup?: string | undefined;
};

/** The vault that `--vault` names. @throws AzbackupError of `findVault` */
export async function requestedVault(
  context: CommandContext,
  reader: FactReader,
  { subscription, vault }: Place,
): Promise<RecoveryServicesVault | undefined> {
  return vault === undefined ? undefined : findVault(context, reader, { vault, subscription });
}

/**
 * The subjects in the order named, or in that of the vault's items.
 * @throws AzbackupError of the choice of machines, where a name is neither a machine's nor an item's
 */
export async function findSubjects(
  context: CommandContext,
  reader: FactReader,
  options: StatusSelection,
): Promise<readonly Subject[]> {
  const { readNames } = await import('../../facts/selection/read-names.js');
  const vm = await readNames(context, options.vm);
  const place = { ...options, vm };
  if (isPlain(options, vm)) {
    return namedSubjects(context, reader, place);
  }
  const vaultRead = (): Promise<RecoveryServicesVault | undefined> =>
    requestedVault(context, reader, place);
  if (!takesWholeVault(options)) {
    const targets = await selectMachines(context, reader, place, vaultRead);
    return targets.map((target) => ({ target }));
  }
  const vault = await vaultRead();
  if (vault === undefined) {
    return [];
  }
  const { items, odd } = await (await context.services.backup()).listedItems(vault.id);
  const subjects = [
    ...items.map((item) => ({ target: targetOf(item), item })),
    ...odd.map((item) => ({ target: targetOfOdd(item, vault.id) })),
  ];
  return subjects.filter(({ target }) => isInGroups(target.id, groupsOf(options)));
}

async function namedSubjects(
  context: CommandContext,
  reader: FactReader,
  place: Place,
): Promise<readonly Subject[]> {
  try {
    return (await findTargets(context, place)).map((target) => ({ target }));
  } catch (error) {
    const [only, ...others] = place.vm;
    if (!hasCode(error, 'AZB_VM_NOT_FOUND') || only === undefined) {
      throw error;
    }
    if (others.length === 0) {
      return [(await itemLeft(context, reader, place, only)) ?? (await Promise.reject(error))];
    }
  }
  const each = place.vm.map((vm) => namedSubjects(context, reader, { ...place, vm: [vm] }));
  const subjects = (await Promise.all(each)).flat();
  return [...new Map(subjects.map((subject) => [idKey(subject.target.id), subject])).values()];
}

/** The item of a machine that is not there any more; undefined where there is none either. */
export async function itemLeft(
  context: CommandContext,
  reader: FactReader,
  place: Place,
  vm: string,
): Promise<Required<Subject> | undefined> {
  try {
    const [found] = await findItems(context, reader, { ...place, vm: [vm] });
    return found === undefined ? undefined : { target: targetOf(found.item), item: found.item };
  } catch (error) {
    if (hasCode(error, 'AZB_ITEM_NOT_FOUND')) {
      return undefined;
    }
    throw error;
  }
}

/** Where the item does not name its machine, one of its vault's subscription is meant, or the row is of none. */
function targetOfOdd({ sourceResourceId, resourceGroup, name }: OddItem, vaultId: string): Target {
  const subscriptionId = parseResourceId(sourceResourceId ?? vaultId)?.subscriptionId ?? '';
  const inVault = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/virtualMachines/${name}`;
  return { id: sourceResourceId ?? inVault, name, subscriptionId };
}

function targetOf(item: ProtectedItem): Target {
  return {
    id: item.sourceResourceId,
    name: item.friendlyName,
    subscriptionId: parseResourceId(item.sourceResourceId)?.subscriptionId ?? '',
  };
}
