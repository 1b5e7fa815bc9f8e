// Deleting managed disks: for good, and not while a machine has them.

import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import { findResource, removeResource, type OperationRecord } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { diskOperationHeaders, startComputeOperation } from '../operations.js';
import { listScope } from '../request.js';
import { DISK_DELETE_MILLISECONDS } from '../virtual-machines/assumed-timings.js';
import { operationNotAllowed } from '../virtual-machines/errors.js';
import { DISK_TYPE } from '../virtual-machines/state.js';

/** 202 for a disk that will be gone, 204 for one that is not there, 409 for one that is attached. */
export function deleteDisk(request: OperationRequest): OperationResponse {
  const { state, params } = request;
  const disk = findResource(
    state,
    `${listScope(request)}/providers/${DISK_TYPE}/${params['name']}`,
  );
  if (disk === undefined) {
    return { status: 204 };
  }
  const owner = disk.extra?.['managedBy'];
  if (typeof owner === 'string') {
    return operationNotAllowed(`Disk ${disk.name} is attached to VM ${owner}.`);
  }
  const operation = startComputeOperation(
    request,
    'disk-delete',
    disk.id,
    DISK_DELETE_MILLISECONDS,
  );
  disk.properties['provisioningState'] = 'Deleting';
  disk.properties['pending'] = operation.id;
  return { status: 202, headers: diskOperationHeaders(request, operation, disk.location ?? '') };
}

/** Takes the disk away. */
export function endDiskDelete(state: WorldState, { id, resourceId }: OperationRecord): void {
  if (findResource(state, resourceId)?.properties['pending'] === id) {
    removeResource(state, resourceId);
  }
}
