// 429 of Resource Manager and of compute.

import { gatewayError, providerError } from '../arm-error.js';
import type { OperationResponse } from '../operation.js';
import type { LimitedCall } from './enforced.js';

/** 429 for an empty bucket; words of a report of 2022 (Microsoft Q&A, 924666), how it names the operation is assumed. */
export function subscriptionThrottled(
  { subscriptionId = '', operation }: LimitedCall,
  seconds: number,
): OperationResponse {
  const path = operation.path.replaceAll(/\{[^}]*\}\/?/gu, '').toUpperCase();
  return gatewayError(
    429,
    'SubscriptionRequestsThrottled',
    `Number of requests for subscription '${subscriptionId}' and operation '${operation.method}${path}' exceeded the backend storage limit. Please try again after '${seconds}' seconds.`,
    { headers: { 'retry-after': String(seconds) } },
  );
}

/** 429 of compute. Documentation: Troubleshooting API throttling errors. */
export function computeThrottled(
  {
    name,
    limit,
    minutes,
  }: { readonly name: string; readonly limit: number; readonly minutes: number },
  seconds: number,
): OperationResponse {
  const group = {
    operationGroup: name,
    allowedRequestCount: limit,
    measuredRequestCount: limit + 1,
  };
  const refusal = providerError(
    429,
    'OperationNotAllowed',
    'The server rejected the request because too many requests have been received for this subscription.',
    {
      details: [{ code: 'TooManyRequests', target: name, message: JSON.stringify(group) }],
    },
  );
  return {
    ...refusal,
    headers: { ...refusal.headers, 'retry-after': String(Math.min(seconds, minutes * 60)) },
  };
}
