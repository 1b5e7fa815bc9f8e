import type { RecoveryServicesVault } from '../../../domain/vaults/recovery-services.js';
import type { Check, CheckResult } from '../../check.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass, unread } from '../../check-result.js';
import { listPolicies, withVault } from '../../vault-results.js';

/** Every vault is born with DefaultPolicy and EnhancedPolicy; others have to be made. */
export const policyFound: Check = {
  id: 'policy.found',
  title: 'The policy exists in the vault',
  severity: 'block',
  source: 'OpenAPI ProtectionPolicies_Get; recording of the policies of a new vault',
  evaluate: (facts) => [withVault(facts, (vault) => resultFor(facts, vault))],
};

function resultFor(facts: PreflightFacts, vault: RecoveryServicesVault): CheckResult {
  const { policy, policyName, nearPolicies: near = [] } = facts;
  switch (policy.status) {
    case 'known': {
      return pass(`Policy ${policy.value.name} exists in ${vault.name}`, {
        subject: policy.value.id,
        evidence: [`type ${policy.value.policyType}`],
      });
    }
    case 'absent': {
      return fail(`${vault.name} has no policy ${policyName}`, {
        subject: vault.id,
        evidence: near.length === 0 ? [] : [`similar names: ${near.join(', ')}`],
        fix: [
          ...near.slice(0, 1).map((name) => `did you mean: --policy ${name}`),
          listPolicies(vault),
        ],
        docs: DOCS.vmPreparation,
      });
    }
    case 'unreadable': {
      return unread(facts, policy, `Unknown whether ${vault.name} has policy ${policyName}`, {
        subject: vault.id,
        action: 'Microsoft.RecoveryServices/Vaults/backupPolicies/read',
        scope: vault.id,
        docs: DOCS.vmPreparation,
      });
    }
  }
}
