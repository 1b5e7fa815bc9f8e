// The policies of compute: calls of one kind in three and in thirty minutes. First values as recorded in 2023; of lists
// and of disks none was recorded, and so none is counted.

import type { SandboxClock } from '../../kernel/time/clock.js';
import type { WorldState } from '../../kernel/state.js';
import type { ThrottlingOutcome } from '../throttling.js';
import type { LimitedCall } from './enforced.js';
import { computeThrottled } from './refusals.js';
import { windowCounter } from './window-counter.js';

interface Policy {
  readonly name: string;
  readonly methods: readonly string[];
  /** Tested against the RBAC action. */
  readonly action: RegExp;
  /** Calls in three minutes. */
  readonly three: number;
  readonly thirty: number;
}

const MINUTE_MILLISECONDS = 60_000;

/** First match wins. */
const POLICIES: readonly Policy[] = [
  {
    name: 'GetOperation',
    methods: ['GET'],
    action: /\/locations\/operations\/read$/iu,
    three: 15_000,
    thirty: 30_000,
  },
  {
    name: 'LowCostGet',
    methods: ['GET'],
    action: /\/virtualmachines(?:\/extensions|\/instanceview)?\/read$/iu,
    three: 4000,
    thirty: 32_000,
  },
  {
    name: 'UpdateVM',
    methods: ['PUT', 'PATCH', 'DELETE'],
    action: /\/virtualmachines\/extensions\/(?:write|delete)$/iu,
    three: 240,
    thirty: 1200,
  },
  {
    name: 'PutVM',
    methods: ['PUT'],
    action: /\/virtualmachines\/write$/iu,
    three: 240,
    thirty: 1200,
  },
];

/** Counts a call of compute for its subscription; no headers for one that no policy is known of. */
export function countCompute(
  state: WorldState,
  clock: SandboxClock,
  { subscriptionId, operation }: LimitedCall,
): ThrottlingOutcome {
  const { provider, method, action = '', path } = operation;
  const isList = method === 'GET' && !path.endsWith('}') && !path.endsWith('instanceView');
  const policy = POLICIES.find(
    (each) => each.methods.includes(method) && each.action.test(action) && !isList,
  );
  if (provider !== 'compute' || policy === undefined || subscriptionId === undefined) {
    return { headers: {} };
  }
  const windows = [
    { name: `${policy.name}3Min`, minutes: 3, limit: policy.three },
    { name: `${policy.name}30Min`, minutes: 30, limit: policy.thirty },
  ].map((window) => {
    const name = `compute ${subscriptionId.toLowerCase()} ${window.name}`;
    return { ...window, counter: windowCounter(state, clock, name, window.minutes * 60) };
  });
  const full = windows.find(({ counter, limit }) => counter.calls >= limit);
  if (full !== undefined) {
    const ends = full.counter.windowStartedMilliseconds + full.minutes * MINUTE_MILLISECONDS;
    return { refused: computeThrottled(full, Math.max(1, Math.ceil((ends - clock.now()) / 1000))) };
  }
  for (const { counter } of windows) {
    counter.calls += 1;
  }
  const left = windows.map(
    ({ name, limit, counter }) => `Microsoft.Compute/${name};${limit - counter.calls}`,
  );
  return { headers: { 'x-ms-ratelimit-remaining-resource': left.join(',') } };
}
