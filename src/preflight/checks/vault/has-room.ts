import type { RecoveryServicesVault } from '../../../domain/vaults/recovery-services.js';
import type { Check, CheckResult } from '../../check.js';
import { azbackup } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass, skip, unread } from '../../check-result.js';
import { withVault } from '../../vault-results.js';

/** Azure VMs that one vault takes: "Support matrix for Azure Backup". */
const MAX_VMS = 1000;

/** A VM that is an item of the vault already takes no further room. */
export const vaultHasRoom: Check = {
  id: 'vault.has-room',
  title: 'The vault has room for the VM',
  severity: 'block',
  source: 'Support matrix for Azure Backup: vault limits',
  evaluate: (facts) => [withVault(facts, (vault) => resultFor(facts, vault))],
};

function resultFor(facts: PreflightFacts, { id, name }: RecoveryServicesVault): CheckResult {
  const { vm, item, vaultItems } = facts;
  if (item.status === 'known') {
    return pass(`${vm.name} is already in ${name}`, { subject: id });
  }
  switch (vaultItems.status) {
    case 'known': {
      const evidence = [`${vaultItems.value} of ${MAX_VMS} VMs`];
      return vaultItems.value < MAX_VMS
        ? pass(`${name} has room for ${vm.name}`, { subject: id, evidence })
        : fail(`${name} is full`, {
            subject: id,
            evidence,
            fix: [azbackup('enable', vm, '--create-vault', `${name}-2`)],
            docs: DOCS.supportMatrix,
          });
    }
    case 'absent': {
      return skip(`the items of ${name} were not counted`, { subject: id });
    }
    case 'unreadable': {
      return unread(facts, vaultItems, `The number of VMs in ${name} is unknown`, {
        subject: id,
        action: 'Microsoft.RecoveryServices/Vaults/backupProtectedItems/read',
        scope: id,
        docs: DOCS.supportMatrix,
      });
    }
  }
}
