import type { BackupPolicy } from '../../../domain/backup-policy/policy.js';
import { sameName } from '../../../domain/resource-id.js';
import type { Check, CheckResult } from '../../check.js';
import { azbackup } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass } from '../../check-result.js';
import { withPolicy } from '../../vault-results.js';

/** Azure takes Trusted Launch with Standard from API version 2025-01-01 on; this program speaks an older one. */
export const vmSecurityTypeFitsPolicy: Check = {
  id: 'vm.security-type-fits-policy',
  title: 'Trusted Launch and confidential VMs use an Enhanced policy',
  severity: 'block',
  source: 'Back up Azure VMs with the Enhanced policy',
  evaluate: (facts) => [
    facts.vm.securityType === 'Standard'
      ? pass(`${facts.vm.name} has the security type Standard, which fits any policy`)
      : withPolicy(facts, (policy) => resultFor(facts, policy)),
  ],
};

function resultFor({ vm, item }: PreflightFacts, policy: BackupPolicy): CheckResult {
  const evidence = [`security type ${vm.securityType}`, `policy type ${policy.policyType}`];
  if (policy.policyType === 'Enhanced') {
    return pass(`${policy.name} fits the security type of ${vm.name}`, { evidence });
  }
  const inUse = item.status === 'known' ? (item.value.policyName ?? '') : '';
  return sameName(inUse, policy.name)
    ? pass(`${vm.name} is already protected with ${policy.name}`, { evidence })
    : fail(`${vm.name} is a ${vm.securityType} VM, which ${policy.name} does not support`, {
        evidence: [...evidence, 'needs an Enhanced policy'],
        fix: [azbackup('enable', vm, '--policy', 'EnhancedPolicy')],
        docs: DOCS.enhancedPolicy,
      });
}
