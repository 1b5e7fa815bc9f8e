import type { KeyVault } from '../../../domain/keys/key-vault.js';
import { barrierToTrustedServices } from '../../../domain/public-access.js';
import type { Check, CheckResult } from '../../check.js';
import { azKeyVaultUpdate } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import { forEachFoundKeyVault } from '../../key-vault-results.js';
import { fail, pass } from '../../check-result.js';

/**
 * Azure Backup is a trusted service: the bypass lets it in even with public access disabled. A network
 * security perimeter in enforced mode overrides that. Its rules are not read: a key vault does not name its perimeter.
 */
export const keyvaultLetsBackupThrough: Check = {
  id: 'keyvault.lets-backup-through',
  title: 'Key vault firewalls allow Azure Backup',
  severity: 'block',
  serviceChecks: true,
  source: 'Virtual network service endpoints for Azure Key Vault: trusted services',
  evaluate: (facts) => forEachFoundKeyVault(facts, resultFor),
};

const ACCESS_WORDS: Record<KeyVault['network']['publicAccess'], string> = {
  Enabled: 'enabled',
  Disabled: 'disabled',
  SecuredByPerimeter: 'secured by perimeter',
};

function resultFor(keyVault: KeyVault): CheckResult {
  const { name, network } = keyVault;
  const { publicAccess, defaultAction, trustedServicesBypass } = network;
  const evidence = [
    `public access ${ACCESS_WORDS[publicAccess]}`,
    `default action ${defaultAction}`,
    `trusted services ${trustedServicesBypass ? 'allowed' : 'not allowed'}`,
  ];
  const barrier = barrierToTrustedServices(network);
  if (barrier === 'perimeter') {
    return fail(`The network security perimeter of key vault ${name} keeps Azure Backup out`, {
      evidence: [
        ...evidence,
        'a perimeter in enforced mode overrides the exception for trusted services',
        'the inbound access rules of the perimeter are not read here',
      ],
      fix: [
        'set the association of the key vault with its perimeter to transition mode: az network perimeter association update --access-mode Learning (extension nsp)',
      ],
      docs: DOCS.networkPerimeter,
    });
  }
  if (barrier === undefined) {
    return pass(`Key vault ${name} allows Azure Backup`, { evidence });
  }
  return fail(`The firewall of key vault ${name} blocks Azure Backup`, {
    evidence,
    fix: [azKeyVaultUpdate(keyVault, '--bypass', 'AzureServices')],
    docs: DOCS.keyVaultNetwork,
  });
}
