// From which day on a policy makes recovery points that are still there after a deadline, and which change of its
// retention stops that for now. Days are those of the policy's time zone, and go by its scheduled starts.

import { countOf, endUnderRule, isKeptOn, shiftedBy } from '../backup-policy/kept-days.js';
import { brokenRules } from '../backup-policy/rules.js';
import {
  RETENTION_KINDS,
  type PolicyRetention,
  type PolicyTerms,
  type RetentionKind,
} from '../backup-policy/policy.js';
import { scheduledStarts, type ScheduledStart } from '../backup-policy/scheduled-runs.js';
import { addSeconds, isBefore, type Instant } from '../time/instant.js';

/** The first point under a rule that outlives the deadline. */
export interface RuleHorizon {
  readonly rule: RetentionKind;
  /** How many of its unit the rule keeps a point. */
  readonly count: number;
  /** `yyyy-mm-dd` of the policy's time zone. */
  readonly day: string;
  /** The scheduled start. It may lie in the past: such points are made already. */
  readonly run: Instant;
}

/** A policy as it is looked at. */
export interface HorizonQuestion {
  readonly terms: PolicyTerms;
  /** IANA's name of the policy's time zone; undefined when it is not known. */
  readonly zone: string | undefined;
  readonly deadline: Instant;
}

const DAY_SECONDS = 86_400;
/** Eight years and some: a rule on 29 February keeps no point between 2096 and 2104. */
const MAX_WAIT_DAYS = 2970;
/** Days that are looked through at once. */
const STRIDE_DAYS = 43;

/** By rule, shortest first; undefined where it is not known when the policy runs. */
export function policyHorizon(question: HorizonQuestion): readonly RuleHorizon[] | undefined {
  const { terms, zone, deadline } = question;
  const range = { from: deadline, to: addSeconds(deadline, DAY_SECONDS) };
  if (scheduledStarts(terms.schedule, range, zone) === undefined) {
    return undefined;
  }
  return RETENTION_KINDS.flatMap((rule) => horizonOfRule(question, rule) ?? []);
}

function horizonOfRule(question: HorizonQuestion, rule: RetentionKind): RuleHorizon | undefined {
  const { terms, deadline } = question;
  const count = countOf(terms.retention, rule);
  const threshold = count === undefined ? undefined : shiftedBy(deadline, rule, -count);
  if (count === undefined || threshold === undefined) {
    return undefined;
  }
  // The last days of months are not all as long: a few days earlier the search finds all that outlive.
  const first = firstKept(question, rule, addSeconds(threshold, -4 * DAY_SECONDS), ({ run }) => {
    const end = endUnderRule(run, rule, terms.retention);
    return end === undefined || isBefore(deadline, end);
  });
  return first && { rule, count, day: first.day.slice(0, 10), run: first.run };
}

/** The first start from an instant on that a rule keeps and that meets a condition. */
function firstKept(
  { terms, zone }: HorizonQuestion,
  rule: RetentionKind,
  since: Instant,
  meets: (start: ScheduledStart) => boolean,
): ScheduledStart | undefined {
  for (let day = 0; day < MAX_WAIT_DAYS; day += STRIDE_DAYS) {
    const from = addSeconds(since, day * DAY_SECONDS);
    const to = addSeconds(from, STRIDE_DAYS * DAY_SECONDS - 1);
    const isKept = (date: Instant): boolean => isKeptOn(terms.retention, rule, date);
    const found = scheduledStarts(terms.schedule, { from, to }, zone, isKept)?.find((start) =>
      meets(start),
    );
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** The first of the horizons of a policy; undefined for a policy without retention. */
export function firstHorizon(horizons: readonly RuleHorizon[]): RuleHorizon | undefined {
  return horizons.reduce<RuleHorizon | undefined>(
    (first, each) => (first !== undefined && isBefore(first.run, each.run) ? first : each),
    undefined,
  );
}

/** A retention under which the next points do not outlive the deadline. */
export interface ShorterRetention {
  readonly retention: PolicyRetention;
  /** The rules that it shortens. */
  readonly rules: readonly RetentionKind[];
  /** The rules that it takes away, because no length is short enough. */
  readonly removed: readonly RetentionKind[];
  /** The first point that outlives the deadline again: until then the change holds. */
  readonly until: RuleHorizon | undefined;
}

/** What can be done about a policy: nothing has to, a shorter retention, or no retention is short enough. */
export type RetentionAdvice = 'not-yet' | 'too-late' | 'unknown' | ShorterRetention;

/**
 * The longest retention that stops a policy from making such points at its next starts. Rules are shortened as long as
 * that helps, and only then taken away: points of a rule that is no more keep what they were promised.
 */
export function shorterRetention(question: HorizonQuestion, now: Instant): RetentionAdvice {
  if (policyHorizon(question) === undefined) {
    return 'unknown';
  }
  const excessive = RETENTION_KINDS.flatMap((rule) => {
    const count = countOf(question.terms.retention, rule) ?? 0;
    const fits = lengthUntil(question, rule, now);
    return fits < count
      ? [{ rule, length: fits > 0 ? fits : lengthSince(question, rule, now) }]
      : [];
  });
  if (excessive.length === 0) {
    return 'not-yet';
  }
  const retention = excessive.reduce(
    (kept, { rule, length }) => shortened(kept, rule, length),
    question.terms.retention,
  );
  const terms = { ...question.terms, retention };
  if (brokenRules(terms).length > 0) {
    return 'too-late';
  }
  const rulesWith = (isLeft: boolean): readonly RetentionKind[] =>
    excessive.filter(({ length }) => length > 0 === isLeft).map(({ rule }) => rule);
  const until = firstHorizon(policyHorizon({ ...question, terms }) ?? []);
  return { retention, rules: rulesWith(true), removed: rulesWith(false), until };
}

/** How long the next point of a rule can be kept and be gone by the deadline. */
function lengthUntil(question: HorizonQuestion, rule: RetentionKind, now: Instant): number {
  const { terms, deadline } = question;
  const next = firstKept(question, rule, now, () => true);
  const fits = (count: number): boolean => {
    const end = next && shiftedBy(next.run, rule, count);
    return end !== undefined && !isBefore(deadline, end);
  };
  let count = countOf(terms.retention, rule) ?? 0;
  while (count > 0 && !fits(count)) {
    count -= 1;
  }
  return count;
}

/**
 * How long a rule can keep points, less than now, so that those made up to now are gone by the deadline, though its next
 * one would not be: of a yearly rule that may be a year off. 0 where there is no such length.
 */
function lengthSince(question: HorizonQuestion, rule: RetentionKind, now: Instant): number {
  const { retention } = question.terms;
  let count = (countOf(retention, rule) ?? 0) - 1;
  const isGone = (): boolean => {
    const terms = { ...question.terms, retention: shortened(retention, rule, count) };
    const horizon = horizonOfRule({ ...question, terms }, rule);
    return horizon !== undefined && isBefore(now, horizon.run);
  };
  while (count > 0 && !isGone()) {
    count -= 1;
  }
  return Math.max(0, count);
}

/** With a rule of another length; without it where the length is none. */
function shortened(
  retention: PolicyRetention,
  rule: RetentionKind,
  count: number,
): PolicyRetention {
  const { [rule]: _, ...others } = retention;
  const { daily, weekly, monthly, yearly } = retention;
  if (count < 1) {
    return others;
  }
  switch (rule) {
    case 'daily':
      return { ...retention, ...(daily && { daily: { days: count } }) };
    case 'weekly':
      return { ...retention, ...(weekly && { weekly: { ...weekly, weeks: count } }) };
    case 'monthly':
      return { ...retention, ...(monthly && { monthly: { ...monthly, months: count } }) };
    case 'yearly':
      return { ...retention, ...(yearly && { yearly: { ...yearly, years: count } }) };
  }
}
