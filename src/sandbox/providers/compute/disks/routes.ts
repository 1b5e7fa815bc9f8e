// Managed disks and disk encryption sets.

import { z } from 'zod';
import { resourceNotFound } from '../../../http/arm-error.js';
import { listPage, PAGE_QUERY } from '../../../http/list-page.js';
import { notModelled } from '../../../http/not-modelled.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { Refusal } from '../../../http/refusal.js';
import { findResource, listResourceKeys, type ArmResource } from '../../../kernel/resource.js';
import { deleteDisk } from './delete.js';
import { DISK_UPDATE_MILLISECONDS } from '../virtual-machines/assumed-timings.js';
import { diskOperationHeaders, startComputeOperation } from '../operations.js';
import { DISK_API_VERSIONS, GROUP_PATH, listScope, SUBSCRIPTION_PATH } from '../request.js';
import {
  diskKeySettingsSchema,
  encryptionSettingsCollectionSchema,
} from '../disk-encryption/settings.js';
import { renderResource } from '../virtual-machines/render.js';
import { DISK_ENCRYPTION_SET_TYPE, DISK_TYPE } from '../virtual-machines/state.js';

const diskPatchSchema = z.strictObject({
  tags: z.record(z.string(), z.string()).optional(),
  properties: z
    .strictObject({
      encryptionSettingsCollection: z
        .strictObject({
          enabled: z.boolean(),
          encryptionSettingsVersion: z.enum(['1.0', '1.1']).optional(),
          encryptionSettings: z.array(diskKeySettingsSchema).optional(),
        })
        .optional(),
    })
    .optional(),
});

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

/** New settings change where the key is looked for, not the key that opens the disk; 202 as OpenAPI says. */
function patchDisk(request: OperationRequest<z.infer<typeof diskPatchSchema>>): OperationResponse {
  const disk = resourceOfRequest(request, DISK_TYPE);
  const { tags, properties } = request.body;
  const wanted = properties?.encryptionSettingsCollection;
  const known = encryptionSettingsCollectionSchema.safeParse(
    disk.properties['encryptionSettingsCollection'],
  ).data;
  const version = wanted?.encryptionSettingsVersion;
  if (known?.encryptionSettingsVersion !== undefined && version !== undefined) {
    if (known.encryptionSettingsVersion !== version) {
      return notModelled('another version of the encryption settings of a disk');
    }
  }
  if (wanted !== undefined) {
    disk.properties['encryptionSettingsCollection'] = { ...known, ...wanted };
  }
  if (tags !== undefined) {
    disk.tags = tags;
  }
  const { properties: shown, ...rest } = renderResource(disk);
  const operation = startComputeOperation(
    request,
    'disk-update',
    disk.id,
    DISK_UPDATE_MILLISECONDS,
  );
  return {
    status: 202,
    headers: diskOperationHeaders(request, operation, disk.location ?? ''),
    body: { ...rest, properties: { ...shown, provisioningState: 'Updating' } },
  };
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
    simplification: 'in force at once; only tags and encryption settings can be changed',
    handle: patchDisk,
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
