// The request headers that the sandbox understands, or knows that Azure takes no notice of.

import type { SandboxHost } from './operation.js';

/** Sent by HTTP clients and proxies; they change no response. */
const TRANSPORT = [
  'accept',
  'accept-encoding',
  'accept-language',
  'authorization',
  'cache-control',
  'connection',
  'content-length',
  'content-type',
  'host',
  'keep-alive',
  'pragma',
  'priority',
  'sec-fetch-mode',
  'te',
  'traceparent',
  'tracestate',
  'transfer-encoding',
  'user-agent',
];

/** Azure's own identification and tracing headers, sent by the SDKs, az and PowerShell. */
const TRACING = [
  'client-request-id',
  'commandname',
  'parametersetname',
  'return-client-request-id',
  'x-anchormailbox',
  'x-ms-client-request-id',
  'x-ms-correlation-request-id',
  'x-ms-return-client-request-id',
  'x-ms-useragent',
];

/** MSAL's telemetry; the sign-in service answers the same without it. */
const SIGN_IN = [
  'x-app-name',
  'x-app-ver',
  'x-client-cpu',
  'x-client-current-telemetry',
  'x-client-last-telemetry',
  'x-client-os',
  'x-client-sku',
  'x-client-ver',
  'x-ms-lib-capability',
];

/** Blob storage answers in one version here whatever version is asked for; no blob has snapshots. */
const BLOB = ['x-ms-version', 'x-ms-date'];

/** What only blob storage understands here. */
const BLOB_ALONE = new Set(['if-match', 'range', 'x-ms-delete-snapshots', 'x-ms-range']);

const KNOWN = new Set([...TRANSPORT, ...TRACING, ...SIGN_IN, ...BLOB]);

/** Metadata have names of the caller's own. */
function isOfBlobs(name: string): boolean {
  return BLOB_ALONE.has(name) || name.startsWith('x-ms-meta-');
}

/** The names of headers that the sandbox does not know at a service, lower-case. */
export function unknownHeaders(headers: Headers, host: SandboxHost): string[] {
  return [...headers.keys()].filter(
    (name) => !KNOWN.has(name) && !(host === 'blob' && isOfBlobs(name)),
  );
}
