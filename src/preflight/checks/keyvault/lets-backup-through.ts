import type { KeyVault } from '../../../domain/keys/key-vault.js';
import type { Check, CheckResult } from '../../check.js';
import { azKeyVaultUpdate } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import { forEachFoundKeyVault } from '../../key-vault-results.js';
import { fail, pass } from '../../check-result.js';

/**
 * Azure Backup is a trusted service: the bypass lets it in even with public access disabled. A network
 * security perimeter in enforced mode overrides that and is not seen here.
 */
export const keyvaultLetsBackupThrough: Check = {
  id: 'keyvault.lets-backup-through',
  title: 'Key vault firewalls allow Azure Backup',
  severity: 'block',
  source: 'Virtual network service endpoints for Azure Key Vault: trusted services',
  evaluate: (facts) => forEachFoundKeyVault(facts, resultFor),
};

function resultFor(keyVault: KeyVault): CheckResult {
  const { name, network } = keyVault;
  const { publicAccess, defaultAction, trustedServicesBypass } = network;
  const evidence = [
    `public access ${publicAccess ? 'enabled' : 'disabled'}`,
    `default action ${defaultAction}`,
    `trusted services ${trustedServicesBypass ? 'allowed' : 'not allowed'}`,
  ];
  if (trustedServicesBypass || (publicAccess && defaultAction === 'Allow')) {
    return pass(`Key vault ${name} allows Azure Backup`, { evidence });
  }
  return fail(`The firewall of key vault ${name} blocks Azure Backup`, {
    evidence,
    fix: [azKeyVaultUpdate(keyVault, '--bypass', 'AzureServices')],
    docs: DOCS.keyVaultNetwork,
  });
}
