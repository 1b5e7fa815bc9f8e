// What all clients of Azure share: one identification, one retry policy, one way of being watched.

import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient, PipelinePolicy } from '@azure/core-rest-pipeline';
import type { Clock } from '../../../clock.js';
import type { Cloud } from '../clouds.js';
import { answerPolicy, unreadableAnswerPolicy, type AnswerForm } from './answer-policy.js';
import type { RequestPace } from '../pacing/request-pace.js';
import { apiVersionPolicy } from './api-version-policy.js';
import { attemptLimitPolicy, type AttemptLimit } from './attempt-limit-policy.js';
import { audiencePolicy, type Audience } from './audience-policy.js';
import { clockRetryPolicy, type RetryNotice } from './clock-retry-policy.js';
import { keptTunnelsPolicy } from './kept-tunnels-policy.js';
import { recordingPolicy, type ExchangeRecorder } from './recording-policy.js';
import { requestTracePolicy, type RequestTrace } from './request-trace-policy.js';
import { tenantPolicy, type TenantMemory } from './tenant-policy.js';

/** What the services need from their surroundings. */
export interface Transport {
  readonly cloud: Cloud;
  readonly credential: TokenCredential;
  readonly clock: Clock;
  /** Real time, for requests that hang; absent means that nothing ends one. */
  readonly startTimer?: AttemptLimit['startTimer'];
  /** When the command's own time is over, by the clock. */
  readonly deadlineMilliseconds?: number | undefined;
  /** Sends the requests; absent means over the network. */
  readonly httpClient?: HttpClient;
  /** What the command has been told of tenants; absent means that no other is asked for. */
  readonly tenants?: TenantMemory;
  /** Groups all requests of one command in Azure's logs (`x-ms-correlation-request-id`). */
  readonly correlationId: string;
  /** The program's own version, for the user agent. */
  readonly version: string;
  /** Repetitions of a request that failed in passing. */
  readonly maxRetries: number;
  /** Of all requests of the process but those of the sign-in, which everything waits for. */
  readonly pace?: RequestPace;
  /** True for requests whose answers only add to a result. */
  readonly isExtra?: boolean;
  /** Told before a wait for a repetition; of throttling once for each class of requests. */
  readonly onRetry?: (notice: RetryNotice) => void;
  /** Told after each exchange; never sees bodies, tokens or signatures. */
  readonly onRequest?: (trace: RequestTrace) => void;
  /** Writes exchanges down, but for those of the sign-in; absent means that nobody does. */
  readonly recorder?: ExchangeRecorder;
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
  /** Left out: as many as the library follows. */
  redirectOptions?: { maxRetries: number };
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
      { policy: attemptLimitPolicy(transport), position: 'perRetry' },
      { policy: requestTracePolicy(transport), position: 'perRetry' },
      { policy: keptTunnelsPolicy, position: 'perRetry' },
    ],
  };
}

/** Options for a client whose requests carry something that is for one audience alone. */
export function clientOptionsFor(
  audience: Audience,
  transport: Omit<Transport, 'credential'>,
  form: AnswerForm = { mayBeEmpty: false },
): SharedClientOptions {
  const options = bindTo(audience, transport.cloud, sharedClientOptions(transport), form);
  const { recorder } = transport;
  return {
    ...options,
    additionalPolicies: [
      { policy: unreadableAnswerPolicy, position: 'perCall' },
      ...options.additionalPolicies,
      ...(recorder === undefined
        ? []
        : [{ policy: recordingPolicy(recorder), position: 'perRetry' as const }]),
    ],
  };
}

/** Keeps a client from sending what it carries to anybody else, and from taking what is not an answer. */
export function bindTo(
  audience: Audience,
  cloud: Cloud,
  options: SharedClientOptions,
  form: AnswerForm,
): SharedClientOptions {
  const audienceBound: PlacedPolicy = {
    policy: audiencePolicy(audience, cloud),
    position: 'perRetry',
  };
  const answers: PlacedPolicy = { policy: answerPolicy(form), position: 'perRetry' };
  // Blobs are whatever they are, and their lists are XML.
  const bound = audience === 'blobs' ? [audienceBound] : [audienceBound, answers];
  return { ...options, additionalPolicies: [...options.additionalPolicies, ...bound] };
}

/** Options for a client of Resource Manager, for both generations of SDK (`credentialScopes`, `credentials`). */
export function armClientOptions(
  transport: Transport,
  form?: AnswerForm,
): SharedClientOptions & {
  endpoint: string;
  credentialScopes: string;
  credentials: { scopes: string[] };
} {
  const shared = clientOptionsFor('resource-manager', transport, form);
  const correlation = correlationPolicy(transport.correlationId);
  const { apiVersions } = transport.cloud;
  return {
    ...shared,
    additionalPolicies: [
      { policy: correlation, position: 'perCall' },
      ...(apiVersions === undefined
        ? []
        : [{ policy: apiVersionPolicy(apiVersions), position: 'perCall' as const }]),
      { policy: tenantPolicy(transport), position: 'perRetry' },
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
