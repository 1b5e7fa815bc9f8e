// The request headers that the sandbox understands, or knows that Azure takes no notice of.

/** Sent by HTTP clients and proxies; they change no answer. */
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

/** Blob storage answers in one version here whatever version is asked for. */
const BLOB = ['x-ms-version', 'x-ms-date'];

const KNOWN = new Set([...TRANSPORT, ...TRACING, ...SIGN_IN, ...BLOB]);

/** The names of headers that the sandbox does not know, lower-case. */
export function unknownHeaders(headers: Headers): string[] {
  return [...headers.keys()].filter((name) => !KNOWN.has(name));
}
