import { disksThatNeedEnhanced } from '../../../domain/backup-policy/enhanced-need.js';
import type { Check, CheckResult } from '../../check.js';
import { azbackup } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass } from '../../check-result.js';
import { withPolicy } from '../../vault-results.js';

/** Standard policies take snapshots that Ultra Disk and Premium SSD v2 do not have. */
export const diskTypeFitsPolicy: Check = {
  id: 'disk.type-fits-policy',
  title: 'Ultra Disks and Premium SSD v2 use an Enhanced policy',
  severity: 'block',
  source: 'Back up Azure VMs with the Enhanced policy',
  evaluate: (facts) => [resultFor(facts)],
};

function resultFor(facts: PreflightFacts): CheckResult {
  const { vm } = facts;
  const special = disksThatNeedEnhanced(facts.disks);
  const [first] = special;
  if (first === undefined) {
    return pass(`The disks of ${vm.name} fit any policy`);
  }
  const evidence = special.map(({ name, type }) => `${name} is ${type}`);
  return withPolicy(facts, (policy) =>
    policy.policyType === 'Enhanced'
      ? pass(`${policy.name} fits the disks of ${vm.name}`, { evidence })
      : fail(`${vm.name} has disks of type ${first.type}, which ${policy.name} does not support`, {
          evidence: [...evidence, `policy type ${policy.policyType}`, 'needs an Enhanced policy'],
          fix: [azbackup('enable', vm, '--policy', 'EnhancedPolicy')],
          docs: DOCS.enhancedPolicy,
        }),
  );
}
