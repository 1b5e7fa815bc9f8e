import type { RecoveryServicesVault } from '../../../domain/vaults/recovery-services.js';
import type { Check, CheckResult } from '../../check.js';
import { commandLine } from '../../../domain/command-line.js';
import { DOCS } from '../../documentation.js';
import { fail, pass, unknown } from '../../check-result.js';
import { withVault } from '../../vault-results.js';

/**
 * The key that encrypts the vault's backups is another than the VM's: the vault's own identity reads it.
 * Its grants are not gathered, so with such a key the answer is unknown at best, which warns.
 */
export const vaultCmkReadable: Check = {
  id: 'vault.cmk-readable',
  title: 'The vault can read the customer-managed key that encrypts its backups',
  severity: 'warn',
  source: 'Encrypt backup data with customer-managed keys; error BCMProtGetSaSUriAsyncError',
  evaluate: (facts) => [withVault(facts, resultFor)],
};

function resultFor(vault: RecoveryServicesVault): CheckResult {
  const { id, name, customerKeyUrl, identityPrincipalIds } = vault;
  if (customerKeyUrl === undefined) {
    return pass(`${name} encrypts backups with platform-managed keys`, { subject: id });
  }
  const details = { subject: id, docs: DOCS.vaultCustomerKey };
  if (identityPrincipalIds.length === 0) {
    return fail(`${name} has a customer-managed key but no identity to read it`, {
      ...details,
      evidence: [`key ${customerKeyUrl}`],
      fix: [assignIdentity(vault)],
    });
  }
  return unknown(`Unknown whether ${name} can read its customer-managed key`, {
    ...details,
    evidence: [
      `key ${customerKeyUrl}`,
      ...identityPrincipalIds.map((principal) => `identity ${principal}`),
      'the identity needs get, wrapKey and unwrapKey, or Key Vault Crypto Service Encryption User',
    ],
    fix: [commandLine('az', 'keyvault', 'key', 'show', '--id', customerKeyUrl)],
  });
}

function assignIdentity({ name, resourceGroup, subscriptionId }: RecoveryServicesVault): string {
  const where = ['--name', name, '--resource-group', resourceGroup];
  const words = [...where, '--subscription', subscriptionId, '--system-assigned'];
  return commandLine('az', 'backup', 'vault', 'identity', 'assign', ...words);
}
