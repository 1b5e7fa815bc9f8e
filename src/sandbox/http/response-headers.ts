// The headers that each service puts on every response.

import { compactInstant, httpDate } from '../kernel/time/instant.js';
import type { OperationResponse, SandboxHost, SandboxIds } from './operation.js';

/** Address that the sandbox's client comes from; a documentation address (RFC 5737). */
export const CLIENT_ADDRESS = '203.0.113.10';

/** What the headers of a response are made from. */
export interface ResponseContext {
  readonly host: SandboxHost;
  readonly requestHeaders: Headers;
  readonly response: OperationResponse;
  readonly ids: SandboxIds;
  readonly nowMilliseconds: number;
  /** Region of the addressed key vault. */
  readonly region: string | undefined;
}

/** The response's headers; what the operation itself sets wins. */
export function responseHeaders(context: ResponseContext): Headers {
  const headers = new Headers({
    date: httpDate(context.nowMilliseconds),
    ...contentHeaders(context),
    ...serviceHeaders(context),
  });
  for (const [name, value] of Object.entries(context.response.headers ?? {})) {
    headers.set(name, value);
  }
  return headers;
}

function contentHeaders({ response, host }: ResponseContext): Record<string, string> {
  if (response.body === undefined) {
    return response.status === 204 ? {} : { 'content-length': '0' };
  }
  if (typeof response.body !== 'object') {
    return {};
  }
  const contentType =
    host === 'graph' && response.status === 200 ? GRAPH_JSON : 'application/json; charset=utf-8';
  return { 'content-type': contentType };
}

/** Recording: graph-sp-get.200-and-404. */
const GRAPH_JSON =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/** On every response of Resource Manager and Key Vault, in all recordings with complete headers. */
const UNCACHED = {
  'cache-control': 'no-cache',
  pragma: 'no-cache',
  expires: '-1',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

function serviceHeaders(context: ResponseContext): Record<string, string> {
  switch (context.host) {
    case 'arm':
      return armHeaders(context);
    case 'vault':
      return vaultHeaders(context);
    case 'graph':
      return graphHeaders(context);
    case 'login':
      return { 'cache-control': 'no-store, no-cache', pragma: 'no-cache', expires: '-1' };
    case 'blob':
      return { 'x-ms-request-id': context.ids.guid() };
  }
}

/**
 * Ids as the provider of Recovery Services answers: request and correlation id are the same
 * guid, which is the caller's own correlation id when it sent one (wire recordings of 2024).
 */
function armHeaders({
  requestHeaders,
  response,
  ids,
  nowMilliseconds,
}: ResponseContext): Record<string, string> {
  const correlationId = requestHeaders.get('x-ms-correlation-request-id') ?? ids.guid();
  const clientRequestId = requestHeaders.get('x-ms-client-request-id');
  return {
    ...UNCACHED,
    ...(response.body === undefined ? {} : { vary: 'Accept-Encoding' }),
    'x-ms-request-id': correlationId,
    'x-ms-correlation-request-id': correlationId,
    'x-ms-routing-request-id': `SANDBOX:${compactInstant(nowMilliseconds)}:${correlationId}`,
    ...(clientRequestId === null ? {} : { 'x-ms-client-request-id': clientRequestId }),
  };
}

/** Recordings: kv-*; the address is the caller's. */
function vaultHeaders({ requestHeaders, ids, region }: ResponseContext): Record<string, string> {
  const clientRequestId = requestHeaders.get('x-ms-client-request-id');
  return {
    ...UNCACHED,
    'x-ms-keyvault-network-info': `conn_type=Ipv4;addr=${CLIENT_ADDRESS};act_addr_fam=InterNetwork;`,
    'x-ms-keyvault-service-version': '1.9.787.1',
    'x-ms-request-id': ids.guid(),
    ...(region === undefined ? {} : { 'x-ms-keyvault-region': region }),
    ...(clientRequestId === null ? {} : { 'x-ms-client-request-id': clientRequestId }),
  };
}

/** Recording: graph-sp-get.200-and-404. */
function graphHeaders({ requestHeaders, response, ids }: ResponseContext): Record<string, string> {
  const requestId = ids.guid();
  return {
    'cache-control': 'no-cache',
    'strict-transport-security': 'max-age=31536000',
    'request-id': requestId,
    'client-request-id': requestHeaders.get('client-request-id') ?? requestId,
    'x-ms-resource-unit': '1',
    ...(response.status < 300 ? { 'odata-version': '4.0' } : {}),
  };
}
