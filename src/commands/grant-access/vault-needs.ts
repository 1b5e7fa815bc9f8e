// What encrypted machines need of each key vault, merged so that a vault used by ten is granted once.

import { valueOf } from '../../domain/fact.js';
import type { KeyVault } from '../../domain/keys/key-vault.js';
import { idKey, type ResourceId } from '../../domain/resource-id.js';
import type { KeyVaultFacts, PreflightFacts } from '../../preflight/facts.js';
import type { AccessNeed } from './backup-roles.js';

/** A key vault with everything that a grant depends on. */
export interface VaultNeed {
  readonly facts: KeyVaultFacts;
  readonly vault: KeyVault;
  readonly need: AccessNeed;
  /** The exact objects, as ARM ids of key and secret. */
  readonly objects: readonly ResourceId[];
  readonly vmIds: readonly ResourceId[];
  /** True when what is needed is lacking. */
  readonly lacking: boolean;
}

/**
 * The key vaults of several machines, each once.
 * @param isLacking tells whether one machine's need at one vault is unmet
 */
export function vaultNeeds(
  machines: readonly PreflightFacts[],
  isLacking: (machine: PreflightFacts, keyVault: KeyVaultFacts) => boolean,
): VaultNeed[] {
  const needs = new Map<string, VaultNeed>();
  for (const machine of machines) {
    for (const facts of machine.keyVaults) {
      const vault = valueOf(facts.vault);
      if (vault !== undefined) {
        const key = idKey(vault.id);
        const need = needOf(machine, facts, vault);
        needs.set(key, merge(needs.get(key), { ...need, lacking: isLacking(machine, facts) }));
      }
    }
  }
  return [...needs.values()];
}

function needOf(
  machine: PreflightFacts,
  facts: KeyVaultFacts,
  vault: KeyVault,
): Omit<VaultNeed, 'lacking'> {
  const objects = [
    ...facts.keys.map(({ ref }) => `${vault.id}/keys/${ref.name}`),
    ...facts.secrets.map(({ ref }) => `${vault.id}/secrets/${ref.name}`),
  ];
  const need = facts.keys.length > 0 ? 'secrets-and-keys' : 'secrets';
  return { facts, vault, need, objects, vmIds: [machine.vm.id] };
}

function merge(earlier: VaultNeed | undefined, later: VaultNeed): VaultNeed {
  if (earlier === undefined) {
    return later;
  }
  return {
    facts: earlier.facts,
    vault: earlier.vault,
    need: earlier.need === 'secrets' ? later.need : earlier.need,
    objects: [...new Set([...earlier.objects, ...later.objects])],
    vmIds: [...earlier.vmIds, ...later.vmIds],
    lacking: earlier.lacking || later.lacking,
  };
}
