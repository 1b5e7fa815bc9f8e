import type { ProtectedItem } from '../../../domain/vaults/recovery-services.js';
import { nameOf } from '../../../domain/resource-id.js';
import type { Check, CheckResult } from '../../check.js';
import { azbackup } from '../../command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass, unread } from '../../check-result.js';

/** Warns only: `enable` brings the item back before it resumes protection. */
export const vmItemNotSoftDeleted: Check = {
  id: 'vm.item-not-soft-deleted',
  title: "The VM's protected item is not soft-deleted",
  severity: 'warn',
  source: 'Soft delete for Azure Backup; recording of delete with soft delete on',
  evaluate: (facts) => [resultFor(facts)],
};

function resultFor(facts: PreflightFacts): CheckResult {
  const { vm, item, vault } = facts;
  switch (item.status) {
    case 'known': {
      return resultForItem(facts, item.value);
    }
    case 'absent': {
      return pass(`${vm.name} has no soft-deleted protected item`);
    }
    case 'unreadable': {
      return unread(facts, item, `Unknown whether ${vm.name} is soft-deleted`, {
        action: 'Microsoft.RecoveryServices/Vaults/backupProtectedItems/read',
        scope: vault.status === 'known' ? vault.value.id : `/subscriptions/${vm.subscriptionId}`,
        docs: DOCS.softDelete,
      });
    }
  }
}

const DAY_SECONDS = 86_400;

function resultForItem({ vm }: PreflightFacts, item: ProtectedItem): CheckResult {
  const vaultName = nameOf(item.vaultId);
  if (item.softDelete === undefined) {
    return pass(`The item of ${vm.name} in ${vaultName} is not soft-deleted`);
  }
  const { deletedAt, remainingSeconds } = item.softDelete;
  const days = Math.floor(remainingSeconds / DAY_SECONDS);
  return fail(`The protected item of ${vm.name} in ${vaultName} is soft-deleted`, {
    evidence: [
      `deleted ${deletedAt}, purged in ${days} ${days === 1 ? 'day' : 'days'}`,
      'undelete only recovers it; enable with a policy also resumes protection',
    ],
    fix: [azbackup('undelete', vm), `${azbackup('enable', vm)} --policy NAME`],
    docs: DOCS.softDelete,
  });
}
