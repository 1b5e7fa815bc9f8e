import type { KeyVault } from '../../../domain/keys/key-vault.js';
import { sameRegion } from '../../../domain/region.js';
import { sameName } from '../../../domain/resource-id.js';
import type { VirtualMachine } from '../../../domain/virtual-machine.js';
import type { Check, CheckResult } from '../../check.js';
import { DOCS } from '../../documentation.js';
import { forEachFoundKeyVault } from '../../key-vault-results.js';
import { fail, pass } from '../../check-result.js';

/** ADE's own precondition, and what lets restored keys be used: key vault backups do not travel. */
export const keyvaultRegionAndSubscriptionMatch: Check = {
  id: 'keyvault.region-and-subscription-match',
  title: 'Key vaults are in the region and subscription of the VM',
  severity: 'block',
  serviceChecks: true,
  source: 'Azure Disk Encryption scenarios on Windows VMs; Azure Key Vault backup and restore',
  evaluate: (facts) => forEachFoundKeyVault(facts, (vault) => resultFor(facts.vm, vault)),
};

function resultFor(vm: VirtualMachine, vault: KeyVault): CheckResult {
  const differences = [
    ...(sameRegion(vm.location, vault.location)
      ? []
      : [`key vault in ${vault.location}, VM in ${vm.location}`]),
    ...(sameName(vm.subscriptionId, vault.subscriptionId)
      ? []
      : [`key vault in subscription ${vault.subscriptionId}, VM in ${vm.subscriptionId}`]),
  ];
  return differences.length === 0
    ? pass(`Key vault ${vault.name} is in the region and subscription of ${vm.name}`)
    : fail(`Key vault ${vault.name} is not in the region and subscription of ${vm.name}`, {
        evidence: differences,
        fix: [
          `encrypt ${vm.name} again with a key vault in ${vm.location} and the same subscription`,
        ],
        docs: vm.osType === 'Windows' ? DOCS.adeWindows : DOCS.adeLinux,
      });
}
