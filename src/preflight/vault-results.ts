// Checks that concern the Recovery Services vault or the policy have nothing to say where there is none:
// `vault.found` and `policy.found` say that. Where it could not be read, they do not know.

import type { BackupPolicy } from '../domain/backup-policy/policy.js';
import type { RecoveryServicesVault } from '../domain/vaults/recovery-services.js';
import type { CheckResult } from './check.js';
import { commandLine } from '../domain/command-line.js';
import { DOCS } from './documentation.js';
import type { PreflightFacts } from './facts.js';
import { skip, unread } from './check-result.js';

/** Evaluates a rule about the vault that the command works with. */
export function withVault(
  facts: PreflightFacts,
  evaluate: (vault: RecoveryServicesVault) => CheckResult,
): CheckResult {
  const { vault, vm } = facts;
  switch (vault.status) {
    case 'known': {
      return evaluate(vault.value);
    }
    case 'absent': {
      return skip('no Recovery Services vault to check');
    }
    case 'unreadable': {
      return unread(facts, vault, 'The Recovery Services vault could not be read', {
        action: 'Microsoft.RecoveryServices/Vaults/read',
        scope: `/subscriptions/${vm.subscriptionId}`,
        docs: DOCS.vmPreparation,
      });
    }
  }
}

/** Evaluates a rule about the policy that the command works with. */
export function withPolicy(
  facts: PreflightFacts,
  evaluate: (policy: BackupPolicy) => CheckResult,
): CheckResult {
  const { policy, policyName, vault, vm } = facts;
  switch (policy.status) {
    case 'known': {
      return evaluate(policy.value);
    }
    case 'absent': {
      return skip('no policy to check');
    }
    case 'unreadable': {
      return unread(facts, policy, `Policy ${policyName} could not be read`, {
        action: 'Microsoft.RecoveryServices/Vaults/backupPolicies/read',
        scope: vault.status === 'known' ? vault.value.id : `/subscriptions/${vm.subscriptionId}`,
        docs: DOCS.vmPreparation,
      });
    }
  }
}

/** The command that shows what policies a vault has. */
export function listPolicies({ name }: RecoveryServicesVault): string {
  return commandLine('azbackup', 'policy', 'list', '--vault', name);
}
