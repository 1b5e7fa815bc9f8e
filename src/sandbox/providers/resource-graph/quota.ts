// The quota of a user: 15 queries in 5 seconds. Documentation: Guidance for throttled requests in Azure Resource Graph.

import type { OperationRequest } from '../../http/operation.js';

const QUERIES = 15;
const WINDOW_MILLISECONDS = 5000;

/** What is left after a query, or that there was nothing left for it. */
export interface Quota {
  readonly exceeded: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** Counts a query of the caller. */
export function countQuery({ state, clock, caller }: OperationRequest): Quota {
  const name = `resource-graph ${caller?.objectId ?? ''}`;
  const now = clock.now();
  const found = state.throttling[name];
  const isCurrent =
    found !== undefined && now < found.windowStartedMilliseconds + WINDOW_MILLISECONDS;
  const counter = isCurrent ? found : { windowStartedMilliseconds: now, calls: 0 };
  const exceeded = counter.calls >= QUERIES;
  counter.calls += exceeded ? 0 : 1;
  state.throttling[name] = counter;
  const left = counter.windowStartedMilliseconds + WINDOW_MILLISECONDS - now;
  return {
    exceeded,
    headers: {
      'x-ms-user-quota-remaining': String(QUERIES - counter.calls),
      'x-ms-user-quota-resets-after': `00:00:0${Math.ceil(left / 1000)}`,
    },
  };
}
