// What documents on vaults have in common, from what could be read of a vault.

import type { Fact } from '../../domain/fact.js';
import { valueOf } from '../../domain/fact.js';
import type {
  ProtectedItem,
  RecoveryServicesVault,
} from '../../domain/vaults/recovery-services.js';
import type { VaultStorage } from '../../domain/vaults/vault-settings.js';
import type { VaultsItem } from './result.js';
import type { FactReader } from '../../facts/fact-reader.js';
import { resourceDocument } from '../results/machines.js';

/** A vault with what a line about it says. */
export interface VaultFacts {
  readonly vault: RecoveryServicesVault;
  readonly storage: Fact<VaultStorage>;
  readonly items: Fact<readonly ProtectedItem[]>;
}

/** Reads what a line about a vault says. */
export async function gatherVaultFacts(
  reader: FactReader,
  vault: RecoveryServicesVault,
): Promise<VaultFacts> {
  const [storage, items] = await Promise.all([
    reader.vaultStorage(vault.id),
    reader.items(vault.id),
  ]);
  return { vault, storage, items };
}

/** A vault that never had immutability says nothing of it (recorded). */
export function immutabilityOf({ immutability }: RecoveryServicesVault): string {
  return immutability ?? 'Disabled';
}

/** The members that the list and the single vault share. */
export function vaultMembers({ vault, storage, items }: VaultFacts): VaultsItem {
  const known = valueOf(items);
  const storageSettings = valueOf(storage);
  return {
    vault: resourceDocument(vault.id, vault.name),
    resourceGroup: vault.resourceGroup,
    location: vault.location,
    provisioningState: vault.provisioningState,
    redundancy: storageSettings?.redundancy ?? vault.redundancy ?? null,
    crossRegionRestore: storageSettings?.crossRegionRestore ?? vault.crossRegionRestore ?? null,
    softDelete: vault.softDelete === undefined ? null : { ...vault.softDelete },
    immutability: immutabilityOf(vault),
    protectedItems: count(known, (item) => item.softDelete === undefined),
    softDeletedItems: count(known, (item) => item.softDelete !== undefined),
    unread: unreadOf({ 'storage configuration': storage, items }),
  };
}

function count(
  items: readonly ProtectedItem[] | undefined,
  counts: (item: ProtectedItem) => boolean,
): number | null {
  return items === undefined ? null : items.filter((item) => counts(item)).length;
}

/** The names of facts that could not be read. */
export function unreadOf(facts: Readonly<Record<string, Fact<unknown>>>): string[] {
  return Object.entries(facts).flatMap(([name, fact]) =>
    fact.status === 'unreadable' ? [name] : [],
  );
}
