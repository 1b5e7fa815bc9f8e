// Carries faults out: lets a request go wrong on its way to the sandbox or back.

import { z } from 'zod';
import type { FaultConsequence } from './request-faults.js';

/** Answers requests as fetch does. */
export type Fetch = (request: Request) => Promise<Response>;

type StatusConsequence = Extract<FaultConsequence, { kind: 'status' }>;
type StrippedConsequence = Extract<FaultConsequence, { kind: 'stripped' }>;
type SuccessConsequence = Extract<FaultConsequence, { kind: 'success' }>;

/** Codes that Resource Manager's gateway gives with a status, for faults that name none. */
const gatewayCodes: Readonly<Record<number, string>> = {
  429: 'TooManyRequests',
  500: 'InternalServerError',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
};

/** What a fault needs of the sandbox that it is injected into. */
export interface FaultySandbox {
  readonly fetch: Fetch;
  /** Moves virtual time on by some seconds, for responses that are slow in coming. */
  readonly delay: (seconds: number) => void | Promise<void>;
}

/**
 * Lets one request meet its fault. Rejects as a broken connection does, or, while it hangs, with
 * the reason of the request's signal.
 */
export async function injectFault(
  consequence: FaultConsequence,
  request: Request,
  sandbox: FaultySandbox,
): Promise<Response> {
  switch (consequence.kind) {
    case 'status':
      return statusResponse(consequence);
    case 'success':
      return successResponse(consequence);
    case 'reset':
      if (consequence.afterwards === true) {
        await sandbox.fetch(request);
      }
      throw connectionReset();
    case 'stripped':
      return strippedResponse(await sandbox.fetch(request), consequence);
    case 'without':
      return oddEntry(await sandbox.fetch(request), consequence);
    case 'hang':
      return await hang(request.signal);
    case 'truncate':
      return await cut(await sandbox.fetch(request), (half) => brokenStream(half));
    case 'malformed':
      return await cut(await sandbox.fetch(request), (half) => half);
    case 'slow':
      await sandbox.delay(consequence.seconds);
      return await sandbox.fetch(request);
  }
}

function statusResponse(consequence: StatusConsequence): Response {
  const { status, retryAfterSeconds } = consequence;
  const code = consequence.code ?? gatewayCodes[status] ?? 'SandboxFault';
  const message = consequence.message ?? 'A fault of the sandbox answered this request.';
  return new Response(JSON.stringify({ error: { code, message } }), {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      // What names no code is a response of the gateway, and says so. Recording vault-get.500-internal.
      ...(consequence.code === undefined ? { 'x-ms-failure-cause': 'gateway' } : {}),
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
    },
  });
}

function successResponse({ status, succeeded }: SuccessConsequence): Response {
  return succeeded === true
    ? Response.json({ status: 'Succeeded' }, { status })
    : new Response(null, { status });
}

/** Bodies that no service of Azure sends. */
const ODD_BODIES: Readonly<Record<Exclude<StrippedConsequence['body'], 'none'>, string>> = {
  null: 'null',
  list: '[]',
  page: '<html><body>Please sign in</body></html>',
};

function strippedResponse({ status }: Response, { body }: StrippedConsequence): Response {
  return body === 'none' || status === 204
    ? new Response(null, { status })
    : new Response(ODD_BODIES[body], {
        status,
        headers: { 'content-type': body === 'page' ? 'text/html' : 'application/json' },
      });
}

const listSchema = z.looseObject({ value: z.array(z.record(z.string(), z.unknown())) });
const partSchema = z.record(z.string(), z.unknown());

/** The list with one entry as another version of a service might send it; whatever is no list stays as it is. */
async function oddEntry(
  response: Response,
  { entry, member }: Extract<FaultConsequence, { kind: 'without' }>,
): Promise<Response> {
  const body: unknown = await response.json();
  const list = listSchema.safeParse(body).data;
  const value = list?.value.map((each, at) =>
    at === entry - 1 ? without(each, member.split('.')) : each,
  );
  return Response.json(list === undefined ? body : { ...list, value }, response);
}

function without(
  part: Readonly<Record<string, unknown>>,
  [name = '', ...rest]: readonly string[],
): Record<string, unknown> {
  const inner = rest.length === 0 ? undefined : partSchema.safeParse(part[name]).data;
  return Object.fromEntries(
    Object.entries(part).flatMap(([key, value]) => {
      if (key !== name) {
        return [[key, value]];
      }
      return inner === undefined ? [] : [[key, without(inner, rest)]];
    }),
  );
}

/** The error of a Node socket that the other side closed. */
function connectionReset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
}

function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    if (signal.aborted) {
      abort();
    }
    signal.addEventListener('abort', abort, { once: true });
  });
}

/** The response with the first half of its body; the length that it announced stays. */
async function cut(
  response: Response,
  bodyOf: (
    half: Uint8Array<ArrayBuffer>,
  ) => Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<Response> {
  const body = new Uint8Array(await response.arrayBuffer());
  const half = body.slice(0, Math.floor(body.length / 2));
  return new Response(body.length === 0 ? null : bodyOf(half), {
    status: response.status,
    headers: response.headers,
  });
}

function brokenStream(start: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let sent = false;
  return new ReadableStream({
    pull: (controller) => {
      if (sent) {
        controller.error(connectionReset());
        return;
      }
      sent = true;
      controller.enqueue(start);
    },
  });
}
