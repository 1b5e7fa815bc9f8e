// Request counters: how many calls of an action are left in its window, and the refusal when none is.

import type { SandboxClock } from '../kernel/time/clock.js';
import type { WorldState } from '../kernel/state.js';
import { resourceRequestsThrottled } from './arm-error.js';
import { windowCounter } from './limits/window-counter.js';
import type { OperationResponse, SandboxOperation } from './operation.js';

/** A counter that some calls share. */
interface ThrottlingRule {
  readonly methods: readonly SandboxOperation['method'][];
  /** Tested against the operation's RBAC action. */
  readonly action: RegExp;
  /**
   * Calls of one action have a counter of their own, or all calls of the rule share one. Calls of
   * which any number is let through are not counted, so that a read leaves the world as it is.
   */
  readonly counts: 'per-action' | 'together' | 'never';
  readonly limit: number;
  readonly windowSeconds: number;
  readonly header: string;
  /**
   * Whether the call after the last is refused. Recorded only for actions of Recovery Services;
   * the subscription-wide counters fill up again faster than one client spends them
   * (Documentation: Understand how Azure Resource Manager throttles requests).
   */
  readonly refuses: boolean;
}

const HOUR_SECONDS = 3600;
const RESOURCE_REQUESTS = 'x-ms-ratelimit-remaining-subscription-resource-requests';

/** First match wins. Limits as recorded in 2023 (first value seen, plus one). */
const RULES: readonly ThrottlingRule[] = [
  perAction(['GET'], /^microsoft\.recoveryservices\/vaults\/backupjobs\/read$/iu, 150),
  // Lists of resource guards came without a count, in all recordings.
  perAction(
    ['GET'],
    /^microsoft\.recoveryservices\/vaults\/backup(?!resourceguardproxies)\w+\//iu,
    300,
  ),
  perAction(['PUT', 'PATCH'], /^microsoft\.recoveryservices\/vaults\/write$/iu, 300),
  perAction(['DELETE'], /^microsoft\.recoveryservices\/vaults\/delete$/iu, 50),
  subscriptionWide(['PUT', 'PATCH', 'POST'], 1200, 'writes'),
  subscriptionWide(['DELETE'], 15_000, 'deletes'),
  { ...subscriptionWide(['GET', 'HEAD'], 12_000, 'reads'), counts: 'never' },
];

function perAction(
  methods: ThrottlingRule['methods'],
  action: RegExp,
  limit: number,
): ThrottlingRule {
  const counts = 'per-action';
  const windowSeconds = HOUR_SECONDS;
  return {
    methods,
    action,
    counts,
    limit,
    windowSeconds,
    header: RESOURCE_REQUESTS,
    refuses: true,
  };
}

function subscriptionWide(
  methods: ThrottlingRule['methods'],
  limit: number,
  kind: string,
): ThrottlingRule {
  const header = `x-ms-ratelimit-remaining-subscription-${kind}`;
  const windowSeconds = HOUR_SECONDS;
  return {
    methods,
    action: /^/u,
    counts: 'together',
    limit,
    windowSeconds,
    header,
    refuses: false,
  };
}

/** What counting a call yields: headers for its response, or the refusal in its place. */
export type ThrottlingOutcome =
  | { readonly headers: Readonly<Record<string, string>> }
  | { readonly refused: OperationResponse };

/**
 * Counts one call in its window. The counter belongs to the subscription; nobody documents
 * whether it is also per principal or vault, so that is an assumption.
 */
export function countCall(
  state: WorldState,
  clock: SandboxClock,
  call: {
    readonly subscriptionId: string;
    readonly method: SandboxOperation['method'];
    readonly action: string;
  },
): ThrottlingOutcome {
  const rule = RULES.find(
    ({ methods, action }) => methods.includes(call.method) && action.test(call.action),
  );
  if (rule === undefined) {
    return { headers: {} };
  }
  if (rule.counts === 'never') {
    return { headers: { [rule.header]: String(rule.limit - 1) } };
  }
  const counter = windowCounter(state, clock, counterName(rule, call), rule.windowSeconds);
  if (rule.refuses && counter.calls >= rule.limit) {
    return { refused: refusal(rule, call.action, secondsLeft(rule, counter, clock)) };
  }
  counter.calls += 1;
  return { headers: { [rule.header]: String(Math.max(0, rule.limit - counter.calls)) } };
}

function counterName(
  rule: ThrottlingRule,
  call: { readonly subscriptionId: string; readonly action: string },
): string {
  const what = rule.counts === 'per-action' ? call.action.toLowerCase() : rule.header;
  return `${call.subscriptionId.toLowerCase()} ${rule.methods.join('/')} ${what}`;
}

function secondsLeft(
  rule: ThrottlingRule,
  counter: { readonly windowStartedMilliseconds: number },
  clock: SandboxClock,
): number {
  const elapsed = clock.now() - counter.windowStartedMilliseconds;
  return Math.max(1, Math.ceil(rule.windowSeconds - elapsed / 1000));
}

function refusal(rule: ThrottlingRule, action: string, seconds: number): OperationResponse {
  return resourceRequestsThrottled(action, rule.limit, '01:00:00', seconds);
}
