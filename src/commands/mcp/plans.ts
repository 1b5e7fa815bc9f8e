// Plans that were shown and can be applied: each once, for a while, as it was. They live as long as the server, so that
// an id is good for the conversation in which it was made.

import { usageError } from '../../errors/azbackup-error.js';
import type { NamedCommand } from './tool-input.js';

/** How long a person may take to read it. */
const PLAN_LIFETIME_SECONDS = 1800;
/** As many as one conversation makes; the oldest goes first. */
const MAX_PLANS = 100;

/** A plan that was shown. */
export interface ShownPlan {
  readonly id: string;
  readonly command: NamedCommand;
  /** For a person to paste, without `--dry-run`. */
  readonly commandLine: string;
  readonly fingerprint: string;
  /** As a person read it. */
  readonly lines: readonly string[];
  /** Items that would be changed. */
  readonly planned: number;
  readonly expiresMilliseconds: number;
}

/** The plans of a server. */
export interface PlanStore {
  /** Keeps a plan and gives it an id. */
  keep(plan: Omit<ShownPlan, 'id' | 'expiresMilliseconds'>): ShownPlan;
  /**
   * Takes a plan to apply it; nobody else can from then on.
   * @throws AzbackupError `AZB_PLAN_UNKNOWN`, `AZB_PLAN_EXPIRED`, `AZB_PLAN_USED` (2)
   */
  take(id: string): ShownPlan;
  /** Puts a plan back that could not be looked at again, so that nothing was changed. */
  putBack(plan: ShownPlan): void;
  /** How many were applied, however that ended. */
  readonly applied: () => number;
  /** The plan has begun to be applied. */
  begun(): void;
}

/** An empty store. */
export function createPlanStore(surroundings: {
  readonly now: () => number;
  readonly newGuid: () => string;
}): PlanStore {
  const plans = new Map<string, ShownPlan | 'used'>();
  let applied = 0;
  return {
    keep: (plan) => {
      const kept: ShownPlan = {
        ...plan,
        id: `plan-${surroundings.newGuid()}`,
        expiresMilliseconds: surroundings.now() + PLAN_LIFETIME_SECONDS * 1000,
      };
      plans.set(kept.id, kept);
      const [oldest] = plans.keys();
      if (plans.size > MAX_PLANS && oldest !== undefined) {
        plans.delete(oldest);
      }
      return kept;
    },
    take: (id) => {
      const plan = plans.get(id);
      if (plan === undefined) {
        throw refusal('AZB_PLAN_UNKNOWN', id, 'this server has shown no such plan');
      }
      if (plan === 'used') {
        throw refusal('AZB_PLAN_USED', id, 'a plan can be applied once');
      }
      if (surroundings.now() >= plan.expiresMilliseconds) {
        plans.delete(id);
        throw refusal(
          'AZB_PLAN_EXPIRED',
          id,
          `a plan can be applied for ${PLAN_LIFETIME_SECONDS / 60} minutes`,
        );
      }
      plans.set(id, 'used');
      return plan;
    },
    putBack: (plan) => {
      plans.set(plan.id, plan);
    },
    applied: () => applied,
    begun: () => {
      applied += 1;
    },
  };
}

const WORDS = {
  AZB_PLAN_UNKNOWN: 'no plan',
  AZB_PLAN_USED: 'used before: plan',
  AZB_PLAN_EXPIRED: 'expired: plan',
};

function refusal(code: keyof typeof WORDS, id: string, cause: string): Error {
  return usageError(code, `${WORDS[code]} ${id}`, {
    target: id,
    causes: [cause, 'nothing was changed'],
    fix: ['call plan again, and show the new plan to a person'],
  });
}
