import type { Check, CheckResult } from '../../check.js';
import { azbackup } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass, unread } from '../../check-result.js';

/** There has to be a vault in the region of the VM. */
export const vaultFound: Check = {
  id: 'vault.found',
  title: 'A Recovery Services vault for the VM exists',
  severity: 'block',
  source: 'Back up Azure VMs in a Recovery Services vault',
  evaluate: (facts) => [resultFor(facts)],
};

function resultFor(facts: PreflightFacts): CheckResult {
  const { vault, vaultCandidates = [], vm } = facts;
  switch (vault.status) {
    case 'known': {
      return pass(`Recovery Services vault ${vault.value.name} exists`, {
        subject: vault.value.id,
      });
    }
    case 'absent': {
      if (vaultCandidates.length > 0) {
        return fail(`No vault is chosen: ${vaultCandidates.length} could protect ${vm.name}`, {
          evidence: vaultCandidates,
          fix: [azbackup('preflight', vm, '--vault', vaultCandidates[0] ?? 'NAME')],
          docs: DOCS.vmPreparation,
        });
      }
      return fail(`No Recovery Services vault for ${vm.name} in ${vm.location}`, {
        fix: [azbackup('enable', vm, '--create-vault', `rsv-${vm.location}`)],
        docs: DOCS.vmPreparation,
      });
    }
    case 'unreadable': {
      return unread(facts, vault, 'Unknown whether a Recovery Services vault exists', {
        action: 'Microsoft.RecoveryServices/Vaults/read',
        scope: `/subscriptions/${vm.subscriptionId}`,
        docs: DOCS.vmPreparation,
      });
    }
  }
}
