// The services over a function that answers for Azure: the real SDKs, no network, no real time.
import { systemClock } from '../../../src/clock.js';
import { fetchHttpClient } from '../../../src/services/arm/transport/fetch-http-client.js';
import { CLOUDS } from '../../../src/services/arm/clouds.js';
import type { RetryNotice } from '../../../src/services/arm/transport/clock-retry-policy.js';
import type { RequestTrace } from '../../../src/services/arm/transport/request-trace-policy.js';
import type { Transport } from '../../../src/services/arm/transport/transport.js';
import { createServices } from '../../../src/services/create-services.js';
import type { Services } from '../../../src/services/services.js';
import { VirtualClock } from '../virtual-clock.js';

/** A request as the fake Azure got it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Answers a request; throwing stands for a connection that failed. */
export type Answer = (request: SeenRequest, count: number) => Response | Promise<Response>;

/** Services with everything that a test wants to look at. */
export interface ServicesUnderTest {
  readonly services: Services;
  readonly transport: Transport;
  readonly clock: VirtualClock;
  readonly requests: readonly SeenRequest[];
  readonly retries: readonly RetryNotice[];
  readonly traces: readonly RequestTrace[];
  readonly tokensFetched: readonly string[];
}

/** The token of all tests; no output may show it. */
export const CANARY_TOKEN = 'canary-token-0123456789';

/** A JSON answer. */
export function json(
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const type = { 'content-type': 'application/json; charset=utf-8' };
  return new Response(JSON.stringify(body), { status, headers: { ...type, ...headers } });
}

/** An answer without a body. */
export function empty(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status, headers });
}

/** An error in the envelope of Resource Manager. */
export function armError(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return json({ error: { code, message } }, status, headers);
}

/** An error as a broken connection gives it. */
export function connectionError(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code });
}

/** Makes the services; Key Vault's challenge is answered here, so that `answer` sees only real requests. */
export function servicesUnderTest(
  answer: Answer,
  { maxRetries = 3 }: { readonly maxRetries?: number } = {},
): ServicesUnderTest {
  const clock = new VirtualClock();
  const requests: SeenRequest[] = [];
  const retries: RetryNotice[] = [];
  const traces: RequestTrace[] = [];
  const tokensFetched: string[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const challenge = challengeFor(request);
    if (challenge !== undefined) {
      return challenge;
    }
    const seen = await seenRequest(request);
    requests.push(seen);
    return await answer(seen, requests.length);
  };
  const credential = {
    getToken: (scopes: string | string[]) => {
      tokensFetched.push([scopes].flat().join(' '));
      return Promise.resolve({
        token: CANARY_TOKEN,
        expiresOnTimestamp: systemClock.now() + 3_600_000,
      });
    },
  };
  const options = {
    cloud: CLOUDS.AzureCloud,
    httpClient: fetchHttpClient(fetch),
    clock,
    correlationId: '11111111-2222-3333-4444-555555555555',
    version: '0.0.0',
    maxRetries,
    onRetry: (notice: RetryNotice) => retries.push(notice),
    onRequest: (trace: RequestTrace) => traces.push(trace),
  };
  const services = createServices({ ...options, credential: () => Promise.resolve(credential) });
  const transport = { ...options, credential };
  return { services, transport, clock, requests, retries, traces, tokensFetched };
}

function challengeFor(request: Request): Response | undefined {
  const isVault = new URL(request.url).hostname.endsWith('.vault.azure.net');
  if (!isVault || request.headers.has('authorization')) {
    return undefined;
  }
  return empty(401, {
    'www-authenticate':
      'Bearer authorization="https://login.microsoftonline.com/54826b22-38d6-4fb2-bad9-b7b93a3e9c5a", resource="https://vault.azure.net"',
  });
}

async function seenRequest(request: Request): Promise<SeenRequest> {
  const text = await request.text();
  return {
    method: request.method,
    url: new URL(request.url),
    headers: request.headers,
    body: parsed(text),
  };
}

/** JSON, or the text of a form. */
function parsed(text: string): unknown {
  if (text === '') {
    return undefined;
  }
  return /^[[{]/u.test(text) ? JSON.parse(text) : text;
}
