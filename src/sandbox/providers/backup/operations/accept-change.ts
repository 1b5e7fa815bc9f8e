// Accepts a request that Azure Backup carries out later.

import type { OperationRequest } from '../../../http/operation.js';
import { addEvent } from '../settling/vault-events.js';
import type { BackupOperation, RequestedChange } from './state.js';
import type { BackupVault } from '../state.js';

/** Starts an operation; it ends by itself when the clock gets there. */
export function acceptChange(
  request: OperationRequest,
  vault: BackupVault,
  change: RequestedChange,
  about: { readonly vmId?: string; readonly milliseconds: number },
): BackupOperation {
  const started = request.clock.now();
  const id = request.ids.guid();
  const operation: BackupOperation = {
    id,
    change,
    ...(about.vmId === undefined ? {} : { vmId: about.vmId }),
    startedMilliseconds: started,
    endsMilliseconds: started + about.milliseconds,
    // The job of a restore has the id of its operation (recording restore-disks.trigger-and-first-polls).
    jobId: change.kind === 'restore' ? id : request.ids.guid(),
    activityId: activityOf(request),
  };
  vault.operations[operation.id] = operation;
  addEvent(vault, {
    kind: 'operation-ends',
    dueMilliseconds: operation.endsMilliseconds,
    operationId: operation.id,
  });
  return operation;
}

/** A job's activity is the client request id of the request that started it (wire recordings of 2024). */
function activityOf({ headers, ids }: OperationRequest): string {
  return headers.get('x-ms-client-request-id') ?? ids.guid();
}
