// Operations on management locks.

import { z } from 'zod';
import { defineOperation, type SandboxOperation } from '../../../http/operation.js';
import { deleteLock, getLock, listLocks, putLock } from './handlers.js';

const LOCKS = '{scope*}/providers/Microsoft.Authorization/locks';

const locks = {
  provider: 'authorization',
  host: 'arm',
  apiVersions: ['2020-05-01', '2016-09-01'],
  fidelity: 'modelled',
} as const;

const PAGE = 'Lock your Azure resources to protect your infrastructure';

const lockSchema = z.strictObject({
  properties: z.strictObject({
    level: z.enum(['ReadOnly', 'CanNotDelete']),
    notes: z.string().optional(),
  }),
});

/** Operations on management locks. The gateway obeys them. */
export const lockOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...locks,
    id: 'ManagementLocks_ListByScope',
    method: 'GET',
    path: LOCKS,
    query: ['$filter'],
    action: 'Microsoft.Authorization/locks/read',
    evidence: [
      { kind: 'documentation', page: 'Azure REST API reference: Management Locks - List By Scope' },
      { kind: 'documentation', page: 'Get-AzResourceLock: AtScope' },
    ],
    handle: listLocks,
  }),
  defineOperation({
    ...locks,
    id: 'ManagementLocks_GetByScope',
    method: 'GET',
    path: `${LOCKS}/{lockName}`,
    action: 'Microsoft.Authorization/locks/read',
    evidence: [{ kind: 'openapi', operationId: 'ManagementLocks_GetByScope' }],
    handle: getLock,
  }),
  defineOperation({
    ...locks,
    id: 'ManagementLocks_CreateOrUpdateByScope',
    method: 'PUT',
    path: `${LOCKS}/{lockName}`,
    action: 'Microsoft.Authorization/locks/write',
    body: lockSchema,
    evidence: [
      { kind: 'openapi', operationId: 'ManagementLocks_CreateOrUpdateByScope' },
      { kind: 'documentation', page: PAGE },
      { kind: 'documentation', page: 'azure-docs, issue 110791' },
      {
        kind: 'assumption',
        note: 'a read-only lock stops every POST to Resource Manager below it, those that only look included',
      },
    ],
    handle: putLock,
  }),
  defineOperation({
    ...locks,
    id: 'ManagementLocks_DeleteByScope',
    method: 'DELETE',
    path: `${LOCKS}/{lockName}`,
    action: 'Microsoft.Authorization/locks/delete',
    evidence: [{ kind: 'openapi', operationId: 'ManagementLocks_DeleteByScope' }],
    handle: deleteLock,
  }),
];
