// Checks of key vaults give one verdict for each vault that the VM's encryption depends on.

import { vaultNameOf } from '../domain/keys/key-vault-url.js';
import type { KeyVault } from '../domain/keys/key-vault.js';
import type { CheckResult } from './check.js';
import { azbackup } from './command-line.js';
import type { KeyVaultFacts, PreflightFacts } from './facts.js';
import { skip, skipWithoutAde, unknown, unread } from './check-result.js';

/** A verdict for each key vault of ADE, found or not; skips other machines. */
export function forEachKeyVault(
  facts: PreflightFacts,
  evaluate: (keyVault: KeyVaultFacts, name: string) => CheckResult,
): readonly CheckResult[] {
  const skipped = skipWithoutAde(facts);
  if (skipped !== undefined) {
    return [skipped];
  }
  return facts.keyVaults.length === 0
    ? [withoutKeyVault(facts)]
    : facts.keyVaults.map((keyVault) => ({
        subject: keyVault.vaultId ?? keyVault.vaultUrl,
        ...evaluate(keyVault, vaultNameOf(keyVault.vaultUrl)),
      }));
}

/** As `forEachKeyVault`, for rules about properties of the vault itself. */
export function forEachFoundKeyVault(
  facts: PreflightFacts,
  evaluate: (vault: KeyVault) => CheckResult,
): readonly CheckResult[] {
  return forEachKeyVault(facts, ({ vault, vaultId, vaultUrl }, name) => {
    switch (vault.status) {
      case 'known': {
        return evaluate(vault.value);
      }
      case 'absent': {
        return skip(`${name} was not found`);
      }
      case 'unreadable': {
        return unread(facts, vault, `Properties of key vault ${name} could not be read`, {
          action: 'Microsoft.KeyVault/vaults/read',
          scope: vaultId ?? vaultUrl,
        });
      }
    }
  });
}

/** ADE is at work but no disk tells its key vault yet, as while encryption begins. */
function withoutKeyVault(facts: PreflightFacts): CheckResult {
  return unknown(`The key vault of the BEK of ${facts.vm.name} is unknown`, {
    evidence: facts.encryption.evidence.map(
      ({ source, subject, statement }) => `${source} ${subject}: ${statement}`,
    ),
    fix: [azbackup('preflight', facts.vm)],
  });
}
