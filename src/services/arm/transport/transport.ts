// What all clients of Azure share: one identification, one retry policy, one way of being watched.

import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient, PipelinePolicy } from '@azure/core-rest-pipeline';
import type { Clock } from '../../../clock.js';
import type { Cloud } from '../clouds.js';
import { clockRetryPolicy, type RetryNotice } from './clock-retry-policy.js';
import { requestTracePolicy, type RequestTrace } from './request-trace-policy.js';

/** What the services need from their surroundings. */
export interface Transport {
  readonly cloud: Cloud;
  readonly credential: TokenCredential;
  readonly clock: Clock;
  /** Sends the requests; absent means over the network. */
  readonly httpClient?: HttpClient;
  /** Groups all requests of one command in Azure's logs (`x-ms-correlation-request-id`). */
  readonly correlationId: string;
  /** The program's own version, for the user agent. */
  readonly version: string;
  /** Repetitions of a request that failed in passing. */
  readonly maxRetries: number;
  /** Told before each wait for a repetition. */
  readonly onRetry?: (notice: RetryNotice) => void;
  /** Told after each exchange; never sees bodies, tokens or signatures. */
  readonly onRequest?: (trace: RequestTrace) => void;
}

/** One policy and where it goes: around all attempts of a call, or around each. */
interface PlacedPolicy {
  readonly policy: PipelinePolicy;
  readonly position: 'perCall' | 'perRetry';
}

/** Options that every SDK client takes. */
export interface SharedClientOptions {
  httpClient?: HttpClient;
  retryOptions: { maxRetries: number };
  userAgentOptions: { userAgentPrefix: string };
  additionalPolicies: PlacedPolicy[];
}

/** Options for a client of any Azure service: the SDK's own retries are off, ours wait on the clock. */
export function sharedClientOptions(transport: Omit<Transport, 'credential'>): SharedClientOptions {
  return {
    ...(transport.httpClient === undefined ? {} : { httpClient: transport.httpClient }),
    retryOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: `azbackup/${transport.version}` },
    additionalPolicies: [
      { policy: clockRetryPolicy(transport), position: 'perCall' },
      { policy: requestTracePolicy(transport), position: 'perRetry' },
    ],
  };
}

/** Options for a client of Resource Manager, for both generations of SDK (`credentialScopes`, `credentials`). */
export function armClientOptions(transport: Transport): SharedClientOptions & {
  endpoint: string;
  credentialScopes: string;
  credentials: { scopes: string[] };
} {
  const shared = sharedClientOptions(transport);
  const correlation = correlationPolicy(transport.correlationId);
  return {
    ...shared,
    additionalPolicies: [
      { policy: correlation, position: 'perCall' },
      ...shared.additionalPolicies,
    ],
    endpoint: transport.cloud.armEndpoint,
    credentialScopes: transport.cloud.armScope,
    credentials: { scopes: [transport.cloud.armScope] },
  };
}

/**
 * Each request keeps the fresh client request id that the SDK gives it, because Azure Backup makes the
 * trigger's id the job's activity id; the command as a whole is known by its correlation id.
 */
function correlationPolicy(correlationId: string): PipelinePolicy {
  return {
    name: 'azbackupCorrelationPolicy',
    sendRequest: (request, next) => {
      request.headers.set('x-ms-correlation-request-id', correlationId);
      return next(request);
    },
  };
}
