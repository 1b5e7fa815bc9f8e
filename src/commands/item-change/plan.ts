// The steps of the commands that end protection and bring it back. Whether Azure allows them is judged
// before (domain/protection-transitions.ts).

import type { RetentionLoss } from '../../domain/recovery/retention-loss.js';
import { idKey, type ResourceId } from '../../domain/resource-id.js';
import type { Approvals } from '../../steps/plan.js';
import type { ProtectionStep } from '../../steps/protection/step.js';

/** The item that a step is about. */
export interface ItemOfStep {
  readonly vaultId: ResourceId;
  readonly vmId: ResourceId;
  readonly approvals: Approvals;
}

/** Ends the backups; the recovery points stay. */
export function stopStep(item: ItemOfStep, retention: 'forever' | 'per-policy'): ProtectionStep {
  return { kind: 'stop', ...base('stop', item), retention };
}

/** Ends the backups and deletes the recovery points. */
export function deleteDataStep(
  item: ItemOfStep,
  { recoveryPoints, keptDays }: { recoveryPoints: number | undefined; keptDays: number },
): ProtectionStep {
  return {
    kind: 'delete-data',
    ...base('delete-data', item),
    ...(recoveryPoints === undefined ? {} : { recoveryPoints }),
    keptDays,
  };
}

/** Backups go on, with a policy. */
export function resumeStep(
  item: ItemOfStep,
  policy: { readonly id: ResourceId; readonly name: string; readonly loss?: RetentionLoss },
  after: readonly string[] = [],
): ProtectionStep {
  return {
    kind: 'resume',
    ...base('resume', item, after),
    policyId: policy.id,
    policyName: policy.name,
    ...(policy.loss === undefined ? {} : { loss: policy.loss }),
  };
}

/** Back from soft delete, stopped. */
export function undeleteStep(item: ItemOfStep): ProtectionStep {
  return { kind: 'undelete', ...base('undelete', item) };
}

function base(
  kind: string,
  { vaultId, vmId, approvals }: ItemOfStep,
  after: readonly string[] = [],
): {
  id: string;
  target: ResourceId;
  after: readonly string[];
  vmIds: readonly ResourceId[];
  vaultId: ResourceId;
  vmId: ResourceId;
  approvals?: Approvals;
} {
  return {
    id: `${kind}:${idKey(vmId)}`,
    target: vaultId,
    after,
    vmIds: [vmId],
    vaultId,
    vmId,
    ...(approvals.length === 0 ? {} : { approvals }),
  };
}
