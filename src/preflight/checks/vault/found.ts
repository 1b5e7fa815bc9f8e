import type { Check, CheckResult } from '../../check.js';
import { azbackup } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass, unread } from '../../check-result.js';

/** There has to be a vault in the region of the VM. */
export const vaultFound: Check = {
  id: 'vault.found',
  title: 'There is a Recovery Services vault to protect the VM',
  severity: 'block',
  source: 'Back up Azure VMs in a Recovery Services vault',
  evaluate: (facts) => [resultFor(facts)],
};

function resultFor(facts: PreflightFacts): CheckResult {
  const { vault, vm } = facts;
  switch (vault.status) {
    case 'known': {
      return pass(`Recovery Services vault ${vault.value.name} is there`, {
        subject: vault.value.id,
      });
    }
    case 'absent': {
      return fail(`There is no Recovery Services vault for ${vm.name} in ${vm.location}`, {
        fix: [azbackup('enable', vm, '--create-vault', `rsv-${vm.location}`)],
        docs: DOCS.vmPreparation,
      });
    }
    case 'unreadable': {
      return unread(facts, vault, 'Whether there is a Recovery Services vault is not known', {
        action: 'Microsoft.RecoveryServices/Vaults/read',
        scope: `/subscriptions/${vm.subscriptionId}`,
        docs: DOCS.vmPreparation,
      });
    }
  }
}
