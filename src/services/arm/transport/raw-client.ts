// Requests that no SDK makes: Microsoft Graph, polling, management locks, and the like. Same policies,
// same credential, same errors as the SDKs' own.

import type { TokenCredential } from '@azure/core-auth';
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  type Pipeline,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { oddAnswer } from '../odd-answer.js';
import { answerError, parseBody } from '../response-error.js';
import type { ReadHeader } from './retry-after.js';
import { ofCurrentTenant } from './tenant-policy.js';
import {
  armClientOptions,
  clientOptionsFor,
  type SharedClientOptions,
  type Transport,
} from './transport.js';

/** A request as the program words it; `body` is sent as JSON. */
export interface RawRequest {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** Absolute; used as it is. */
  readonly url: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Hears how many bytes of the answer have come so far; no more is read once it throws. */
  readonly onReceived?: (bytes: number) => void;
  /** True for a GET that may be answered with 200 and nothing, as a poll of a result may be. */
  readonly mayBeEmpty?: true;
}

/** An answer of success. */
export interface RawResponse {
  readonly status: number;
  readonly header: ReadHeader;
  /** The parsed JSON; undefined when there is no body. */
  readonly body: unknown;
}

/** Sends requests; throws the SDKs' RestError for a status of 300 or more, and when none comes. */
export interface RawClient {
  send(request: RawRequest): Promise<RawResponse>;
  /** True where polls of this address had better be made less often; absent where nobody counts. */
  readonly isSparing?: (url: string) => boolean;
}

/** A client of Resource Manager. */
export function armRawClient(transport: Transport): RawClient {
  const { pace } = transport;
  const client = rawClient(armClientOptions(transport, { mayBeEmpty: true }), {
    credential: transport.credential,
    scope: transport.cloud.armScope,
  });
  return { ...client, ...(pace === undefined ? {} : { isSparing: (url) => pace.isSparing(url) }) };
}

/** A client of Microsoft Graph. */
export function graphRawClient(transport: Transport): RawClient {
  return rawClient(clientOptionsFor('graph', transport), {
    credential: ofCurrentTenant(transport.credential, transport.tenants),
    scope: transport.cloud.graphScope,
  });
}

/** A client that signs its requests only when told with what. */
export function rawClient(
  options: SharedClientOptions,
  sign?: { readonly credential: TokenCredential; readonly scope: string },
): RawClient {
  const pipeline = pipelineOf(options);
  const httpClient = options.httpClient ?? createDefaultHttpClient();
  if (sign !== undefined) {
    const { credential, scope } = sign;
    pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: scope }), {
      phase: 'Sign',
    });
  }
  return {
    send: async (request) => {
      const response = await pipeline.sendRequest(httpClient, pipelineRequest(request));
      return responseOf(response, request);
    },
  };
}

function pipelineOf(options: SharedClientOptions): Pipeline {
  const pipeline = createPipelineFromOptions(options);
  for (const { policy, position } of options.additionalPolicies) {
    pipeline.addPolicy(policy, position === 'perRetry' ? { afterPhase: 'Sign' } : {});
  }
  return pipeline;
}

function pipelineRequest({
  method,
  url,
  body,
  headers,
  signal,
  onReceived,
}: RawRequest): ReturnType<typeof createPipelineRequest> {
  const sent = createHttpHeaders({ accept: 'application/json', ...headers });
  if (body !== undefined) {
    sent.set('content-type', 'application/json; charset=utf-8');
  }
  return createPipelineRequest({
    method,
    url,
    headers: sent,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { abortSignal: signal }),
    ...(onReceived === undefined
      ? {}
      : { onDownloadProgress: ({ loadedBytes }) => onReceived(loadedBytes) }),
  });
}

function responseOf(response: PipelineResponse, { mayBeEmpty, method }: RawRequest): RawResponse {
  // A redirect that the pipeline has not followed is no answer.
  if (response.status >= 300) {
    throw answerError(response);
  }
  const text = (response.bodyAsText ?? '').trim();
  if (
    (text === '' || text === '{}') &&
    method === 'GET' &&
    response.status === 200 &&
    mayBeEmpty !== true
  ) {
    throw oddAnswer(
      new URL(response.request.url).host,
      `${text === '' ? 'nothing' : 'JSON of something else'} (HTTP 200)`,
    );
  }
  return {
    status: response.status,
    header: (name) => response.headers.get(name),
    body: parseBody(response),
  };
}
