// The sandbox as a whole: a function from Request to Response that answers as Azure does.

import type { SandboxClock } from './kernel/time/clock.js';
import { addressedWorld, locationOfPath, type AddressedWorld } from './http/addressed-world.js';
import { handleOperation } from './http/handle-operation.js';
import type { Exchange } from './http/exchange.js';
import { HostNotFound } from './http/routing/host-not-found.js';
import { serviceHost, type ServiceHost } from './http/routing/host.js';
import { notModelled } from './http/not-modelled.js';
import { innerSender } from './http/inner-requests.js';
import type { Caller, OperationResponse, SandboxIds, SendWithin } from './http/operation.js';
import { splitPath } from './http/routing/path-template.js';
import { resolveOperation } from './http/routing/resolve-operation.js';
import { responseHeaders } from './http/response-headers.js';
import { createRouteTable } from './http/routing/route-table.js';
import { sandboxOperations } from './operations.js';
import { deploymentRunner, type LetDeploymentsRun } from './providers/deployments/run.js';
import { requestIds } from './kernel/ids.js';
import type { WorldState } from './kernel/state.js';

/** What a sandbox is made of. */
export interface SandboxOptions {
  /** The world; requests change it in place. */
  readonly state: WorldState;
  readonly clock: SandboxClock;
  /** Told of every answered request. */
  readonly onExchange?: (exchange: Exchange) => void;
}

/** A local Azure. */
export interface Sandbox {
  /**
   * Answers one request. Rejects with HostNotFound where a real name would not resolve, never
   * because of what the request says.
   */
  fetch(request: Request): Promise<Response>;
  readonly state: WorldState;
  readonly clock: SandboxClock;
}

/** The same for all sandboxes of a process: compiling it takes longer than answering many requests. */
const routes = createRouteTable(sandboxOperations);

/** Makes a sandbox over a world. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const sendWithin = innerSender(routes, options.state);
  const pipeline: Pipeline = {
    ...options,
    sendWithin,
    letDeploymentsRun: deploymentRunner(options.state, sendWithin),
    ids: requestIds(options.state, options.clock),
  };
  return {
    fetch: (request) => exchange(pipeline, request),
    state: options.state,
    clock: options.clock,
  };
}

interface Pipeline extends SandboxOptions {
  readonly ids: SandboxIds;
  readonly sendWithin: SendWithin;
  readonly letDeploymentsRun: LetDeploymentsRun;
}

/** What is found out about a request on the way to its response. */
interface Trace {
  operationId: string | undefined;
  caller: Caller | undefined;
}

async function exchange(pipeline: Pipeline, request: Request): Promise<Response> {
  const started = pipeline.clock.now();
  const trace: Trace = { operationId: undefined, caller: undefined };
  const response = await respond(pipeline, request, trace);
  pipeline.onExchange?.({
    method: request.method,
    url: request.url,
    status: response.status,
    ...trace,
    durationMilliseconds: pipeline.clock.now() - started,
  });
  return response;
}

async function respond(pipeline: Pipeline, request: Request, trace: Trace): Promise<Response> {
  const url = new URL(request.url);
  const host = serviceHost(url.hostname);
  if (host === undefined) {
    return Response.json(notModelled(`host ${url.hostname}`).body, { status: 501 });
  }
  const addressed = addressedWorld(pipeline.state, host, pathOf(url));
  if (!addressed.exists) {
    throw new HostNotFound(url.hostname);
  }
  const response = await responseFor(pipeline, request, { host, addressed, trace });
  const headers = responseHeaders({
    host: host.kind,
    requestHeaders: request.headers,
    response,
    ids: pipeline.ids,
    nowMilliseconds: pipeline.clock.now(),
    region: addressed.region,
  });
  return toResponse(request, response, headers);
}

function pathOf(url: URL): string {
  return `/${splitPath(url.pathname).join('/')}`;
}

async function responseFor(
  pipeline: Pipeline,
  request: Request,
  found: {
    readonly host: ServiceHost;
    readonly addressed: AddressedWorld;
    readonly trace: Trace;
  },
): Promise<OperationResponse> {
  const resolved = resolveOperation(routes, found.host, request, (each) =>
    locationOfPath(pipeline.state, each),
  );
  if ('refused' in resolved) {
    return resolved.refused;
  }
  const { trace } = found;
  trace.operationId = resolved.operation.id;
  return await handleOperation(resolved, request, {
    state: pipeline.state,
    clock: pipeline.clock,
    sendWithin: pipeline.sendWithin,
    letDeploymentsRun: pipeline.letDeploymentsRun,
    tenantId: found.addressed.tenantId,
    onCaller: (caller) => {
      trace.caller = caller;
    },
  });
}

function toResponse({ method }: Request, response: OperationResponse, headers: Headers): Response {
  const { body, status } = response;
  if (body === undefined || status === 204 || method === 'HEAD') {
    return new Response(null, { status, headers });
  }
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  return new Response(raw ? body : JSON.stringify(body), { status, headers });
}
