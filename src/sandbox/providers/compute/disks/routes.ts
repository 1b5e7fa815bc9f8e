// Managed disks and disk encryption sets.

import { resourceNotFound } from '../../../http/arm-error.js';
import { listPage, PAGE_QUERY } from '../../../http/list-page.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { findResource, listResourceKeys, type ArmResource } from '../../../kernel/resource.js';
import { diskBodySchema, diskPatchSchema } from './body.js';
import { deleteDisk } from './delete.js';
import { patchDisk, putDisk } from './put.js';
import { DISK_API_VERSIONS, GROUP_PATH, listScope, SUBSCRIPTION_PATH } from '../request.js';
import { renderResource } from '../virtual-machines/render.js';
import { DISK_ENCRYPTION_SET_TYPE, DISK_TYPE } from '../virtual-machines/state.js';

/** Nobody documents how many; an assumption. */
const DISKS_PER_PAGE = 300;

function list(type: string) {
  return (request: OperationRequest): OperationResponse => {
    const { state } = request;
    const keys = listResourceKeys(state, listScope(request), type);
    return listPage(request, keys, DISKS_PER_PAGE, (key) => {
      const found = findResource(state, key);
      return found === undefined ? { id: key } : renderResource(found);
    });
  };
}

function get(type: string) {
  return (request: OperationRequest): OperationResponse => ({
    status: 200,
    body: renderResource(resourceOfRequest(request, type)),
  });
}

function resourceOfRequest(request: OperationRequest, type: string): ArmResource {
  const { state, params } = request;
  const id = `${listScope(request)}/providers/${type}/${params['name']}`;
  const found = findResource(state, id);
  if (found === undefined) {
    throw new Refusal(resourceNotFound(id));
  }
  return found;
}

/** What all operations of disks have in common. */
const common = {
  provider: 'compute',
  host: 'arm',
  apiVersions: DISK_API_VERSIONS,
} as const;

/** Get, list by group and list of one type; `group` is the OpenAPI operation group. */
function readRoutes(group: string, type: string): SandboxOperation[] {
  const action = `${type}/read`;
  return [
    defineOperation({
      ...common,
      id: `${group}_Get`,
      method: 'GET',
      path: `${GROUP_PATH}/providers/${type}/{name}`,
      action,
      evidence: [{ kind: 'openapi', operationId: `${group}_Get` }],
      fidelity: 'modelled',
      handle: get(type),
    }),
    defineOperation({
      ...common,
      id: `${group}_ListByResourceGroup`,
      method: 'GET',
      path: `${GROUP_PATH}/providers/${type}`,
      action,
      query: [PAGE_QUERY],
      evidence: [
        { kind: 'openapi', operationId: `${group}_ListByResourceGroup` },
        { kind: 'assumption', note: '300 on a page' },
      ],
      fidelity: 'modelled',
      handle: list(type),
    }),
    defineOperation({
      ...common,
      id: `${group}_List`,
      method: 'GET',
      path: `${SUBSCRIPTION_PATH}/providers/${type}`,
      action,
      query: [PAGE_QUERY],
      evidence: [
        { kind: 'openapi', operationId: `${group}_List` },
        { kind: 'assumption', note: '300 on a page' },
      ],
      fidelity: 'modelled',
      handle: list(type),
    }),
  ];
}

/** The operations of disks and disk encryption sets. */
export const diskRoutes: readonly SandboxOperation[] = [
  ...readRoutes('Disks', DISK_TYPE),
  ...readRoutes('DiskEncryptionSets', DISK_ENCRYPTION_SET_TYPE),
  defineOperation({
    ...common,
    id: 'Disks_Update',
    method: 'PATCH',
    path: `${GROUP_PATH}/providers/${DISK_TYPE}/{name}`,
    body: diskPatchSchema,
    action: `${DISK_TYPE}/write`,
    evidence: [{ kind: 'openapi', operationId: 'Disks_Update' }],
    fidelity: 'simplified',
    simplification: 'in force at once; only tags, size and encryption settings can be changed',
    handle: patchDisk,
  }),
  defineOperation({
    ...common,
    id: 'Disks_CreateOrUpdate',
    method: 'PUT',
    path: `${GROUP_PATH}/providers/${DISK_TYPE}/{name}`,
    body: diskBodySchema,
    action: `${DISK_TYPE}/write`,
    evidence: [
      { kind: 'openapi', operationId: 'Disks_CreateOrUpdate' },
      { kind: 'documentation', page: 'Expand virtual hard disks attached to a virtual machine' },
      { kind: 'assumption', note: 'how long it takes, and the words of some refusals' },
    ],
    fidelity: 'simplified',
    simplification: 'empty disks only; of those that are there, as by Disks_Update',
    handle: putDisk,
  }),
  defineOperation({
    ...common,
    id: 'Disks_Delete',
    method: 'DELETE',
    path: `${GROUP_PATH}/providers/${DISK_TYPE}/{name}`,
    action: `${DISK_TYPE}/delete`,
    evidence: [
      { kind: 'openapi', operationId: 'Disks_Delete' },
      { kind: 'assumption', note: 'how long it takes, and the words for a disk that is attached' },
    ],
    fidelity: 'modelled',
    handle: deleteDisk,
  }),
];
