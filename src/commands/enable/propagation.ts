// A role assignment made a moment ago may not have reached the key vault yet. Azure then fails the
// protection as if nothing had been granted; trying again is right only because we know we granted.

import type { StepExecution } from '../../steps/apply.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { sameId } from '../../domain/resource-id.js';
import type { Plan, Step } from '../../steps/plan.js';
import type { CommandContext } from '../context.js';
import type { WaitPolicy } from '../../steps/waiting/wait-with-deadline.js';
import { deadlineWithin, repeatUntil } from '../../steps/waiting/repeat-until.js';

/** Azure documents up to ten minutes for an assignment to take effect ("Azure Key Vault RBAC guide"). */
const PROPAGATION_SECONDS = 600;
const RETRY_INTERVAL_SECONDS = 30;

/** A step that a grant of the same plan may have to reach first. */
export interface PropagatingStep {
  readonly plan: Plan;
  readonly step: Step;
  readonly choice: WaitPolicy;
  /** When the command began; the grant cannot be older. */
  readonly startedMilliseconds: number;
}

/** Executes a step, and repeats it while it fails for want of a grant that its plan has just made. */
export async function retryWhilePropagating(
  context: CommandContext,
  { plan, step, choice, startedMilliseconds }: PropagatingStep,
  execute: () => Promise<StepExecution>,
): Promise<StepExecution> {
  return repeatUntil(context, execute, {
    every: RETRY_INTERVAL_SECONDS,
    deadlineMilliseconds: deadlineWithin(
      startedMilliseconds,
      PROPAGATION_SECONDS,
      choice.deadlineMilliseconds,
    ),
    retryOn: (error) => isMissingGrant(error) && grants(plan, step),
    onWaiting: (pauseSeconds) =>
      context.emit({
        type: 'note',
        note: 'propagating',
        details: { step: step.id, pauseSeconds },
        atSeconds: (context.clock.now() - startedMilliseconds) / 1000,
      }),
  });
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
