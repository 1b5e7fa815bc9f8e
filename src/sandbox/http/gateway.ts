// Resource Manager's gateway: what it checks before a resource provider sees the request.

import { lockedScopes } from '../providers/authorization/locks/locks.js';
import {
  actionDenial,
  isActionAllowed,
  isActionGranted,
} from '../providers/authorization/evaluate.js';
import { authorizationScope, parseResourceId } from '../kernel/resource-id.js';
import { resourceKey } from '../kernel/resource.js';
import type { WorldState } from '../kernel/state.js';
import type { SandboxClock } from '../kernel/time/clock.js';
import {
  authorizationFailed,
  deniedByAssignment,
  linkedAuthorizationFailed,
  missingSubscriptionRegistration,
  resourceGroupBeingDeleted,
  resourceGroupNotFound,
  scopeLocked,
  subscriptionNotFound,
} from './arm-error.js';
import type { Caller, OperationResponse, SandboxOperation } from './operation.js';
import { Refusal } from './refusal.js';
import { countEnforced } from './limits/enforced.js';
import { countCall, type ThrottlingOutcome } from './throttling.js';

/** An ARM request as the gateway sees it; `path` is decoded. */
export interface GatewayRequest {
  readonly operation: SandboxOperation;
  readonly path: string;
  readonly caller: Caller;
  readonly state: WorldState;
  readonly clock: SandboxClock;
}

/** Namespaces that every subscription has (Documentation: Azure resource providers and types). */
const ALWAYS_REGISTERED = ['microsoft.authorization', 'microsoft.resources'];

/** Parts of `/subscriptions/{id}/resourceGroups/{name}`: the group itself may well be missing. */
const GROUP_PATH_LENGTH = 5;

/** The tenant of the subscription in a path; undefined when the path names no known subscription. */
export function tenantOfPath(state: WorldState, path: string): string | undefined {
  return findSubscription(state, parseResourceId(path).subscriptionId)?.tenantId;
}

/**
 * The gateway's checks in ARM's order: subscription, the caller's right to the action,
 * resource group, registration of the provider, locks. Undefined when all pass.
 */
export function refuseAtGateway(request: GatewayRequest): OperationResponse | undefined {
  return (
    refuseSubscription(request) ??
    refuseAction(request) ??
    refuseResourceGroup(request) ??
    refuseDeprovisioning(request) ??
    refuseRegistration(request) ??
    refuseLocked(request)
  );
}

/** Throws AuthorizationFailed when the caller lacks an action that only the handler can name. */
export function requireAction(
  { state, caller }: { readonly state: WorldState; readonly caller: Caller | undefined },
  action: string,
  scope: string,
): void {
  const refused = refusalOf(state, caller ?? NOBODY, action, scope);
  if (refused !== undefined) {
    throw new Refusal(refused);
  }
}

/** Throws LinkedAuthorizationFailed when the caller lacks an action at what the request refers to. */
export function requireLinkedAction(
  { state, caller = NOBODY }: { readonly state: WorldState; readonly caller: Caller | undefined },
  {
    own,
    linked,
  }: {
    readonly own: { readonly action: string; readonly scope: string };
    readonly linked: { readonly action: string; readonly scope: string };
  },
): void {
  if (!isActionAllowed(state, caller.objectId, linked.action, linked.scope)) {
    throw new Refusal(linkedAuthorizationFailed(caller, own, linked));
  }
}

const NOBODY: Caller = { objectId: '', appId: '', tenantId: '' };

/** Counts the call against its limits. */
export function countAtGateway(request: GatewayRequest): ThrottlingOutcome {
  const enforced = countEnforcedLimits(request);
  const counted = 'refused' in enforced ? enforced : countRecordedLimits(request);
  return 'refused' in enforced || 'refused' in counted
    ? counted
    : { headers: { ...counted.headers, ...enforced.headers } };
}

/** Resource Graph has a quota of its own. */
function countEnforcedLimits(request: GatewayRequest): ThrottlingOutcome {
  const { state, clock, operation, caller, path } = request;
  if (state.limits?.enforced !== true || operation.provider === 'resource-graph') {
    return { headers: {} };
  }
  const { subscriptionId } = parseResourceId(path);
  return countEnforced(state, clock, { subscriptionId, principalId: caller.objectId, operation });
}

/** Calls without subscription or action are not counted. */
function countRecordedLimits(request: GatewayRequest): ThrottlingOutcome {
  const { subscriptionId } = parseResourceId(request.path);
  const { action, method } = request.operation;
  if (subscriptionId === undefined || action === undefined) {
    return { headers: {} };
  }
  return countCall(request.state, request.clock, { subscriptionId, action, method });
}

function refuseSubscription({ state, path }: GatewayRequest): OperationResponse | undefined {
  const { subscriptionId } = parseResourceId(path);
  if (subscriptionId === undefined || findSubscription(state, subscriptionId) !== undefined) {
    return undefined;
  }
  return subscriptionNotFound(subscriptionId);
}

function refuseAction(request: GatewayRequest): OperationResponse | undefined {
  const { operation, caller, state, path } = request;
  if (operation.action === undefined) {
    return undefined;
  }
  return refusalOf(state, caller, operation.action, authorizationScope(path));
}

/** Why a caller may not do something; undefined when it may. */
function refusalOf(
  state: WorldState,
  caller: Caller,
  action: string,
  scope: string,
): OperationResponse | undefined {
  if (!isActionGranted(state, caller.objectId, { action }, scope)) {
    return authorizationFailed(caller, action, scope);
  }
  const denial = actionDenial(state, caller.objectId, action, scope);
  return denial === undefined ? undefined : deniedByAssignment(caller, { action, scope }, denial);
}

function refuseResourceGroup({
  operation,
  state,
  path,
}: GatewayRequest): OperationResponse | undefined {
  const { subscriptionId, resourceGroup } = parseResourceId(path);
  // A role assignment can be taken away when its scope is gone; an assumption.
  const isOrphan = operation.id === 'RoleAssignments_Delete';
  if (resourceGroup === undefined || isOrphan || path.split('/').length <= GROUP_PATH_LENGTH) {
    return undefined;
  }
  const id = resourceKey(`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`);
  return state.resourceGroups[id] === undefined ? resourceGroupNotFound(resourceGroup) : undefined;
}

/** Nothing is put into a group that is being deleted, and it is not changed itself; that actions pass is assumed. */
function refuseDeprovisioning({
  operation,
  state,
  path,
}: GatewayRequest): OperationResponse | undefined {
  const { subscriptionId, resourceGroup } = parseResourceId(path);
  if (resourceGroup === undefined || (operation.method !== 'PUT' && operation.method !== 'PATCH')) {
    return undefined;
  }
  const id = resourceKey(`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`);
  return state.resourceGroups[id]?.deletion === undefined
    ? undefined
    : resourceGroupBeingDeleted(resourceGroup);
}

/**
 * Lists are refused too, as public reports of programs that only list show; a GET of one resource finds none,
 * as what az asks of Microsoft.ClassicStorage does.
 */
function refuseRegistration(request: GatewayRequest): OperationResponse | undefined {
  const { operation, state, path } = request;
  const { subscriptionId, namespace, trailing } = parseResourceId(path);
  const subscription = findSubscription(state, subscriptionId);
  const registers = operation.provider === 'resources';
  const readsOne = operation.method === 'GET' && trailing === undefined;
  if (namespace === undefined || subscription === undefined || registers || readsOne) {
    return undefined;
  }
  const key = namespace.toLowerCase();
  const registered =
    ALWAYS_REGISTERED.includes(key) || subscription.registeredProviders.includes(key);
  return registered ? undefined : missingSubscriptionRegistration(namespace);
}

/** Locks are about changes of anything but themselves: they are what one takes away to go on. */
function refuseLocked({ operation, state, path }: GatewayRequest): OperationResponse | undefined {
  const { method } = operation;
  if (method === 'GET' || method === 'HEAD' || LOCK_PATH.test(path)) {
    return undefined;
  }
  const scope = authorizationScope(path);
  const verb = method === 'DELETE' ? 'delete' : 'write';
  const locked = lockedScopes(state, scope, verb);
  return locked.length === 0 ? undefined : scopeLocked(scope, verb, locked);
}

const LOCK_PATH = /\/providers\/Microsoft\.Authorization\/locks\/[^/]+$/iu;

function findSubscription(
  state: WorldState,
  subscriptionId: string | undefined,
): WorldState['subscriptions'][number] | undefined {
  const wanted = subscriptionId?.toLowerCase();
  return state.subscriptions.find((found) => found.subscriptionId.toLowerCase() === wanted);
}
