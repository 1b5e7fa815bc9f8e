// Answers of a service that is busy whatever its limits are: a share of all requests, the same ones for the same seed.

import { createHash } from 'node:crypto';
import type { WorldState } from '../../kernel/state.js';
import { gatewayError } from '../arm-error.js';
import type { OperationResponse } from '../operation.js';

const COUNTER = 'busy answers';
const RETRY_AFTER_SECONDS = 5;

/** The answer to the next request if it is one of the unlucky ones; nothing of it was carried out. */
export function busyAnswer(state: WorldState): OperationResponse | undefined {
  const { busyShare = 0, seed = '' } = state.limits ?? {};
  if (busyShare === 0) {
    return undefined;
  }
  const counter = state.throttling[COUNTER] ?? { windowStartedMilliseconds: 0, calls: 0 };
  counter.calls += 1;
  state.throttling[COUNTER] = counter;
  const [fate, kind] = fractions(`${seed}/${counter.calls}`);
  if (fate >= busyShare) {
    return undefined;
  }
  return kind < 0.5 ? tooManyRequests() : serviceUnavailable();
}

function tooManyRequests(): OperationResponse {
  return gatewayError(429, 'TooManyRequests', 'The request was throttled.', {
    headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
  });
}

/** Without a Retry-After, as what is broken does not know how long. */
function serviceUnavailable(): OperationResponse {
  return gatewayError(503, 'ServiceUnavailable', 'The service is temporarily unavailable.');
}

/** Two numbers from 0 up to but not including 1. */
function fractions(text: string): readonly [number, number] {
  const digest = createHash('sha256').update(text).digest();
  return [digest.readUInt32BE(0) / 2 ** 32, digest.readUInt32BE(4) / 2 ** 32];
}
