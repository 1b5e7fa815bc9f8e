// Restore point collections: list, get, delete.

import { resourceNotFound } from '../../../http/arm-error.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import {
  findResource,
  listResources,
  removeResource,
  type ArmResource,
} from '../../../kernel/resource.js';
import { acceptedByCompute, startComputeOperation } from '../operations.js';
import { GROUP_PATH, listScope, MACHINE_API_VERSIONS, SUBSCRIPTION_PATH } from '../request.js';
import { renderResource } from '../virtual-machines/render.js';
import { COLLECTION_TYPE } from './collections.js';

/** Not recorded; an assumption. */
const DELETE_MILLISECONDS = 30_000;

function collectionOf(request: OperationRequest): {
  readonly id: string;
  readonly found: ArmResource | undefined;
} {
  const id = `${listScope(request)}/providers/${COLLECTION_TYPE}/${request.params['name']}`;
  return { id, found: findResource(request.state, id) };
}

function getCollection(request: OperationRequest): OperationResponse {
  const { id, found } = collectionOf(request);
  return found === undefined ? resourceNotFound(id) : { status: 200, body: renderResource(found) };
}

function listCollections(request: OperationRequest): OperationResponse {
  const found = listResources(request.state, listScope(request), COLLECTION_TYPE);
  return { status: 200, body: { value: found.map((each) => renderResource(each)) } };
}

function deleteCollection(request: OperationRequest): OperationResponse {
  const { found } = collectionOf(request);
  if (found === undefined) {
    return { status: 204 };
  }
  removeResource(request.state, found.id);
  const operation = startComputeOperation(
    request,
    'collection-delete',
    found.id,
    DELETE_MILLISECONDS,
  );
  return acceptedByCompute(request, operation, found.location ?? '');
}

/** What all operations of collections have in common. */
const common = {
  provider: 'compute',
  host: 'arm',
  apiVersions: MACHINE_API_VERSIONS,
  fidelity: 'simplified',
} as const;

const SIMPLIFICATION = 'Without their restore points; they do not go when their last point does.';

/** The operations of restore point collections. */
export const collectionRoutes: readonly SandboxOperation[] = [
  defineOperation({
    ...common,
    id: 'RestorePointCollections_Get',
    method: 'GET',
    path: `${GROUP_PATH}/providers/${COLLECTION_TYPE}/{name}`,
    action: `${COLLECTION_TYPE}/read`,
    evidence: [{ kind: 'documentation', page: 'Restore Point Collections - Get' }],
    simplification: SIMPLIFICATION,
    handle: getCollection,
  }),
  defineOperation({
    ...common,
    id: 'RestorePointCollections_List',
    method: 'GET',
    path: `${GROUP_PATH}/providers/${COLLECTION_TYPE}`,
    action: `${COLLECTION_TYPE}/read`,
    evidence: [{ kind: 'documentation', page: 'Restore Point Collections - List' }],
    simplification: SIMPLIFICATION,
    handle: listCollections,
  }),
  defineOperation({
    ...common,
    id: 'RestorePointCollections_ListAll',
    method: 'GET',
    path: `${SUBSCRIPTION_PATH}/providers/${COLLECTION_TYPE}`,
    action: `${COLLECTION_TYPE}/read`,
    evidence: [{ kind: 'documentation', page: 'Restore Point Collections - List All' }],
    simplification: SIMPLIFICATION,
    handle: listCollections,
  }),
  defineOperation({
    ...common,
    id: 'RestorePointCollections_Delete',
    method: 'DELETE',
    path: `${GROUP_PATH}/providers/${COLLECTION_TYPE}/{name}`,
    action: `${COLLECTION_TYPE}/delete`,
    evidence: [
      { kind: 'documentation', page: 'Restore Point Collections - Delete' },
      { kind: 'assumption', note: 'how long it takes' },
    ],
    simplification: `${SIMPLIFICATION} Gone as soon as it is asked for; snapshots in them can still be restored from.`,
    handle: deleteCollection,
  }),
];
