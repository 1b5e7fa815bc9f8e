// A grant made a moment ago may not have reached the key vault yet. Azure then fails the protection as if
// nothing had been granted; trying again is right only because we know that it was: by this plan, or by what
// was read before.

import type { StepExecution } from '../../steps/apply.js';
import { AzbackupError } from '../../errors/azbackup-error.js';
import { newestGrant } from '../../domain/protection/backup-grant.js';
import { sameId } from '../../domain/resource-id.js';
import { millisecondsOf } from '../../domain/time/instant.js';
import type { PreflightFacts } from '../../preflight/facts.js';
import type { Plan, Step } from '../../steps/plan.js';
import type { CommandContext } from '../context.js';
import type { WaitPolicy } from '../../domain/time/wait-policy.js';
import { deadlineWithin, repeatUntil } from '../../steps/waiting/repeat-until.js';

/** Azure documents up to ten minutes for an assignment to take effect ("Azure Key Vault RBAC guide"). */
const PROPAGATION_SECONDS = 600;
const RETRY_INTERVAL_SECONDS = 30;

/** A step that a grant may have to reach first. */
export interface PropagatingStep {
  readonly plan: Plan;
  readonly step: Step;
  readonly choice: WaitPolicy;
  /** When the command began. */
  readonly startedMilliseconds: number;
  /** What was read of the machines. */
  readonly facts: readonly PreflightFacts[];
}

/** Executes a step, and repeats it while it fails for want of a grant that was made a moment ago. */
export async function retryWhilePropagating(
  context: CommandContext,
  { plan, step, choice, startedMilliseconds, facts }: PropagatingStep,
  execute: () => Promise<StepExecution>,
): Promise<StepExecution> {
  // The grants of this plan come before the step, so that they were made just now.
  const granted = grants(plan, step) ? context.clock.now() : grantedBefore(facts, step);
  return repeatUntil(context, execute, {
    every: RETRY_INTERVAL_SECONDS,
    deadlineMilliseconds: deadlineWithin(
      granted ?? 0,
      PROPAGATION_SECONDS,
      choice.deadlineMilliseconds,
    ),
    retryOn: (error) => isMissingGrant(error) && granted !== undefined,
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

/** When the newest grant of the step's machine was made; milliseconds since the epoch. */
function grantedBefore(machines: readonly PreflightFacts[], step: Step): number | undefined {
  const times = machines
    .filter(({ vm }) => step.vmIds.some((id) => sameId(id, vm.id)))
    .flatMap(({ keyVaults, principal }) =>
      keyVaults.flatMap((keyVault) => newestGrant(keyVault, principal) ?? []),
    );
  return times.length === 0 ? undefined : Math.max(...times.map((time) => millisecondsOf(time)));
}
