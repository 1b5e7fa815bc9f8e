// What a gate comes to: from the verdicts on single demands to that on all of them.

import type { Verdict } from './judgement.js';

/** What became of a demand on a machine, waivers included. */
export const GATE_OUTCOMES = ['not-met', 'unknown', 'waived', 'met', 'not-applicable'] as const;

/** One of them. */
export type GateOutcome = (typeof GATE_OUTCOMES)[number];

/** A demand as far as the whole depends on it. */
export interface OutcomeOfDemand {
  readonly outcome: GateOutcome;
  /** True where a baseline has the same miss already. */
  readonly known: boolean;
}

/** The outcome of a demand whose waiver, if any, holds or not. */
export function outcomeOf(verdict: Verdict, isWaived: boolean): GateOutcome {
  return isWaived ? 'waived' : verdict;
}

/** The outcome of a machine: that of its worst demand. */
export function outcomeOfMachine(outcomes: readonly GateOutcome[]): 'met' | 'not-met' | 'unknown' {
  if (outcomes.includes('not-met')) {
    return 'not-met';
  }
  return outcomes.includes('unknown') ? 'unknown' : 'met';
}

/**
 * The verdict on everything. A miss that is known to be one outweighs what could not be found out; only misses that the
 * baseline has are passed over.
 */
export function verdictOfGate(
  demands: readonly OutcomeOfDemand[],
  unknown: 'pass' | 'fail',
): 'met' | 'not-met' | 'unknown' {
  if (demands.some(({ outcome, known }) => outcome === 'not-met' && !known)) {
    return 'not-met';
  }
  return unknown === 'fail' && demands.some(({ outcome }) => outcome === 'unknown')
    ? 'unknown'
    : 'met';
}
