// Puts steps, planned or carried out, into the `changes` of result documents.

import type { StepResult } from '../../steps/apply.js';
import type { ChangeEnd, StepChange } from '../../steps/change.js';
import type { Step } from '../../steps/plan.js';

/** A step as a change: planned when there is no result yet. */
export function changeDocument<S extends Step, C extends StepChange>(
  family: { change(step: S): C },
  step: S,
  result?: StepResult,
): { id: string } & C & ChangeEnd {
  return {
    id: step.id,
    ...family.change(step),
    status: result?.status ?? 'planned',
    operationId: operationIdOf(result) ?? null,
    jobId: result?.status === 'done' ? (result.jobId ?? null) : null,
    seconds: result === undefined || result.status === 'skipped' ? null : result.seconds,
  };
}

function operationIdOf(result: StepResult | undefined): string | undefined {
  return result?.status === 'done' || result?.status === 'running' ? result.operationId : undefined;
}
