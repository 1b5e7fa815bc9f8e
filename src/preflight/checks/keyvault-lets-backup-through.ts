import type { KeyVault } from '../../domain/key-vault.js';
import type { Check, Verdict } from '../check.js';
import { commandLine } from '../command-line.js';
import { DOCS } from '../documentation.js';
import { forEachFoundKeyVault } from '../key-vault-verdicts.js';
import { fail, pass } from '../verdict.js';

/**
 * Azure Backup is a trusted service: the bypass lets it in even with public access disabled. A network
 * security perimeter in enforced mode overrides that and is not seen here.
 */
export const keyvaultLetsBackupThrough: Check = {
  id: 'keyvault.lets-backup-through',
  title: 'Firewalls of key vaults let Azure Backup through',
  severity: 'block',
  source: 'Virtual network service endpoints for Azure Key Vault: trusted services',
  evaluate: (facts) => forEachFoundKeyVault(facts, verdictOn),
};

function verdictOn({ name, network, subscriptionId }: KeyVault): Verdict {
  const { publicAccess, defaultAction, trustedServicesBypass } = network;
  const evidence = [
    `public access ${publicAccess ? 'enabled' : 'disabled'}`,
    `default action ${defaultAction}`,
    `trusted services ${trustedServicesBypass ? 'pass' : 'do not pass'}`,
  ];
  if (trustedServicesBypass || (publicAccess && defaultAction === 'Allow')) {
    return pass(`Key vault ${name} lets Azure Backup through`, { evidence });
  }
  return fail(`The firewall of key vault ${name} keeps Azure Backup out`, {
    evidence,
    fix: [
      commandLine(
        'az',
        'keyvault',
        'update',
        '--name',
        name,
        '--subscription',
        subscriptionId,
        '--bypass',
        'AzureServices',
      ),
    ],
    docs: DOCS.keyVaultNetwork,
  });
}
