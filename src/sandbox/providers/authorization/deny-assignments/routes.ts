// Operations on deny assignments, which Azure's own services make: they can be read.

import { notModelled } from '../../../http/not-modelled.js';
import {
  defineOperation,
  type OperationRequest,
  type OperationResponse,
  type SandboxOperation,
} from '../../../http/operation.js';
import { isWithinScope } from '../../../kernel/resource-id.js';
import { resourcesOfType, type ArmResource } from '../../../kernel/resource.js';
import { DENY_TYPE } from './deny-assignments.js';

/** Operations on deny assignments. What they deny, the gateway and the data planes refuse. */
export const denyAssignmentOperations: readonly SandboxOperation[] = [
  defineOperation({
    provider: 'authorization',
    host: 'arm',
    id: 'DenyAssignments_ListForScope',
    method: 'GET',
    path: '{scope*}/providers/Microsoft.Authorization/denyAssignments',
    apiVersions: ['2022-04-01', '2018-07-01-preview'],
    query: ['$filter'],
    action: 'Microsoft.Authorization/denyAssignments/read',
    evidence: [
      { kind: 'openapi', operationId: 'DenyAssignments_ListForScope' },
      { kind: 'documentation', page: 'Understand Azure deny assignments' },
      {
        kind: 'assumption',
        note: 'they reach data planes at once; 403 DenyAssignmentAuthorizationFailed as public reports quote it',
      },
    ],
    fidelity: 'simplified',
    simplification: 'In a world they are resources under their id; nobody can make or delete them.',
    handle: listDenyAssignments,
  }),
];

/** Those at, above and below a scope; with `atScope()` none below. */
function listDenyAssignments({ state, params, query }: OperationRequest): OperationResponse {
  const scope = params['scope'] ?? '/';
  const filter = query['$filter'];
  if (filter !== undefined && filter !== 'atScope()') {
    return notModelled(`deny assignment filter ${filter}`);
  }
  const value = resourcesOfType(state, DENY_TYPE)
    .filter(
      (deny) =>
        isWithinScope(scope, scopeOf(deny)) ||
        (filter === undefined && isWithinScope(scopeOf(deny), scope)),
    )
    .map(({ id, name, properties }) => ({ properties, id, type: DENY_TYPE, name }));
  return { status: 200, body: { value } };
}

function scopeOf({ properties }: ArmResource): string {
  return String(properties['scope']);
}
