// Whether a machine is protected, in the words that select by it.

import { valueOf } from '../../domain/fact.js';
import type { ProtectionClass } from '../../domain/fleet/selection.js';
import { sameRegion } from '../../domain/region.js';
import { parseResourceId, sameId, sameName } from '../../domain/resource-id.js';
import type {
  ProtectedItem,
  RecoveryServicesVault,
} from '../../domain/vaults/recovery-services.js';
import type { VirtualMachine } from '../../domain/virtual-machine.js';
import { hasCode } from '../../errors/azbackup-error.js';
import type { FactReader } from '../fact-reader.js';
import type { ListedFacts } from '../listed-facts.js';

/** What it is found out from. */
export interface ProtectionReading {
  readonly reader: FactReader;
  readonly lists: ListedFacts | undefined;
  /** The vault that the command was given. */
  readonly vault: RecoveryServicesVault | undefined;
  /** Whether Azure Disk Encryption encrypts the machine. */
  readonly isAde: () => Promise<boolean>;
}

/** The machine's class; undefined where Azure's answers leave it open. */
export async function protectionClass(
  { reader, lists, vault, isAde }: ProtectionReading,
  vm: VirtualMachine,
): Promise<ProtectionClass | undefined> {
  const status = await unlessOdd(
    lists === undefined ? reader.protection(vm.id, vm.location) : lists.protection(vm, isAde),
  );
  if (status === undefined || status.status === 'unreadable') {
    return undefined;
  }
  const vaultId = valueOf(status)?.vaultId;
  if (vaultId === undefined) {
    const items = await itemsInOwnVaults(reader, vm);
    return items === undefined ? undefined : classWithout(items);
  }
  if (vault === undefined ? isInOther(vm, vaultId) : !sameId(vaultId, vault.id)) {
    return 'elsewhere';
  }
  const index = await reader.itemIndex(vaultId);
  const known = valueOf(index);
  if (known?.oddOf(vm.id) !== undefined) {
    return undefined;
  }
  const item = known?.itemOf(vm.id);
  return index.status === 'unreadable' ? undefined : item === undefined ? 'yes' : classOf(item);
}

/** Nothing where what may be the machine's item in a list cannot be read. */
async function unlessOdd<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (hasCode(error, 'AZB_UNEXPECTED_RESPONSE')) {
      return undefined;
    }
    throw error;
  }
}

function isInOther(vm: VirtualMachine, vaultId: string): boolean {
  return !sameName(parseResourceId(vaultId)?.subscriptionId ?? '', vm.subscriptionId);
}

/** Azure calls a machine unprotected whose backups were stopped: the vaults still have its item. */
function classWithout(items: readonly ProtectedItem[]): ProtectionClass {
  const classes = items.map((item) => classOf(item));
  return (
    classes.find((each) => each === 'yes') ?? classes.find((each) => each === 'stopped') ?? 'no'
  );
}

function classOf({ softDelete, protectionState }: ProtectedItem): ProtectionClass {
  if (softDelete !== undefined) {
    return 'no';
  }
  return ['ProtectionStopped', 'ProtectionPaused', 'BackupsSuspended'].includes(protectionState)
    ? 'stopped'
    : 'yes';
}

/** The machine's items in the vaults of its subscription and region; undefined where one of them cannot be looked into. */
async function itemsInOwnVaults(
  reader: FactReader,
  { id, subscriptionId, location }: VirtualMachine,
): Promise<readonly ProtectedItem[] | undefined> {
  const vaults = await reader.vaults(subscriptionId);
  if (vaults.status === 'unreadable') {
    return undefined;
  }
  const near = (valueOf(vaults) ?? []).filter((vault) => sameRegion(vault.location, location));
  const indexes = await Promise.all(near.map((vault) => reader.itemIndex(vault.id)));
  return indexes.some(
    (index) => index.status === 'unreadable' || valueOf(index)?.oddOf(id) !== undefined,
  )
    ? undefined
    : indexes.map((index) => valueOf(index)?.itemOf(id)).filter((item) => item !== undefined);
}
