// Asynchronous operations of compute. Recording ade-enable.poll-sequence; the form with Location and
// `monitor` is that of requests without a response of their own (OpenAPI VirtualMachines_Start).

import { entryOf } from '../../kernel/entry-of.js';
import { resourceNotFound } from '../../http/arm-error.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../http/operation.js';
import { findResource, type OperationRecord } from '../../kernel/resource.js';
import {
  DISK_API_VERSIONS,
  MACHINE_API_VERSIONS,
  offsetInstant,
  SUBSCRIPTION_PATH,
} from './request.js';
import { renderResource } from './virtual-machines/render.js';

/** What compute's operations do. */
export type ComputeOperationKind =
  | 'extension-put'
  | 'extension-delete'
  | 'run-command-put'
  | 'run-command-delete'
  | 'disk-create'
  | 'disk-update'
  | 'disk-delete'
  | 'collection-delete'
  | 'machine-create'
  | 'machine-update'
  | 'machine-resize'
  | 'machine-start'
  | 'machine-restart'
  | 'machine-deallocate'
  | 'machine-power-off'
  | 'machine-delete';

/** Starts an operation on a resource. */
export function startComputeOperation(
  { state, clock, ids }: OperationRequest,
  kind: ComputeOperationKind,
  resourceId: string,
  milliseconds: number,
): OperationRecord {
  const started = clock.now();
  const operation: OperationRecord = {
    id: ids.guid(),
    kind,
    resourceId,
    startedMilliseconds: started,
    endsMilliseconds: started + milliseconds,
    outcome: { status: 'Succeeded' },
  };
  state.operations[operation.id] = operation;
  return operation;
}

/** Headers of a response that has a body: the operation can be asked after at its region. */
export function statusHeaders(
  request: OperationRequest,
  operation: OperationRecord,
  location: string,
): Record<string, string> {
  return {
    'azure-asyncnotification': 'Enabled',
    'azure-asyncoperation': operationUrl(request, operation, { kind: 'operations', location }, ''),
  };
}

/** 202 of a request without a response of its own. */
export function acceptedByCompute(
  request: OperationRequest,
  operation: OperationRecord,
  location: string,
): OperationResponse {
  return {
    status: 202,
    headers: {
      ...statusHeaders(request, operation, location),
      location: operationUrl(request, operation, { kind: 'operations', location }, '&monitor=true'),
      'retry-after': '10',
    },
  };
}

/** Headers of a response about a disk: its operations have a place of their own, and a result. */
export function diskOperationHeaders(
  request: OperationRequest,
  operation: OperationRecord,
  location: string,
): Record<string, string> {
  const place = { kind: 'DiskOperations', location } as const;
  return {
    'azure-asyncoperation': operationUrl(request, operation, place, ''),
    location: operationUrl(request, operation, place, '&monitor=true'),
  };
}

/** The subscription's part of the URL is a guid whose meaning is Azure's own; here it repeats the id. */
function operationUrl(
  { url, params, apiVersion }: OperationRequest,
  { id }: OperationRecord,
  { kind, location }: { readonly kind: 'operations' | 'DiskOperations'; readonly location: string },
  more: string,
): string {
  const path = `/subscriptions/${params['subscriptionId']}/providers/Microsoft.Compute/locations/${location}/${kind}/${id}`;
  return `${url.origin}${path}?p=${id}${more}&api-version=${apiVersion}`;
}

function getOperation(request: OperationRequest): OperationResponse {
  const { state, clock, params, query } = request;
  const operation = entryOf(state.operations, params['operationId']);
  if (operation === undefined) {
    return resourceNotFound(request.url.pathname);
  }
  const running = clock.now() < operation.endsMilliseconds;
  if (query['monitor'] === 'true') {
    return running
      ? { status: 202, headers: { 'retry-after': '10' } }
      : { status: 200, ...resultOf(request, operation) };
  }
  return { status: 200, body: renderOperation(operation, running) };
}

/** What a change of a disk results in; other operations that are asked in this way have no result. */
function resultOf(
  { state }: OperationRequest,
  { kind, resourceId }: OperationRecord,
): { readonly body?: unknown } {
  const changed = kind === 'disk-update' || kind === 'disk-create';
  const disk = changed ? findResource(state, resourceId) : undefined;
  return disk === undefined ? {} : { body: renderResource(disk) };
}

function renderOperation(operation: OperationRecord, running: boolean): Record<string, unknown> {
  const { id, outcome, startedMilliseconds, endsMilliseconds } = operation;
  const startTime = offsetInstant(startedMilliseconds);
  if (running) {
    return { startTime, status: 'InProgress', name: id };
  }
  const failure =
    outcome.status === 'Failed' ? { error: { code: outcome.code, message: outcome.message } } : {};
  return {
    startTime,
    endTime: offsetInstant(endsMilliseconds),
    status: outcome.status,
    ...failure,
    name: id,
  };
}

/** The operation that asks after operations. */
export const computeOperationRoutes: readonly SandboxOperation[] = [
  defineOperation({
    id: 'Operations_GetStatus',
    provider: 'compute',
    host: 'arm',
    method: 'GET',
    path: `${SUBSCRIPTION_PATH}/providers/Microsoft.Compute/locations/{location}/operations/{operationId}`,
    apiVersions: MACHINE_API_VERSIONS,
    query: ['p', 'monitor'],
    action: 'Microsoft.Compute/locations/operations/read',
    evidence: [{ kind: 'recording', file: 'ade-enable.poll-sequence.json' }],
    fidelity: 'modelled',
    handle: getOperation,
  }),
  defineOperation({
    id: 'DiskOperations_GetStatus',
    provider: 'compute',
    host: 'arm',
    method: 'GET',
    path: `${SUBSCRIPTION_PATH}/providers/Microsoft.Compute/locations/{location}/DiskOperations/{operationId}`,
    apiVersions: DISK_API_VERSIONS,
    query: ['p', 'monitor'],
    action: 'Microsoft.Compute/locations/diskOperations/read',
    evidence: [{ kind: 'documentation', page: 'Track asynchronous Azure operations' }],
    fidelity: 'modelled',
    handle: getOperation,
  }),
];
