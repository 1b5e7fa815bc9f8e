// The limits of a world that enforces them: Resource Manager's buckets, and the policies of compute.

import type { SandboxClock } from '../../kernel/time/clock.js';
import type { WorldState } from '../../kernel/state.js';
import type { SandboxOperation } from '../operation.js';
import type { ThrottlingOutcome } from '../throttling.js';
import { countCompute } from './compute-policies.js';
import { takeToken } from './token-bucket.js';
import { subscriptionThrottled } from './refusals.js';

/** A request as its limits see it. */
export interface LimitedCall {
  /** Undefined for requests to the tenant. */
  readonly subscriptionId: string | undefined;
  readonly principalId: string;
  readonly operation: SandboxOperation;
}

/** Documentation: Understand how Azure Resource Manager throttles requests (sizes and refill since 2024). */
const BUCKETS = {
  reads: { size: 250, refillPerSecond: 25 },
  writes: { size: 200, refillPerSecond: 10 },
  deletes: { size: 200, refillPerSecond: 10 },
} as const;

/** Counts a call in its bucket and, of compute, in its policies; the headers tell what is left of each. */
export function countEnforced(
  state: WorldState,
  clock: SandboxClock,
  call: LimitedCall,
): ThrottlingOutcome {
  const kind = kindOf(call.operation);
  const scope = call.subscriptionId === undefined ? 'tenant' : 'subscription';
  const name = `bucket ${call.principalId} ${call.subscriptionId?.toLowerCase() ?? scope} ${kind}`;
  const taken = takeToken(state, clock, name, BUCKETS[kind]);
  if ('secondsToWait' in taken) {
    return { refused: subscriptionThrottled(call, taken.secondsToWait) };
  }
  const headers = { [`x-ms-ratelimit-remaining-${scope}-${kind}`]: String(taken.left) };
  const compute = countCompute(state, clock, call);
  return 'refused' in compute ? compute : { headers: { ...headers, ...compute.headers } };
}

function kindOf({ method }: SandboxOperation): keyof typeof BUCKETS {
  switch (method) {
    case 'GET':
    case 'HEAD':
      return 'reads';
    case 'DELETE':
      return 'deletes';
    case 'PUT':
    case 'POST':
    case 'PATCH':
      return 'writes';
  }
}
