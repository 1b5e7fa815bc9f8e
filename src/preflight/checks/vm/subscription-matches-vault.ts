import type { RecoveryServicesVault } from '../../../domain/vaults/recovery-services.js';
import { sameName } from '../../../domain/resource-id.js';
import type { Check, CheckResult } from '../../check.js';
import { azbackup } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass } from '../../check-result.js';
import { withVault } from '../../vault-results.js';

/** Other VMs may be protected across subscriptions since 2026; the pages on ADE still demand the same one. */
export const vmSubscriptionMatchesVault: Check = {
  id: 'vm.subscription-matches-vault',
  title: 'A VM with ADE and its vault are in the same subscription',
  severity: 'block',
  source: 'Back up and restore encrypted Azure VMs: limitations',
  evaluate: (facts) => [withVault(facts, (vault) => resultFor(facts, vault))],
};

function resultFor({ vm, encryption }: PreflightFacts, vault: RecoveryServicesVault): CheckResult {
  if (sameName(vm.subscriptionId, vault.subscriptionId)) {
    return pass(`${vm.name} and ${vault.name} are in the same subscription`);
  }
  const evidence = [`VM in ${vm.subscriptionId}`, `vault in ${vault.subscriptionId}`];
  return encryption.kind === 'ade'
    ? fail(
        `${vault.name} is in another subscription than ${vm.name}, which is not supported with ADE`,
        {
          evidence,
          fix: [azbackup('enable', vm, '--create-vault', `rsv-${vm.location}`)],
          docs: DOCS.encryptedVms,
        },
      )
    : pass(`${vm.name} can be protected across subscriptions, as it has no ADE`, {
        evidence: [...evidence, 'needs Cross Subscription Backup'],
        docs: DOCS.vmPreparation,
      });
}
