// Takes a resolved request through sign-in, the gateway and the body check to its handler.

import type { SandboxClock } from '../kernel/time/clock.js';
import type { LetDeploymentsRun } from '../providers/deployments/run.js';
import { settleWorld } from '../settle-world.js';
import { worldIds } from '../kernel/ids.js';
import type { WorldState } from '../kernel/state.js';
import { authenticate } from './authentication.js';
import { busyAnswer } from './limits/busy.js';
import { countKeyVault } from './limits/key-vault.js';
import { countAtGateway, refuseAtGateway } from './gateway.js';
import type { Caller, OperationResponse, SendWithin } from './operation.js';
import { Refusal } from './refusal.js';
import { readBody } from './request-body.js';
import type { ResolvedRequest } from './routing/resolve-operation.js';

/** Where a request meets its world. */
export interface OperationContext {
  readonly state: WorldState;
  readonly clock: SandboxClock;
  /** How the services of this Azure ask each other. */
  readonly sendWithin: SendWithin;
}

/** What is known of a request that comes from outside. */
export interface OuterContext extends OperationContext {
  /** Tenant of the addressed subscription or key vault; undefined when there is none. */
  readonly tenantId: string | undefined;
  readonly letDeploymentsRun: LetDeploymentsRun;
  /** Told who calls, as soon as that is known. */
  onCaller(caller: Caller): void;
}

/** The response to a resolved request; rejects only when a handler has a defect. */
export async function handleOperation(
  resolved: ResolvedRequest,
  request: Request,
  context: OuterContext,
): Promise<OperationResponse> {
  return await orRefusal(async () => {
    const busy = resolved.operation.host === 'login' ? undefined : busyAnswer(context.state);
    if (busy !== undefined) {
      return busy;
    }
    const caller = identifyCaller(resolved, request, context);
    // Before the gateway looks: a resource group that is being deleted may be gone by now.
    await context.letDeploymentsRun(context.clock.now());
    const extraHeaders = caller === undefined ? {} : passGateway(resolved, caller, context);
    const text = await request.text();
    const response = await handle({ resolved, request, text, caller }, context);
    return { ...response, headers: { ...extraHeaders, ...response.headers } };
  });
}

/**
 * The response to a request that another service sends in the name of a caller it knows already: the same
 * but for the sign-in and the limits on calls.
 */
export async function handleWithin(
  resolved: ResolvedRequest,
  request: Request,
  context: OperationContext & { readonly caller: Caller | undefined },
): Promise<OperationResponse> {
  return await orRefusal(async () => {
    const { caller, state, clock } = context;
    const { operation, path } = resolved;
    const refused =
      caller === undefined || operation.host !== 'arm'
        ? undefined
        : refuseAtGateway({ operation, path, caller, state, clock });
    const text = await request.text();
    return refused ?? (await handle({ resolved, request, text, caller }, context));
  });
}

async function orRefusal(run: () => Promise<OperationResponse>): Promise<OperationResponse> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Refusal) {
      return error.response;
    }
    throw error;
  }
}

interface AdmittedRequest {
  readonly resolved: ResolvedRequest;
  readonly request: Request;
  readonly text: string;
  readonly caller: Caller | undefined;
}

async function handle(
  { resolved, request, text, caller }: AdmittedRequest,
  { state, clock, sendWithin }: OperationContext,
): Promise<OperationResponse> {
  const read = readBody(resolved.operation, request.headers.get('content-type'), text);
  if ('refused' in read) {
    return read.refused;
  }
  settleWorld(state, clock.now());
  return await resolved.operation.handle({
    method: request.method,
    url: new URL(request.url),
    params: resolved.params,
    query: resolved.query,
    headers: request.headers,
    apiVersion: resolved.apiVersion,
    body: read.body,
    caller,
    state,
    clock,
    ids: worldIds(state),
    sendWithin,
  });
}

function identifyCaller(
  { operation }: ResolvedRequest,
  request: Request,
  context: OuterContext,
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

/** Headers that the gateway adds; throws a Refusal when it lets nothing through. */
function passGateway(
  { operation, path, params }: ResolvedRequest,
  caller: Caller,
  { state, clock }: OperationContext,
): Readonly<Record<string, string>> {
  if (operation.host === 'vault' && state.limits?.enforced === true) {
    const refused = countKeyVault(state, clock, params['vaultName'] ?? '');
    if (refused !== undefined) {
      throw new Refusal(refused);
    }
  }
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
