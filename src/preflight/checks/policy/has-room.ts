import type { BackupPolicy } from '../../../domain/backup-policy/policy.js';
import { sameName } from '../../../domain/resource-id.js';
import type { Check, Verdict } from '../../check.js';
import { azbackup } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass, skip, unread } from '../../verdict.js';
import { listPolicies, withPolicy } from '../../vault-verdicts.js';

/** What the portal lets a policy take, and where Azure's own tools stop. */
const ADVISED_VMS = 100;
const MOST_VMS = 1000;

/** Warns from 100 VMs on, blocks at 1,000. */
export const policyHasRoom: Check = {
  id: 'policy.has-room',
  title: 'The policy serves fewer VMs than it should',
  severity: 'warn',
  source: 'Support matrix for Azure VM backup: VMs in a policy',
  evaluate: (facts) => [withPolicy(facts, (policy) => verdictOn(facts, policy))],
};

function verdictOn(facts: PreflightFacts, policy: BackupPolicy): Verdict {
  const { id, name } = policy;
  const { vm, vault, item, policyItems } = facts;
  const inUse = item.status === 'known' ? (item.value.policyName ?? '') : '';
  if (sameName(inUse, name)) {
    return pass(`${vm.name} uses ${name} already`, { subject: id });
  }
  switch (policyItems.status) {
    case 'known': {
      return verdictOnCount(facts, policy, policyItems.value);
    }
    case 'absent': {
      return skip(`the VMs that use ${name} were not counted`, { subject: id });
    }
    case 'unreadable': {
      return unread(facts, policyItems, `How many VMs use ${name} is not known`, {
        subject: id,
        action: 'Microsoft.RecoveryServices/Vaults/backupProtectedItems/read',
        scope: vault.status === 'known' ? vault.value.id : id,
        docs: DOCS.vmSupportMatrix,
      });
    }
  }
}

function verdictOnCount(facts: PreflightFacts, policy: BackupPolicy, count: number): Verdict {
  const { id, name } = policy;
  const evidence = [`${count} VMs use it; ${ADVISED_VMS} are advised, ${MOST_VMS} possible`];
  const details = { subject: id, evidence, fix: anotherPolicy(facts), docs: DOCS.vmSupportMatrix };
  if (count >= MOST_VMS) {
    return fail(`Policy ${name} is full`, { ...details, severity: 'block' });
  }
  return count >= ADVISED_VMS
    ? fail(`Policy ${name} serves as many VMs as one policy should`, details)
    : pass(`Policy ${name} has room`, { subject: id, evidence });
}

function anotherPolicy({ vault, vm }: PreflightFacts): readonly string[] {
  return [
    ...(vault.status === 'known' ? [listPolicies(vault.value)] : []),
    `then with one of those: ${azbackup('enable', vm)} --policy NAME`,
  ];
}
