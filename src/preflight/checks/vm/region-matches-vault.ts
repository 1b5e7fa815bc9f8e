import { sameRegion } from '../../../domain/region.js';
import type { RecoveryServicesVault } from '../../../domain/vaults/recovery-services.js';
import type { VirtualMachine } from '../../../domain/virtual-machine.js';
import type { Check, CheckResult } from '../../check.js';
import { commandLine } from '../../../domain/command-line.js';
import { azbackup } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import { fail, pass } from '../../check-result.js';
import { withVault } from '../../vault-results.js';

/** A vault protects VMs of its own region alone. */
export const vmRegionMatchesVault: Check = {
  id: 'vm.region-matches-vault',
  title: 'The VM and the vault are in the same region',
  severity: 'block',
  source: 'Back up Azure VMs in a Recovery Services vault: prerequisites',
  evaluate: (facts) => [withVault(facts, (vault) => resultFor(facts.vm, vault))],
};

function resultFor(vm: VirtualMachine, vault: RecoveryServicesVault): CheckResult {
  return sameRegion(vm.location, vault.location)
    ? pass(`${vm.name} and ${vault.name} are in ${vm.location}`)
    : fail(`${vault.name} is in ${vault.location}, ${vm.name} in ${vm.location}`, {
        evidence: ['a vault protects only VMs in its own region'],
        fix: [
          azbackup('enable', vm, '--create-vault', `rsv-${vm.location}`),
          commandLine('az', 'backup', 'vault', 'list', '--output', 'table'),
        ],
        docs: DOCS.vmPreparation,
      });
}
