// An HttpClient of the SDKs that asks a function instead of the network: the sandbox's door in-process.

import { Readable } from 'node:stream';
import {
  createHttpHeaders,
  RestError,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
  type RequestBodyType,
} from '@azure/core-rest-pipeline';

/** Answers a request, as the global `fetch` would. */
export type Fetch = (request: Request) => Promise<Response>;

/** Methods whose requests the fetch standard refuses a body. */
const BODILESS_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * The client. What the function throws becomes the RestError of a failed connection, with the thrown
 * error's own `code`; an abort stays an AbortError.
 */
export function fetchHttpClient(fetchRequest: Fetch): HttpClient {
  return {
    sendRequest: async (request) => {
      const webRequest = await toWebRequest(request);
      try {
        return await toPipelineResponse(request, await fetchRequest(webRequest));
      } catch (error) {
        throw request.abortSignal?.aborted === true
          ? abortError()
          : connectionError(error, request);
      }
    },
  };
}

async function toWebRequest(request: PipelineRequest): Promise<Request> {
  if (request.abortSignal?.aborted === true) {
    throw abortError();
  }
  const { method, url, abortSignal } = request;
  const body = BODILESS_METHODS.has(method) ? undefined : await bodyBytes(request.body);
  return new Request(url, {
    method,
    headers: new Headers(request.headers.toJSON()),
    ...(body === undefined ? {} : { body }),
    ...(abortSignal instanceof AbortSignal ? { signal: abortSignal } : {}),
  });
}

/** The body as the fetch standard takes it; streams are read to their end. */
async function bodyBytes(
  body: RequestBodyType | undefined,
): Promise<string | Uint8Array<ArrayBuffer> | FormData | undefined> {
  if (body === undefined || body === null) {
    return undefined;
  }
  if (typeof body === 'string' || body instanceof FormData) {
    return body;
  }
  if (typeof body === 'function') {
    return bodyBytes(body());
  }
  if (body instanceof ArrayBuffer) {
    return new Uint8Array(body);
  }
  if (ArrayBuffer.isView(body)) {
    return new Uint8Array(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
  }
  return body instanceof Blob ? new Uint8Array(await body.arrayBuffer()) : readAll(body);
}

/** Reads a web or Node stream; both are async iterables in Node. */
async function readAll(stream: unknown): Promise<Uint8Array<ArrayBuffer>> {
  if (!isAsyncIterable(stream)) {
    throw new TypeError('the body of a request is of a kind that cannot be sent');
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) {
    chunks.push(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : toBytes(chunk));
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function toBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) {
    return chunk;
  }
  throw new TypeError('a body stream yielded something other than bytes');
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function toPipelineResponse(
  request: PipelineRequest,
  response: Response,
): Promise<PipelineResponse> {
  return {
    request,
    status: response.status,
    headers: createHttpHeaders(Object.fromEntries(response.headers)),
    ...(isStreamed(request, response)
      ? { readableStreamBody: Readable.from(Buffer.from(await response.arrayBuffer())) }
      : { bodyAsText: await response.text() }),
  };
}

/** SDKs ask so for content that is no text; infinity stands for whatever status comes. */
function isStreamed({ streamResponseStatusCodes }: PipelineRequest, { status }: Response): boolean {
  return (
    streamResponseStatusCodes?.has(status) === true ||
    streamResponseStatusCodes?.has(Number.POSITIVE_INFINITY) === true
  );
}

function connectionError(error: unknown, request: PipelineRequest): Error {
  const cause = error instanceof Error ? error : new Error(String(error));
  const code =
    'code' in cause && typeof cause.code === 'string' ? cause.code : RestError.REQUEST_SEND_ERROR;
  return new RestError(cause.message, { code, request });
}

function abortError(): Error {
  const error = new Error('The operation was aborted');
  error.name = 'AbortError';
  return error;
}
