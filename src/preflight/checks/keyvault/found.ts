import type { Check } from '../../check.js';
import { commandLine } from '../../../domain/command-line.js';
import { DOCS } from '../../documentation.js';
import { forEachKeyVault } from '../../key-vault-results.js';
import { fail, pass, unread } from '../../check-result.js';

/** A deleted key vault takes the keys of the VM with it. */
export const keyvaultFound: Check = {
  id: 'keyvault.found',
  title: 'Every key vault used for encryption exists',
  severity: 'block',
  serviceChecks: true,
  source: 'Back up and restore encrypted Azure VMs; OpenAPI Vaults_Get (Microsoft.KeyVault)',
  evaluate: (facts) =>
    forEachKeyVault(facts, ({ vault, vaultId, vaultUrl }, name) => {
      switch (vault.status) {
        case 'known': {
          return pass(`Key vault ${name} exists`);
        }
        case 'absent': {
          return fail(`Key vault ${name} does not exist`, {
            evidence: [`used by the encryption settings: ${vaultId ?? vaultUrl}`],
            fix: [commandLine('az', 'keyvault', 'recover', '--name', name)],
            docs: DOCS.keyVaultSoftDelete,
          });
        }
        case 'unreadable': {
          return unread(facts, vault, `Key vault ${name} could not be read`, {
            action: 'Microsoft.KeyVault/vaults/read',
            scope: vaultId ?? `/subscriptions/${facts.vm.subscriptionId}`,
            docs: DOCS.encryptedVms,
          });
        }
      }
    }),
};
