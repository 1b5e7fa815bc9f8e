import { parseResourceId, sameName } from '../../../domain/resource-id.js';
import type { Lock } from '../../../domain/locks.js';
import { sameRegion } from '../../../domain/region.js';
import type { VirtualMachine } from '../../../domain/virtual-machine.js';
import type { Check, CheckResult } from '../../check.js';
import { commandLine } from '../../../domain/command-line.js';
import { DOCS } from '../../documentation.js';
import type { PreflightFacts } from '../../facts.js';
import { fail, pass, skip, unread } from '../../check-result.js';

/**
 * Snapshots live in the groups AzureBackupRG_<region>_<n>. A lock there, or on the subscription, keeps
 * the service from deleting old ones, so backups fail at 18 restore points; a read-only lock keeps it
 * from making any, which blocks. A group named by the policy's own prefix is not looked at.
 */
export const vmSnapshotGroupUnlocked: Check = {
  id: 'vm.snapshot-group-unlocked',
  title: 'No lock on the resource group of the snapshots',
  severity: 'warn',
  source: 'troubleshoot Azure Backup failure: UserErrorRpCollectionLimitReached',
  evaluate: (facts) => resultsFor(facts),
};

function resultsFor(facts: PreflightFacts): readonly CheckResult[] {
  const { vm, locks } = facts;
  switch (locks.status) {
    case 'known': {
      const holding = locks.value.filter((lock) => holdsSnapshots(lock, vm));
      return holding.length === 0
        ? [pass(`No lock on the snapshots of ${vm.name}`)]
        : holding.map((lock) => locked(lock, vm));
    }
    case 'absent': {
      return [skip('Azure returned no locks')];
    }
    case 'unreadable': {
      return [
        unread(facts, locks, `Unknown whether a lock affects the snapshots of ${vm.name}`, {
          action: 'Microsoft.Authorization/locks/read',
          scope: `/subscriptions/${vm.subscriptionId}`,
          docs: DOCS.agentErrors,
        }),
      ];
    }
  }
}

const SNAPSHOT_GROUP = /^AzureBackupRG_(?<region>.+)_\d+$/iu;

function holdsSnapshots({ scope }: Lock, vm: VirtualMachine): boolean {
  const { subscription, group } =
    /^\/subscriptions\/(?<subscription>[^/]+)(?:\/resourceGroups\/(?<group>[^/]+))?/iu.exec(scope)
      ?.groups ?? {};
  if (subscription === undefined || !sameName(subscription, vm.subscriptionId)) {
    return false;
  }
  const region = SNAPSHOT_GROUP.exec(group ?? '')?.groups?.['region'];
  return group === undefined
    ? parseResourceId(scope) === undefined
    : region !== undefined && sameRegion(region, vm.location);
}

function locked({ name, scope, level }: Lock, vm: VirtualMachine): CheckResult {
  const readOnly = sameName(level, 'ReadOnly');
  const consequence = readOnly
    ? 'no snapshot can be created'
    : 'old snapshots cannot be deleted, so backups fail after 18 restore points';
  return fail(`Lock ${name} affects the snapshots of ${vm.name}`, {
    subject: scope,
    severity: readOnly ? 'block' : 'warn',
    evidence: [`${level} on ${scope}`, consequence],
    fix: [
      commandLine(
        'az',
        'lock',
        'delete',
        '--ids',
        `${scope}/providers/Microsoft.Authorization/locks/${name}`,
      ),
    ],
    docs: DOCS.agentErrors,
  });
}
