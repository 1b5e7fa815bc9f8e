import type { Check } from '../../check.js';
import { azKeyVaultUpdate } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import { forEachFoundKeyVault } from '../../key-vault-results.js';
import { fail, pass } from '../../check-result.js';

/** Warns: no page says that backup needs the flag, but the VM, and one restored from it, starts only with it. */
export const keyvaultEnabledForDiskEncryption: Check = {
  id: 'keyvault.enabled-for-disk-encryption',
  title: 'Key vaults are enabled for disk encryption',
  severity: 'warn',
  source: 'Azure Disk Encryption scenarios on Windows VMs; OpenAPI VaultProperties',
  evaluate: (facts) =>
    forEachFoundKeyVault(facts, (keyVault) =>
      keyVault.enabledForDiskEncryption
        ? pass(`Key vault ${keyVault.name} is enabled for disk encryption`)
        : fail(`Key vault ${keyVault.name} is not enabled for disk encryption`, {
            evidence: [
              `${facts.vm.name} will not start again, and VMs restored from it will not start`,
            ],
            fix: [azKeyVaultUpdate(keyVault, '--enabled-for-disk-encryption', 'true')],
            docs: facts.vm.osType === 'Windows' ? DOCS.adeWindows : DOCS.adeLinux,
          }),
    ),
};
