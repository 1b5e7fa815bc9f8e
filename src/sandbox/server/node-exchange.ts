// Between Node's sockets and the sandbox's function from Request to Response.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fetch } from '../faults/inject-faults.js';
import { HostNotFound } from '../http/routing/host-not-found.js';

/** Largest body that is read; Resource Manager takes 4 MB (Documentation: ARM limits). */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Methods that no `Request` can have (Fetch standard, section 2.2.1). */
const UNSENDABLE_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK']);

/** Headers about one connection, which are no part of the request (RFC 9110, section 7.6.1). */
const CONNECTION_HEADERS = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What a server does with one request that has come in. */
export interface NodeExchange {
  readonly fetch: Fetch;
  /** Told of errors that are the sandbox's own defects; the client gets a 500. */
  readonly onDefect: (error: unknown) => void;
  /** Ends requests that still wait for something when the server stops. */
  readonly stopped: AbortSignal;
}

/**
 * Answers one request that came over a socket. Never rejects: a connection that a fault breaks is
 * broken for the client too, and a name that does not resolve gives no response either.
 */
export async function respondOverSocket(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  exchange: NodeExchange,
): Promise<void> {
  const gone = new AbortController();
  const abort = (): void => gone.abort(new Error('the connection was closed'));
  outgoing.once('close', abort);
  exchange.stopped.addEventListener('abort', abort, { once: true });
  try {
    const request = await readRequest(incoming, gone.signal);
    if ('refusal' in request) {
      sendText(outgoing, request.refusal, request.status);
      return;
    }
    await send(await exchange.fetch(request), outgoing, request.method);
  } catch (error) {
    endBadly(outgoing, error, exchange);
  } finally {
    exchange.stopped.removeEventListener('abort', abort);
  }
}

interface Refused {
  readonly status: number;
  readonly refusal: string;
}

async function readRequest(
  incoming: IncomingMessage,
  signal: AbortSignal,
): Promise<Request | Refused> {
  const address = `https://${incoming.headers.host ?? ''}${incoming.url ?? ''}`;
  if (incoming.url?.startsWith('/') !== true || !URL.canParse(address)) {
    return { status: 400, refusal: 'the sandbox needs a Host header and a path' };
  }
  const body = await readBody(incoming);
  if (body === undefined) {
    return { status: 413, refusal: `the sandbox reads at most ${MAX_BODY_BYTES} bytes` };
  }
  const { method = 'GET' } = incoming;
  if (UNSENDABLE_METHODS.has(method)) {
    return { status: 405, refusal: `the sandbox does not answer ${method}` };
  }
  return new Request(address, {
    method,
    headers: headersOf(incoming.rawHeaders),
    signal,
    ...(body.length === 0 ? {} : { body }),
  });
}

/** Undefined when there is more than may be. */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    if (Buffer.isBuffer(chunk)) {
      length += chunk.length;
      if (length > MAX_BODY_BYTES) {
        return undefined;
      }
      chunks.push(chunk);
    }
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Node gives names and values in turn. */
function headersOf(rawHeaders: readonly string[]): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!CONNECTION_HEADERS.has(name.toLowerCase())) {
      headers.append(name, rawHeaders[index + 1] ?? '');
    }
  }
  return headers;
}

async function send(response: Response, outgoing: ServerResponse, method: string): Promise<void> {
  outgoing.writeHead(response.status, [...response.headers].flat());
  if (response.body !== null && method !== 'HEAD') {
    for await (const chunk of response.body) {
      outgoing.write(chunk);
    }
  }
  outgoing.end();
}

function endBadly(outgoing: ServerResponse, error: unknown, exchange: NodeExchange): void {
  const lost = outgoing.destroyed || outgoing.headersSent;
  if (lost || isBroken(error) || exchange.stopped.aborted) {
    outgoing.destroy();
    return;
  }
  exchange.onDefect(error);
  sendText(outgoing, 'a defect of the sandbox; its own output says which', 500);
}

/** A fault that breaks the connection, or a host that the real DNS would not know. */
function isBroken(error: unknown): boolean {
  return (
    error instanceof HostNotFound ||
    (error instanceof Error && 'code' in error && error.code === 'ECONNRESET')
  );
}

/** Closes the connection too: what is left of the request is not read. */
function sendText(outgoing: ServerResponse, text: string, status: number): void {
  outgoing.writeHead(status, { 'content-type': 'text/plain', connection: 'close' });
  outgoing.end(`azbackup sandbox: ${text}\n`);
}
