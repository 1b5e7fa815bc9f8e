import type { BackupPolicy } from '../../../domain/backup-policy/policy.js';
import { sameName } from '../../../domain/resource-id.js';
import type { Check, CheckResult } from '../../check.js';
import { azbackup } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass, skip, unread } from '../../check-result.js';
import { listPolicies, withPolicy } from '../../vault-results.js';

/** What the portal lets a policy take, and where Azure's own tools stop. */
const ADVISED_VMS = 100;
const MAX_VMS = 1000;

/** Warns from 100 VMs on, blocks at 1,000. */
export const policyHasRoom: Check = {
  id: 'policy.has-room',
  title: 'The policy has fewer VMs than advised',
  severity: 'warn',
  source: 'Support matrix for Azure VM backup: VMs in a policy',
  evaluate: (facts) => [withPolicy(facts, (policy) => resultFor(facts, policy))],
};

function resultFor(facts: PreflightFacts, policy: BackupPolicy): CheckResult {
  const { id, name } = policy;
  const { vm, vault, item, policyItems } = facts;
  const inUse = item.status === 'known' ? (item.value.policyName ?? '') : '';
  if (sameName(inUse, name)) {
    return pass(`${vm.name} already uses ${name}`, { subject: id });
  }
  switch (policyItems.status) {
    case 'known': {
      return resultForCount(facts, policy, policyItems.value);
    }
    case 'absent': {
      return skip(`the VMs that use ${name} were not counted`, { subject: id });
    }
    case 'unreadable': {
      return unread(facts, policyItems, `The number of VMs with ${name} is unknown`, {
        subject: id,
        action: 'Microsoft.RecoveryServices/Vaults/backupProtectedItems/read',
        scope: vault.status === 'known' ? vault.value.id : id,
        docs: DOCS.vmSupportMatrix,
      });
    }
  }
}

function resultForCount(facts: PreflightFacts, policy: BackupPolicy, count: number): CheckResult {
  const { id, name } = policy;
  const evidence = [`${count} VMs use it; advised ${ADVISED_VMS}, maximum ${MAX_VMS}`];
  const details = { subject: id, evidence, fix: anotherPolicy(facts), docs: DOCS.vmSupportMatrix };
  if (count >= MAX_VMS) {
    return fail(`Policy ${name} is full`, { ...details, severity: 'block' });
  }
  return count >= ADVISED_VMS
    ? fail(`Policy ${name} has as many VMs as advised`, details)
    : pass(`Policy ${name} has room`, { subject: id, evidence });
}

function anotherPolicy({ vault, vm }: PreflightFacts): readonly string[] {
  return [
    ...(vault.status === 'known' ? [listPolicies(vault.value)] : []),
    `then use one of those: ${azbackup('enable', vm)} --policy NAME`,
  ];
}
