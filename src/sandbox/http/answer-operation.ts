// Takes a resolved request through sign-in, the front door and the body check to its handler.

import type { SandboxClock } from '../clock.js';
import type { WorldState } from '../world/state.js';
import { worldIds } from '../world/ids.js';
import { settleWorld } from '../settle-world.js';
import { authenticate } from './authentication.js';
import { countAtGateway, refuseAtGateway } from './gateway.js';
import type { Caller, OperationResponse } from './operation.js';
import { Refusal } from './refusal.js';
import { readBody } from './request-body.js';
import type { ResolvedRequest } from './resolve-operation.js';

/** Where a request meets its world. */
export interface OperationContext {
  readonly state: WorldState;
  readonly clock: SandboxClock;
  /** Tenant of the addressed subscription or key vault; undefined when there is none. */
  readonly tenantId: string | undefined;
  /** Told who calls, as soon as that is known. */
  onCaller(caller: Caller): void;
}

/** The answer to a resolved request; rejects only when a handler has a defect. */
export async function answerOperation(
  resolved: ResolvedRequest,
  request: Request,
  context: OperationContext,
): Promise<OperationResponse> {
  try {
    return await answer(resolved, request, context);
  } catch (error) {
    if (error instanceof Refusal) {
      return error.response;
    }
    throw error;
  }
}

async function answer(
  resolved: ResolvedRequest,
  request: Request,
  context: OperationContext,
): Promise<OperationResponse> {
  const caller = identifyCaller(resolved, request, context);
  const extraHeaders = caller === undefined ? {} : passFrontDoor(resolved, caller, context);
  const read = readBody(
    resolved.operation,
    request.headers.get('content-type'),
    await request.text(),
  );
  if ('refused' in read) {
    return read.refused;
  }
  settleWorld(context.state, context.clock.now());
  const response = await resolved.operation.handle({
    method: request.method,
    url: new URL(request.url),
    params: resolved.params,
    query: resolved.query,
    headers: request.headers,
    apiVersion: resolved.apiVersion,
    body: read.body,
    caller,
    state: context.state,
    clock: context.clock,
    ids: worldIds(context.state),
  });
  return { ...response, headers: { ...extraHeaders, ...response.headers } };
}

function identifyCaller(
  { operation }: ResolvedRequest,
  request: Request,
  context: OperationContext,
): Caller | undefined {
  if (operation.auth === 'none') {
    return undefined;
  }
  const authentication = authenticate({
    host: operation.host,
    authorization: request.headers.get('authorization'),
    tenantId: context.tenantId,
    state: context.state,
    clock: context.clock,
  });
  if ('refused' in authentication) {
    throw new Refusal(authentication.refused);
  }
  context.onCaller(authentication.caller);
  return authentication.caller;
}

/** Headers that the front door adds; throws a Refusal when it lets nothing through. */
function passFrontDoor(
  { operation, path }: ResolvedRequest,
  caller: Caller,
  { state, clock }: OperationContext,
): Readonly<Record<string, string>> {
  if (operation.host !== 'arm') {
    return {};
  }
  const gatewayRequest = { operation, path, caller, state, clock };
  const refused = refuseAtGateway(gatewayRequest);
  if (refused !== undefined) {
    throw new Refusal(refused);
  }
  const counted = countAtGateway(gatewayRequest);
  if ('refused' in counted) {
    throw new Refusal(counted.refused);
  }
  return counted.headers;
}
