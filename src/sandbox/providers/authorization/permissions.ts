// What the caller itself may do at a scope.

import type { OperationRequest, OperationResponse } from '../../http/operation.js';
import { assignmentsFor, findRole } from './evaluate.js';

/** The permissions of each of the caller's roles at a scope, inherited ones included. */
export function listPermissions({ state, caller, params }: OperationRequest): OperationResponse {
  const assignments = assignmentsFor(state, caller?.objectId ?? '', params['scope'] ?? '/');
  const value = assignments.flatMap(
    ({ roleDefinitionName }) => findRole(state, roleDefinitionName)?.permissions ?? [],
  );
  return { status: 200, body: { value } };
}
