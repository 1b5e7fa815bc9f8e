// Approvals of a Resource Guard: they go with the changes of items in the vaults that have one, and no other.

import { idKey, type ResourceId } from '../../domain/resource-id.js';
import type { FactReader } from '../../facts/fact-reader.js';
import { protectionFamily } from '../../steps/protection/describe.js';
import type { Plan } from '../../steps/plan.js';
import type { EnableStep } from './steps.js';

/** The plan with the approvals given; a vault whose guard could not be read may have one. */
export async function withApprovals(
  reader: Pick<FactReader, 'resourceGuards'>,
  plan: Plan<EnableStep>,
  approvals: readonly ResourceId[],
): Promise<Plan<EnableStep>> {
  if (approvals.length === 0) {
    return plan;
  }
  const vaultIds = new Map(
    plan.steps.flatMap((step) =>
      isGuarded(step) ? [[idKey(step.vaultId), step.vaultId] as const] : [],
    ),
  );
  const guarded = new Set<string>();
  await Promise.all(
    [...vaultIds].map(async ([key, vaultId]) => {
      const guards = await reader.resourceGuards(vaultId);
      if (
        guards.status === 'unreadable' ||
        (guards.status === 'known' && guards.value.length > 0)
      ) {
        guarded.add(key);
      }
    }),
  );
  return {
    steps: plan.steps.map((step) =>
      isGuarded(step) && guarded.has(idKey(step.vaultId)) ? { ...step, approvals } : step,
    ),
  };
}

/** New protection takes nothing away, and no guard has a say in it. */
function isGuarded(
  step: EnableStep,
): step is Extract<EnableStep, { kind: 'resume' | 'change-policy' | 'undelete' }> {
  return protectionFamily.isStep(step) && step.kind !== 'protect';
}
