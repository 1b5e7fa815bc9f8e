// The plan, before it is carried out.

import type { Plan, Step } from '../../steps/plan.js';
import { stripControls } from '../text-width.js';
import type { View } from '../view.js';
import { formatChosenPoint } from './chosen-point.js';
import { formatChanges, type Change, type KnownNames } from './changes.js';

/** The plan as text: what it works from, one change a line, ending in a line break. */
export function formatPlan(plan: Plan, view: View, names: KnownNames = {}): string {
  const lines = [
    ...(plan.point === undefined ? [] : [...formatChosenPoint(plan.point, view), '']),
    ...formatChanges(plan.steps.map(changeOf), view, names),
  ];
  return stripControls(`${lines.join('\n')}\n`);
}

/** The step with its fields under the names that result documents give them. */
function changeOf(step: Step): Change {
  return {
    type: step.kind,
    target: step.target,
    details: {
      ...step,
      ...('vmId' in step ? { vm: step.vmId } : {}),
      ...('point' in step ? { recoveryPoint: step.point } : {}),
      ...('storageAccountId' in step ? { stagingAccount: step.storageAccountId } : {}),
      ...('subnetId' in step ? { subnet: step.subnetId } : {}),
      ...('policyName' in step ? { policy: step.policyName } : {}),
      ...('previousPolicyName' in step ? { previousPolicy: step.previousPolicyName } : {}),
    },
  };
}
