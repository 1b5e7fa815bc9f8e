import { assignRole } from '../../../domain/command-line.js';
import { nameOf, parseResourceId, sameId } from '../../../domain/resource-id.js';
import type { ProtectionStatus } from '../../../domain/vaults/recovery-services.js';
import type { Check, CheckResult } from '../../check.js';
import { azbackup } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass, unknown, unread, type Unreadable } from '../../check-result.js';

/** A VM is protected by one vault at a time; `backupStatus` knows all vaults of the region. */
export const vmNotProtectedElsewhere: Check = {
  id: 'vm.not-protected-elsewhere',
  title: 'No other vault protects the VM',
  severity: 'block',
  serviceChecks: true,
  source: 'OpenAPI BackupStatus_Get; error VirtualMachineAlreadyProtected',
  evaluate: (facts) => [resultFor(facts)],
};

function resultFor(facts: PreflightFacts): CheckResult {
  const { vm, item, protection } = facts;
  // Only an item in soft delete leaves the VM free for another vault.
  if (item.status === 'known' && item.value.softDelete === undefined) {
    return pass(`${vm.name} is an item of ${nameOf(item.value.vaultId)}, as requested`);
  }
  switch (protection.status) {
    case 'known': {
      return resultForStatus(facts, protection.value);
    }
    case 'absent': {
      return pass(`No vault of ${vm.location} protects ${vm.name}`);
    }
    case 'unreadable': {
      return unread(facts, protection, `Unknown whether another vault protects ${vm.name}`, {
        action: 'Microsoft.RecoveryServices/locations/backupStatus/action',
        scope: `/subscriptions/${vm.subscriptionId}`,
        ways: waysToAsk(protection, vm),
        docs: DOCS.vmPreparation,
      });
    }
  }
}

/** The least role that may ask; it may only for a whole subscription, though Azure names a region of it. */
const ROLE = 'Backup Reader';

function waysToAsk(
  { caller }: Unreadable,
  { subscriptionId }: PreflightFacts['vm'],
): readonly string[] {
  const right = `get the role ${ROLE} on subscription ${subscriptionId}`;
  return [
    caller === undefined
      ? `${right} from its administrator`
      : `${right}: its administrator can run ${assignRole(caller, ROLE, `/subscriptions/${subscriptionId}`)}`,
  ];
}

function resultForStatus({ vm, vault }: PreflightFacts, status: ProtectionStatus): CheckResult {
  if (status.status === 'NotProtected') {
    const { unseenSubscriptions: unseen } = status;
    return pass(
      `No vault of ${vm.location} protects ${vm.name}`,
      unseen === undefined
        ? {}
        : { evidence: [`vaults not looked into, of subscriptions: ${unseen.join(', ')}`] },
    );
  }
  const { vaultId } = status;
  if (vaultId === undefined) {
    return status.status === 'Protected'
      ? unknown(`${vm.name} is protected by an unknown vault`, {
          fix: [azbackup('status', vm)],
          docs: DOCS.vmPreparation,
        })
      : pass(`No vault protects ${vm.name}`, { evidence: [`backup status ${status.status}`] });
  }
  if (vault.status === 'known' && sameId(vaultId, vault.value.id)) {
    return pass(`${vm.name} already belongs to ${vault.value.name}`);
  }
  const group = parseResourceId(vaultId)?.resourceGroup ?? 'unknown group';
  return fail(`${vm.name} is already protected by ${nameOf(vaultId)} (${group})`, {
    evidence: [
      `backup status ${status.status} in ${vaultId}`,
      ...(status.policyName === undefined ? [] : [`policy ${status.policyName}`]),
    ],
    fix: [
      azbackup('enable', vm, '--vault', vaultId),
      `to move it, first stop protection in ${nameOf(vaultId)} and delete its backup data there`,
    ],
    docs: DOCS.vmPreparation,
  });
}
