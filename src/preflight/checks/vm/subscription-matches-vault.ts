import type { RecoveryServicesVault } from '../../../domain/vaults/recovery-services.js';
import { valueOf } from '../../../domain/fact.js';
import { sameName } from '../../../domain/resource-id.js';
import type { Check, CheckResult } from '../../check.js';
import { azbackup } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass, unknown } from '../../check-result.js';
import { withVault } from '../../vault-results.js';

/** VMs may be protected across subscriptions of a tenant since 2026; the pages on ADE still demand the same one. */
export const vmSubscriptionMatchesVault: Check = {
  id: 'vm.subscription-matches-vault',
  title: 'The VM can be protected from the subscription of the vault',
  severity: 'block',
  serviceChecks: true,
  source: 'Back up and restore encrypted Azure VMs: limitations; azure-cli pull request 33703',
  evaluate: (facts) => [withVault(facts, (vault) => resultFor(facts, vault))],
};

function resultFor(facts: PreflightFacts, vault: RecoveryServicesVault): CheckResult {
  const { vm, namesake } = facts;
  if (namesake !== undefined) {
    return nameTaken(facts, vault, namesake);
  }
  return sameName(vm.subscriptionId, vault.subscriptionId)
    ? pass(`${vm.name} and ${vault.name} are in the same subscription`)
    : acrossSubscriptions(facts, vault);
}

/** Nobody has shown what Azure does with the second one; at worst it takes the item of the first. */
function nameTaken(
  { vm }: PreflightFacts,
  vault: RecoveryServicesVault,
  namesake: string,
): CheckResult {
  return fail(
    `${vault.name} already has an item of this name, of a VM in another subscription than ${vm.name}`,
    {
      evidence: [
        `item of ${namesake}`,
        'a vault names items after resource group and VM, without the subscription',
      ],
      fix: [azbackup('enable', vm, '--create-vault', `rsv-${vm.location}`)],
      docs: DOCS.vmPreparation,
    },
  );
}

function acrossSubscriptions(
  { vm, encryption, tenants }: PreflightFacts,
  vault: RecoveryServicesVault,
): CheckResult {
  const evidence = [`VM in ${vm.subscriptionId}`, `vault in ${vault.subscriptionId}`];
  const fix = [azbackup('enable', vm, '--create-vault', `rsv-${vm.location}`)];
  if (encryption.kind === 'ade') {
    return fail(
      `${vault.name} is in another subscription than ${vm.name}, which is not supported with ADE`,
      {
        evidence: [
          ...evidence,
          `"Back up and restore encrypted Azure VMs": within the same subscription (${DOCS.encryptedVms})`,
        ],
        fix,
        docs: DOCS.encryptedVms,
      },
    );
  }
  const own = tenants === undefined ? undefined : valueOf(tenants.vm);
  const other = tenants === undefined ? undefined : valueOf(tenants.vault);
  if (tenants !== undefined && (own === undefined || other === undefined)) {
    return unknown(`Unknown whether ${vault.name} is in the tenant of ${vm.name}`, {
      evidence,
      fix: [azbackup('preflight', vm, '--vault', vault.id)],
      docs: DOCS.vmPreparation,
    });
  }
  if (own !== undefined && other !== undefined && !sameName(own, other)) {
    return fail(`${vault.name} is in another tenant than ${vm.name}`, {
      evidence: [...evidence, `VM in tenant ${own}`, `vault in tenant ${other}`],
      fix,
      docs: DOCS.vmPreparation,
    });
  }
  return pass(`${vm.name} can be protected across subscriptions, as it has no ADE`, {
    evidence: [...evidence, 'needs Cross Subscription Backup'],
    docs: DOCS.vmPreparation,
  });
}
