import { valueOf } from '../../../domain/fact.js';
import type { BackupPolicy } from '../../../domain/backup-policy/policy.js';
import type { Check, CheckResult } from '../../check.js';
import { azbackup } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass } from '../../check-result.js';
import { withPolicy } from '../../vault-results.js';

/**
 * Enhanced policies work on VM restore points, which unmanaged disks do not have; and an item that has an
 * Enhanced policy cannot go back to a Standard one.
 */
export const policyFitsVm: Check = {
  id: 'policy.fits-vm',
  title: "The policy type fits the VM's disks and the policy in use",
  severity: 'block',
  source: 'Move VM backup from Standard to Enhanced policy; Support matrix for VM restore points',
  evaluate: (facts) => [withPolicy(facts, (policy) => resultFor(facts, policy))],
};

function resultFor(facts: PreflightFacts, policy: BackupPolicy): CheckResult {
  const { vm } = facts;
  const current = valueOf(facts.currentPolicy);
  if (current?.policyType === 'Enhanced' && policy.policyType === 'Standard') {
    return fail(`${vm.name} has an Enhanced policy and can't go back to a Standard one`, {
      subject: policy.id,
      evidence: [`in use: ${current.name}, Enhanced`, `requested: ${policy.name}, Standard`],
      fix: [azbackup('enable', vm, '--policy', current.name)],
      docs: DOCS.enhancedPolicy,
    });
  }
  const unmanaged = vm.disks.filter(({ source }) => source.kind === 'unmanaged');
  const subject = policy.id;
  return policy.policyType === 'Enhanced' && unmanaged.length > 0
    ? fail(`${policy.name} is an Enhanced policy, and ${vm.name} has unmanaged disks`, {
        subject,
        evidence: unmanaged.map(({ name }) => `${name} is unmanaged`),
        fix: [azbackup('enable', vm, '--policy', 'DefaultPolicy')],
        docs: DOCS.enhancedPolicy,
      })
    : pass(`${policy.name} fits the disks of ${vm.name}`, {
        subject,
        evidence: [`policy type ${policy.policyType}`],
      });
}
