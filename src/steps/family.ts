// What people and documents need of a step. Each family of steps says it for its own kinds.

import type { StepChange } from './change.js';
import type { Step } from './plan.js';

/** The words for one kind of step. */
export interface StepWords {
  /** What happens to the resource: `+` appears, `~` changes, `-` goes. */
  readonly sign: '+' | '~' | '-';
  /** What kind of thing it is. */
  readonly noun: string;
  /** Present participle, while it runs. */
  readonly running: string;
  /** Past participle, when it is done. */
  readonly done: string;
}

/** What a step is called while it runs and when it is done. */
export interface StepName extends Pick<StepWords, 'running' | 'done'> {
  /** What it works on, to follow either participle. */
  readonly subject: string;
}

/** A line of a plan. */
export interface PlanLine extends Pick<StepWords, 'sign' | 'noun'> {
  /** What stands behind the noun. */
  readonly text: string;
}

/** How a plan writes what depends on where, and for whom, it is shown. */
export interface PlanWording {
  principal(objectId: string): string;
  subscription(id: string): string;
  instant(instant: string): string;
}

/** The description of some kinds of steps. */
export interface StepFamily<S extends Step, C extends StepChange> {
  isStep(step: Step): step is S;
  isChange(change: StepChange): change is C;
  name(step: S): StepName;
  /** The step as documents hold it. */
  change(step: S): C;
  line(change: C, wording: PlanWording): PlanLine;
}

/** The description of the steps of two families, for a plan that has both. */
export function joinFamilies<
  S1 extends Step,
  C1 extends StepChange,
  S2 extends Step,
  C2 extends StepChange,
>(one: StepFamily<S1, C1>, other: StepFamily<S2, C2>): StepFamily<S1 | S2, C1 | C2> {
  return {
    isStep: (step): step is S1 | S2 => one.isStep(step) || other.isStep(step),
    isChange: (change): change is C1 | C2 => one.isChange(change) || other.isChange(change),
    name: (step) => (one.isStep(step) ? one.name(step) : other.name(step)),
    change: (step) => (one.isStep(step) ? one.change(step) : other.change(step)),
    line: (change, wording) =>
      one.isChange(change) ? one.line(change, wording) : other.line(change, wording),
  };
}

/** The words of a kind, as a row of a table. */
export function words(
  sign: StepWords['sign'],
  noun: string,
  running: string,
  done: string,
): StepWords {
  return { sign, noun, running, done };
}
