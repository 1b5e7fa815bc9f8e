import type { Check } from '../../check.js';
import { azKeyVaultUpdate } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import { forEachFoundKeyVault } from '../../key-vault-results.js';
import { fail, pass } from '../../check-result.js';

/** Without it whoever may purge can make backups useless before soft delete runs out. */
export const keyvaultPurgeProtectionOn: Check = {
  id: 'keyvault.purge-protection-on',
  title: 'Deleted keys and secrets cannot be purged early',
  severity: 'warn',
  source: 'Azure Key Vault soft-delete overview: purge protection',
  evaluate: (facts) =>
    forEachFoundKeyVault(facts, (keyVault) =>
      keyVault.purgeProtection
        ? pass(`Purge protection of key vault ${keyVault.name} is on`)
        : fail(`Purge protection of key vault ${keyVault.name} is off`, {
            evidence: ['a deleted key or secret can be purged before its retention ends'],
            fix: [azKeyVaultUpdate(keyVault, '--enable-purge-protection', 'true')],
            docs: DOCS.keyVaultSoftDelete,
          }),
    ),
};
