import { sameName } from '../../../domain/resource-id.js';
import type { RecoveryServicesVault } from '../../../domain/vaults/recovery-services.js';
import type { Check, CheckResult } from '../../check.js';
import { skip } from '../../check-result.js';
import type { PreflightFacts } from '../../facts.js';
import { AZURE_OBEYS, unlockedResult } from '../../lock-results.js';
import { withVault } from '../../vault-results.js';

/** To protect a VM is to write to the vault, and to back it up now is a POST, which such a lock stops as well. */
export const vaultUnlocked: Check = {
  id: 'vault.unlocked',
  title: 'No read-only lock on the vault, its resource group or subscription',
  severity: 'block',
  unknownWarns: AZURE_OBEYS,
  source: 'Lock your Azure resources to protect your infrastructure; error ScopeLocked',
  evaluate: (facts) => [withVault(facts, (vault) => resultFor(facts, vault))],
};

function resultFor(facts: PreflightFacts, { id, name }: RecoveryServicesVault): CheckResult {
  if (isAsWanted(facts)) {
    return skip(`${facts.vm.name} is protected in ${name} already: nothing is changed`, {
      subject: id,
    });
  }
  return unlockedResult(facts, {
    locks: facts.vaultLocks,
    scope: id,
    name,
    consequence: 'Azure refuses to protect VMs in it, and to back them up now',
    severity: 'block',
  });
}

function isAsWanted({ intent, item, policyName }: PreflightFacts): boolean {
  return (
    intent.backup === undefined &&
    item.status === 'known' &&
    item.value.protectionState === 'Protected' &&
    sameName(item.value.policyName ?? '', policyName)
  );
}
