// How the rules of a gate word what they find.

/** What became of a demand. */
export type Verdict = 'met' | 'not-met' | 'unknown' | 'not-applicable';

/** A verdict, with one sentence without a full stop that names the thing. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
}

/** The demand holds. */
export function met(reason: string): Judgement {
  return { verdict: 'met', reason };
}

/** The demand is known not to hold. */
export function notMet(reason: string): Judgement {
  return { verdict: 'not-met', reason };
}

/** It could not be found out. */
export function unknown(reason: string): Judgement {
  return { verdict: 'unknown', reason };
}

/** The demand asks nothing of this machine. */
export function notApplicable(reason: string): Judgement {
  return { verdict: 'not-applicable', reason };
}

const WEIGHT: readonly Verdict[] = ['not-met', 'unknown', 'met', 'not-applicable'];

/**
 * One for several parts of a demand: a part that is missed decides, then one that is unknown. A part that does not apply
 * counts only where no other does.
 */
export function worst(parts: readonly [Judgement, ...Judgement[]]): Judgement {
  return parts.reduce((found, each) =>
    WEIGHT.indexOf(each.verdict) < WEIGHT.indexOf(found.verdict) ? each : found,
  );
}
