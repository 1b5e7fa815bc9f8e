// The plan, before it is carried out.

import type { StepChange } from '../../steps/change.js';
import type { StepFamily } from '../../steps/family.js';
import type { Plan, Step } from '../../steps/plan.js';
import { stripControls } from '../text-width.js';
import type { View } from '../view.js';
import { formatChosenPoint } from './chosen-point.js';
import { formatChanges, type KnownNames } from './changes.js';

/** The plan as text: what it works from, one change a line, ending in a line break. */
export function formatPlan<S extends Step, C extends StepChange>(
  plan: Plan<S>,
  family: StepFamily<S, C>,
  view: View,
  names: KnownNames = {},
): string {
  const changes = plan.steps.map((step) => family.change(step));
  const lines = [
    ...(plan.point === undefined ? [] : [...formatChosenPoint(plan.point, view), '']),
    ...formatChanges(changes, family, view, names),
  ];
  return stripControls(`${lines.join('\n')}\n`);
}
