// Asynchronous operations of Microsoft.Network: what changed is shown changed at once, and the operation
// ends a moment later. Documentation: Network Interfaces - Create Or Update; Track asynchronous Azure operations.

import { entryOf } from '../../kernel/entry-of.js';
import { resourceNotFound } from '../../http/arm-error.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../http/operation.js';
import type { OperationRecord } from '../../kernel/resource.js';
import { networkCommon, SUBSCRIPTION_PATH } from './request.js';

/** How long a change takes; not recorded, an assumption. */
const CHANGE_MILLISECONDS = 3000;

const PATH = `${SUBSCRIPTION_PATH}/providers/Microsoft.Network/locations/{location}`;

/** What the operations of networks do. */
export type NetworkOperationKind =
  | 'interface-put'
  | 'interface-delete'
  | 'network-put'
  | 'network-delete'
  | 'security-group-put'
  | 'security-group-delete';

/** Starts an operation on an interface, a network or a security group. */
export function startNetworkOperation(
  { state, clock, ids }: OperationRequest,
  kind: NetworkOperationKind,
  resourceId: string,
): OperationRecord {
  const started = clock.now();
  const operation: OperationRecord = {
    id: ids.guid(),
    kind,
    resourceId,
    startedMilliseconds: started,
    endsMilliseconds: started + CHANGE_MILLISECONDS,
    outcome: { status: 'Succeeded' },
  };
  state.operations[operation.id] = operation;
  return operation;
}

/** Headers that say where to ask after an operation; `withLocation` where the response has no body. */
export function networkHeaders(
  { url, params, apiVersion }: OperationRequest,
  { id }: OperationRecord,
  location: string,
  withLocation = false,
): Record<string, string> {
  const place = `${url.origin}/subscriptions/${params['subscriptionId']}/providers/Microsoft.Network/locations/${location}`;
  const version = `api-version=${apiVersion}`;
  return {
    'azure-asyncoperation': `${place}/operations/${id}?${version}`,
    ...(withLocation ? { location: `${place}/operationResults/${id}?${version}` } : {}),
    'retry-after': '10',
  };
}

function getStatus(request: OperationRequest): OperationResponse {
  const { state, clock, params } = request;
  const operation = entryOf(state.operations, params['operationId']);
  if (operation === undefined) {
    return resourceNotFound(request.url.pathname);
  }
  const running = clock.now() < operation.endsMilliseconds;
  return {
    status: 200,
    ...(running ? { headers: { 'retry-after': '10' } } : {}),
    body: { status: running ? 'InProgress' : operation.outcome.status },
  };
}

function getResult(request: OperationRequest): OperationResponse {
  const { state, clock, params } = request;
  const operation = entryOf(state.operations, params['operationId']);
  if (operation === undefined) {
    return resourceNotFound(request.url.pathname);
  }
  return clock.now() < operation.endsMilliseconds
    ? { status: 202, headers: { 'retry-after': '10' } }
    : { status: 204 };
}

/** The operations that ask after operations. */
export const networkOperationRoutes: readonly SandboxOperation[] = [
  defineOperation({
    ...networkCommon,
    id: 'NetworkOperations_GetStatus',
    method: 'GET',
    path: `${PATH}/operations/{operationId}`,
    action: 'Microsoft.Network/locations/operations/read',
    evidence: [{ kind: 'documentation', page: 'Track asynchronous Azure operations' }],
    fidelity: 'modelled',
    handle: getStatus,
  }),
  defineOperation({
    ...networkCommon,
    id: 'NetworkOperations_GetResult',
    method: 'GET',
    path: `${PATH}/operationResults/{operationId}`,
    action: 'Microsoft.Network/locations/operationResults/read',
    evidence: [{ kind: 'documentation', page: 'Track asynchronous Azure operations' }],
    fidelity: 'modelled',
    handle: getResult,
  }),
];
