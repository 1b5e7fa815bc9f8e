// The steps by which a machine leaves Azure Disk Encryption, by its way out: a pure function of what is known of it. What
// Azure does not document, such as another expiry of a point, is no step.

import type { WayOut } from '../way-out.js';
import { buildSteps, decryptSteps, rebuildSteps, redeployStep } from './machine-steps.js';
import { drainSteps, leaveSteps, safeSteps, unknownStep } from './backup-steps.js';
import { drainOf, type Drain } from './drain.js';
import type { MoveFacts, MoveStep } from './step.js';

/** The steps of a machine, and when its keys are needed no more. */
export interface MovePlan {
  readonly steps: readonly MoveStep[];
  readonly drain: Drain;
}

/** Plans the move. */
export function planMove(facts: MoveFacts): MovePlan {
  const drain = drainOf(facts.items);
  return { steps: STEPS[facts.wayOut.way](facts, drain), drain };
}

type Planner = (facts: MoveFacts, drain: Drain) => readonly MoveStep[];

const STEPS: Readonly<Record<WayOut, Planner>> = {
  'decrypt-then-upload': (facts, drain) => [
    ...safeSteps(facts),
    ...buildSteps(facts, decryptSteps(facts)),
    ...leaveSteps(facts),
    ...drainSteps(facts, drain),
  ],
  rebuild: (facts, drain) => [
    ...safeSteps(facts),
    ...buildSteps(facts, rebuildSteps(facts)),
    ...leaveSteps(facts),
    ...drainSteps(facts, drain),
  ],
  redeploy: (facts, drain) => [
    ...(facts.items.length === 0 ? [] : safeSteps(facts)),
    ...buildSteps(facts, [redeployStep(facts)]),
    ...leaveSteps(facts),
    ...drainSteps(facts, drain),
  ],
  'points-only': (facts, drain) => drainSteps(facts, drain),
  none: () => [],
  unknown: (facts) => [unknownStep(facts)],
};
