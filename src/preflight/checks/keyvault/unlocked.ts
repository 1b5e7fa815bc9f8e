import { needsGrant } from '../../../domain/protection/backup-grant.js';
import type { Check } from '../../check.js';
import { skip } from '../../check-result.js';
import { forEachKeyVault } from '../../key-vault-results.js';
import { AZURE_OBEYS, unlockedResult } from '../../lock-results.js';

/** Roles and access policies are written to the key vault; its keys and secrets no lock concerns. */
export const keyvaultUnlocked: Check = {
  id: 'keyvault.unlocked',
  title: 'No read-only lock keeps access from being granted on key vaults',
  severity: 'block',
  unknownWarns: AZURE_OBEYS,
  source: 'Lock your Azure resources to protect your infrastructure; error ScopeLocked',
  evaluate: (facts) =>
    forEachKeyVault(facts, (keyVault, name) => {
      const { vault, locks } = keyVault;
      if (vault.status !== 'known') {
        return skip(`${name} could not be read`);
      }
      const result = unlockedResult(facts, {
        locks,
        scope: vault.value.id,
        name,
        consequence: 'Azure refuses to grant access to it',
        severity: facts.intent.grant ? 'block' : 'warn',
      });
      return result.status === 'pass' || needsGrant(keyVault, facts.principal)
        ? result
        : skip(`${name} needs no grant`);
    }),
};
