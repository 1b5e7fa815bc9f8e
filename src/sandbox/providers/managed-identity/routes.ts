// Operations of Microsoft.ManagedIdentity.

import { defineOperation, type Evidence, type SandboxOperation } from '../../http/operation.js';
import {
  deleteIdentity,
  getIdentity,
  identityPatchSchema,
  identityPutSchema,
  listIdentities,
  patchIdentity,
  putIdentity,
} from './handlers.js';

const SUBSCRIPTION = '/subscriptions/{subscriptionId}';
const GROUP = `${SUBSCRIPTION}/resourceGroups/{resourceGroupName}`;
const IDENTITIES = '/providers/Microsoft.ManagedIdentity/userAssignedIdentities';
const ACTION = 'Microsoft.ManagedIdentity/userAssignedIdentities';

const recorded: Evidence = { kind: 'recording', file: 'managed-identity-put.201.json' };

function documented(operation: string): Evidence {
  return { kind: 'documentation', page: `User Assigned Identities - ${operation}` };
}

const identity = {
  provider: 'managed-identity',
  host: 'arm',
  /** az 2.45 sends 2022-01-31-preview, az of May 2023 sent 2023-01-31; newer SDKs send 2024-11-30. */
  apiVersions: ['2018-11-30', '2022-01-31-preview', '2023-01-31', '2024-11-30'],
  fidelity: 'modelled',
} as const;

/** Everything that Resource Manager answers about user-assigned identities. */
export const managedIdentityOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...identity,
    id: 'UserAssignedIdentities_CreateOrUpdate',
    method: 'PUT',
    path: `${GROUP}${IDENTITIES}/{resourceName}`,
    body: identityPutSchema,
    action: `${ACTION}/write`,
    evidence: [
      recorded,
      documented('Create Or Update'),
      { kind: 'assumption', note: 'the refusal of a bad name' },
      { kind: 'assumption', note: 'the directory shows a new principal after 20 seconds' },
    ],
    handle: putIdentity,
  }),
  defineOperation({
    ...identity,
    id: 'UserAssignedIdentities_Update',
    method: 'PATCH',
    path: `${GROUP}${IDENTITIES}/{resourceName}`,
    body: identityPatchSchema,
    action: `${ACTION}/write`,
    evidence: [documented('Update')],
    handle: patchIdentity,
  }),
  defineOperation({
    ...identity,
    id: 'UserAssignedIdentities_Get',
    method: 'GET',
    path: `${GROUP}${IDENTITIES}/{resourceName}`,
    action: `${ACTION}/read`,
    evidence: [documented('Get')],
    handle: getIdentity,
  }),
  defineOperation({
    ...identity,
    id: 'UserAssignedIdentities_ListByResourceGroup',
    method: 'GET',
    path: `${GROUP}${IDENTITIES}`,
    action: `${ACTION}/read`,
    evidence: [documented('List By Resource Group')],
    handle: listIdentities,
  }),
  defineOperation({
    ...identity,
    id: 'UserAssignedIdentities_ListBySubscription',
    method: 'GET',
    path: `${SUBSCRIPTION}${IDENTITIES}`,
    action: `${ACTION}/read`,
    evidence: [documented('List By Subscription')],
    handle: listIdentities,
  }),
  defineOperation({
    ...identity,
    id: 'UserAssignedIdentities_Delete',
    method: 'DELETE',
    path: `${GROUP}${IDENTITIES}/{resourceName}`,
    action: `${ACTION}/delete`,
    evidence: [documented('Delete')],
    handle: deleteIdentity,
  }),
];
