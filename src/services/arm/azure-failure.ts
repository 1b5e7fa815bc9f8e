// Reads what the SDKs throw. Structural on purpose: the packages come in two builds (ESM and CommonJS),
// each with classes of its own, so `instanceof` would miss half of them.

import { parseJson } from '../../domain/parse-json.js';
import { z } from 'zod';
import type { ReadHeader } from './transport/retry-after.js';

/** An answer other than success, taken apart. */
export interface HttpFailure {
  readonly status: number;
  /** Azure's code; Key Vault's inner code where there is one, for it alone tells policy from firewall. */
  readonly code?: string;
  /** Azure's words, unredacted. */
  readonly message: string;
  readonly header: ReadHeader;
  /** Host that answered. */
  readonly host?: string;
}

/** Custom, not an object schema: that would copy `get` away from the object it belongs to. */
const headersSchema = z.custom<{ get(name: string): string | undefined }>(hasGet);

const restErrorSchema = z.object({
  name: z.literal('RestError'),
  code: z.string().optional(),
  statusCode: z.number().optional(),
  details: z.unknown().optional(),
  request: z.object({ url: z.string() }).optional(),
  response: z
    .object({ headers: headersSchema.optional(), bodyAsText: z.string().nullish() })
    .optional(),
});

const codeText = z.string().optional().catch(undefined);

const innerSchema = z.object({ code: codeText }).nullish().catch(undefined);

/** ARM's, Key Vault's and Graph's envelope; the SDKs rename Key Vault's `innererror`. */
const wrappedSchema = z.object({
  error: z.object({
    code: codeText,
    message: codeText,
    innererror: innerSchema,
    innerError: innerSchema,
  }),
});

/** Some back ends of Azure Backup answer without an envelope, in capitals. */
const unwrappedSchema = z.object({
  ErrorCode: z.string(),
  Message: z.union([z.string(), z.object({ Value: z.string() })]).optional(),
});

/** What an SDK threw because of the status of an answer; undefined for any other error. */
export function httpFailureOf(error: unknown): HttpFailure | undefined {
  const parsed = restErrorSchema.safeParse(error);
  if (!parsed.success || parsed.data.statusCode === undefined) {
    return undefined;
  }
  const { statusCode, code, request, response } = parsed.data;
  const body = errorBody(parseJson(response?.bodyAsText ?? '') ?? parsed.data.details);
  // Blob storage answers a HEAD without a body, and names the code in a header too.
  const knownCode = body.code ?? code ?? response?.headers?.get('x-ms-error-code');
  const host = hostOf(request?.url);
  return {
    status: statusCode,
    // Not the error's own message: without an envelope that is the whole body.
    message: body.message ?? `HTTP ${statusCode}`,
    header: (name) => response?.headers?.get(name),
    ...(knownCode === undefined ? {} : { code: knownCode }),
    ...(host === undefined ? {} : { host }),
  };
}

/** A request that got no answer: the system's code, such as ENOTFOUND, and the host. */
export interface NetworkFailure {
  readonly code: string;
  readonly host?: string;
}

/** Codes of Node and its HTTP client for a connection that could not be made or broke. */
const NETWORK_CODES = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
  'EPROTO',
  'REQUEST_SEND_ERROR',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
]);

const failedRequestSchema = z.object({
  code: z.string().optional(),
  request: z.object({ url: z.string() }).optional(),
  cause: z.unknown().optional(),
});

/** What a network failure looks like anywhere in an error's chain of causes. */
export function networkFailureOf(error: unknown): NetworkFailure | undefined {
  const parsed = failedRequestSchema.safeParse(error);
  if (!parsed.success) {
    return undefined;
  }
  const { code, request, cause } = parsed.data;
  if (code === undefined || !NETWORK_CODES.has(code)) {
    return cause === undefined ? undefined : networkFailureOf(cause);
  }
  const host = hostOf(request?.url);
  return { code, ...(host === undefined ? {} : { host }) };
}

/** Code and message of an error body, whichever envelope it came in. */
export function errorBody(body: unknown): { readonly code?: string; readonly message?: string } {
  const wrapped = wrappedSchema.safeParse(body);
  if (wrapped.success) {
    const { code, message, innererror, innerError } = wrapped.data.error;
    return present(innererror?.code ?? innerError?.code ?? code, message);
  }
  const unwrapped = unwrappedSchema.safeParse(body);
  if (unwrapped.success) {
    const { ErrorCode, Message } = unwrapped.data;
    return present(ErrorCode, typeof Message === 'string' ? Message : Message?.Value);
  }
  return {};
}

function present(
  code: string | undefined,
  message: string | undefined,
): ReturnType<typeof errorBody> {
  return {
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message }),
  };
}

function hostOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : undefined;
}

function hasGet(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'get' in value && typeof value.get === 'function'
  );
}
