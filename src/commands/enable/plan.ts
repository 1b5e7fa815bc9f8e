// What it takes to have a VM protected by a vault with a policy, from whatever state it is in.

import type { ProtectionSituation } from '../../domain/protection/backup-states.js';
import type { RetentionLoss } from '../../domain/recovery/retention-loss.js';
import type { ResourceId } from '../../domain/resource-id.js';
import { sameName } from '../../domain/resource-id.js';
import type { ProtectionStep } from '../../steps/protection/step.js';

/** What is asked for. */
export interface ProtectionGoal {
  readonly vmId: ResourceId;
  readonly vmName: string;
  readonly vaultId: ResourceId;
  readonly policyId: ResourceId;
  readonly policyName: string;
  /** What the recovery points lose under the policy; absent where they lose nothing. */
  readonly loss?: RetentionLoss;
  /** Steps that must have succeeded before the VM may be protected: grants, the vault itself. */
  readonly after: readonly string[];
}

/**
 * The steps from a situation to the goal; empty when the goal is reached.
 * Undefined when no step leads there: the VM is protected elsewhere.
 */
export function planProtection(
  situation: Exclude<ProtectionSituation, { kind: 'unknown' }>,
  goal: ProtectionGoal,
): readonly ProtectionStep[] | undefined {
  switch (situation.kind) {
    case 'not-protected':
    case 'protection-failed': {
      return [protectionStep('protect', goal, goal.after)];
    }
    case 'protected': {
      const current = situation.item.policyName ?? '';
      return sameName(current, goal.policyName)
        ? []
        : [protectionStep('change-policy', goal, goal.after, current)];
    }
    case 'stopped': {
      return [protectionStep('resume', goal, goal.after)];
    }
    case 'soft-deleted': {
      const undelete = undeleteStep(goal);
      return [undelete, protectionStep('resume', goal, [...goal.after, undelete.id])];
    }
    case 'elsewhere': {
      return undefined;
    }
  }
}

function protectionStep(
  kind: 'protect' | 'resume' | 'change-policy',
  goal: ProtectionGoal,
  after: readonly string[],
  previousPolicyName?: string,
): ProtectionStep {
  return {
    kind,
    id: `${kind}:${goal.vmId.toLowerCase()}`,
    target: goal.vaultId,
    after,
    vmIds: [goal.vmId],
    vaultId: goal.vaultId,
    vmId: goal.vmId,
    policyId: goal.policyId,
    policyName: goal.policyName,
    ...(previousPolicyName === undefined ? {} : { previousPolicyName }),
    ...(goal.loss === undefined ? {} : { loss: goal.loss }),
  };
}

function undeleteStep(goal: ProtectionGoal): ProtectionStep {
  return {
    kind: 'undelete',
    id: `undelete:${goal.vmId.toLowerCase()}`,
    target: goal.vaultId,
    after: goal.after,
    vmIds: [goal.vmId],
    vaultId: goal.vaultId,
    vmId: goal.vmId,
  };
}
