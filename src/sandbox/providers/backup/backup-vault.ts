// Finds what Azure Backup keeps in a vault, and the names that it gives to machines.

import { entryOf } from '../../kernel/entry-of.js';
import { parentsOfKey } from '../../kernel/entry-index.js';
import { parseResourceId } from '../../kernel/resource-id.js';
import { resourceKey } from '../../kernel/resource.js';
import type { WorldState } from '../../kernel/state.js';
import { itemsByKey } from './protected-items/indexes.js';
import type { ProtectedItem } from './protected-items/state.js';
import type { BackupVault } from './state.js';

/** What the vault with this id keeps, undefined when there is no such vault. */
export function findBackupVault(state: WorldState, vaultId: string): BackupVault | undefined {
  return entryOf(state.backup, resourceKey(vaultId));
}

/** The names of one machine in a vault; group and machine in lower case. Recording: all items. */
export interface MachineNames {
  /** `IaasVMContainer;iaasvmcontainerv2;<group>;<machine>` */
  readonly container: string;
  /** `VM;iaasvmcontainerv2;<group>;<machine>` */
  readonly item: string;
  /** `iaasvmcontainerv2;<group>;<machine>`, the name without what says its kind. */
  readonly bare: string;
  /** Original casing. */
  readonly friendlyName: string;
  /** Original casing. */
  readonly resourceGroup: string;
}

/** The names that Azure Backup gives to the machine with this ARM id. */
export function machineNames(vmId: string): MachineNames {
  const { resourceGroup = '', names } = parseResourceId(vmId);
  const friendlyName = names[0] ?? '';
  const bare = `iaasvmcontainerv2;${resourceGroup};${friendlyName}`.toLowerCase();
  return {
    container: `IaasVMContainer;${bare}`,
    item: `VM;${bare}`,
    bare,
    friendlyName,
    resourceGroup,
  };
}

/** The item of a machine in a vault, soft-deleted or not. */
export function findItemOfMachine(vault: BackupVault, vmId: string): ProtectedItem | undefined {
  return vault.items[machineNames(vmId).item.toLowerCase()];
}

/** The item with this name; names compare without case. */
export function findItem(vault: BackupVault, name: string): ProtectedItem | undefined {
  return entryOf(vault.items, name.toLowerCase());
}

/** The vaults that hold an item of this machine: their ids in lower case, and the item. */
export function vaultsOfMachine(
  state: WorldState,
  vmId: string,
): { readonly vaultKey: string; readonly item: ProtectedItem }[] {
  const wanted = resourceKey(vmId);
  const key = machineNames(vmId).item.toLowerCase();
  return parentsOfKey(state.backup, ({ items }) => items, itemsByKey, key).flatMap((vaultKey) => {
    const item = state.backup[vaultKey]?.items[key];
    return item !== undefined && resourceKey(item.vmId) === wanted ? [{ vaultKey, item }] : [];
  });
}
