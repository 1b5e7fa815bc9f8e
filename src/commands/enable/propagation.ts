// A role assignment made a moment ago may not have reached the key vault yet. Azure then fails the
// protection as if nothing had been granted; trying again is right only because we know we granted.

import type { StepExecution } from '../../steps/apply.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { sameId } from '../../domain/resource-id.js';
import type { Plan, Step } from '../../steps/plan.js';
import type { WorkflowContext } from '../context.js';
import type { WaitChoice } from '../../steps/execute-step.js';

/** Azure documents up to ten minutes for an assignment to take effect ("Azure Key Vault RBAC guide"). */
const PROPAGATION_SECONDS = 600;
const PAUSE_SECONDS = 30;

/** A step that a grant of the same plan may have to reach first. */
export interface PropagatingStep {
  readonly plan: Plan;
  readonly step: Step;
  readonly choice: WaitChoice;
  /** When the command began; the grant cannot be older. */
  readonly startedMilliseconds: number;
}

/** Executes a step, and repeats it while it fails for want of a grant that its plan has just made. */
export async function retryWhilePropagating(
  context: WorkflowContext,
  { plan, step, choice, startedMilliseconds }: PropagatingStep,
  execute: () => Promise<StepExecution>,
): Promise<StepExecution> {
  const end = Math.min(
    startedMilliseconds + PROPAGATION_SECONDS * 1000,
    choice.deadlineMilliseconds ?? Number.POSITIVE_INFINITY,
  );
  for (;;) {
    try {
      return await execute();
    } catch (error) {
      const again = context.clock.now() + PAUSE_SECONDS * 1000 < end;
      if (!again || context.signal.aborted || !isMissingGrant(error) || !grants(plan, step)) {
        throw error;
      }
      context.emit({
        type: 'note',
        note: 'propagating',
        details: { step: step.id, pauseSeconds: PAUSE_SECONDS },
        atSeconds: (context.clock.now() - startedMilliseconds) / 1000,
      });
      await context.clock.sleep(PAUSE_SECONDS, context.signal);
    }
  }
}

/** Azure spells the code in more than one way, so neither case nor the plural counts. */
function isMissingGrant(error: unknown): boolean {
  const code = error instanceof AzbackupError ? error.fields.azureCode : undefined;
  return code !== undefined && /^usererrorkeyvaultpermissions?notconfigured$/iu.test(code);
}

function grants(plan: Plan, step: Step): boolean {
  return plan.steps.some(
    (other) =>
      (other.kind === 'put-role-assignment' || other.kind === 'add-access-policy') &&
      other.vmIds.some((id) => step.vmIds.some((vmId) => sameId(id, vmId))),
  );
}
