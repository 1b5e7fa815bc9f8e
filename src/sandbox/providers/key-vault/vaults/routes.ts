// Operations of Microsoft.KeyVault.

import { defineOperation, type Evidence, type SandboxOperation } from '../../../http/operation.js';
import { managedHsmOperations } from '../managed-hsms/routes.js';
import {
  getDeletedVault,
  getOperationResult,
  listDeletedVaults,
  purgeDeletedVault,
} from './purge.js';
import { accessPoliciesSchema, patchVaultSchema, putVaultSchema } from './body.js';
import {
  deleteVault,
  getVault,
  listVaults,
  patchVault,
  putVault,
  updateAccessPolicies,
} from './handlers.js';

const SUBSCRIPTION = '/subscriptions/{subscriptionId}/providers/Microsoft.KeyVault';
const VAULTS =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.KeyVault/vaults';

const keyVault = {
  provider: 'key-vault',
  host: 'arm',
  apiVersions: [
    '2026-02-01',
    '2025-05-01',
    '2024-11-01',
    '2023-07-01',
    '2023-02-01',
    '2022-07-01',
    '2019-09-01',
  ],
  fidelity: 'modelled',
} as const;

const managed: [Evidence] = [
  { kind: 'recording', file: 'keyvault-mgmt.create-update-policy-delete-purge.json' },
];

const vaultOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...keyVault,
    id: 'Vaults_Get',
    method: 'GET',
    path: `${VAULTS}/{vaultName}`,
    action: 'Microsoft.KeyVault/vaults/read',
    evidence: [{ kind: 'recording', file: 'keyvault-get.enabled-for-disk-encryption.json' }],
    handle: getVault,
  }),
  defineOperation({
    ...keyVault,
    id: 'Vaults_ListByResourceGroup',
    method: 'GET',
    path: VAULTS,
    query: ['$top', '$skiptoken'],
    action: 'Microsoft.KeyVault/vaults/read',
    evidence: managed,
    fidelity: 'simplified',
    simplification: 'All vaults on the first page whatever $top says.',
    handle: listVaults,
  }),
  defineOperation({
    ...keyVault,
    id: 'Vaults_ListBySubscription',
    method: 'GET',
    path: `${SUBSCRIPTION}/vaults`,
    query: ['$top', '$skiptoken'],
    action: 'Microsoft.KeyVault/vaults/read',
    evidence: [{ kind: 'openapi', operationId: 'Vaults_ListBySubscription' }],
    fidelity: 'simplified',
    simplification: 'All vaults on the first page whatever $top says.',
    handle: listVaults,
  }),
  defineOperation({
    ...keyVault,
    id: 'Vaults_CreateOrUpdate',
    method: 'PUT',
    path: `${VAULTS}/{vaultName}`,
    action: 'Microsoft.KeyVault/vaults/write',
    body: putVaultSchema,
    evidence: [...managed, { kind: 'recording', file: 'keyvault-put.access-policies.json' }],
    handle: putVault,
  }),
  defineOperation({
    ...keyVault,
    id: 'Vaults_Update',
    method: 'PATCH',
    path: `${VAULTS}/{vaultName}`,
    action: 'Microsoft.KeyVault/vaults/write',
    body: patchVaultSchema,
    evidence: [{ kind: 'openapi', operationId: 'Vaults_Update' }],
    handle: patchVault,
  }),
  defineOperation({
    ...keyVault,
    id: 'Vaults_Delete',
    method: 'DELETE',
    path: `${VAULTS}/{vaultName}`,
    action: 'Microsoft.KeyVault/vaults/delete',
    evidence: managed,
    handle: deleteVault,
  }),
  defineOperation({
    ...keyVault,
    id: 'Vaults_UpdateAccessPolicy',
    method: 'PUT',
    path: `${VAULTS}/{vaultName}/accessPolicies/{operationKind}`,
    action: 'Microsoft.KeyVault/vaults/accessPolicies/write',
    body: accessPoliciesSchema,
    evidence: [
      { kind: 'openapi', operationId: 'Vaults_UpdateAccessPolicy' },
      { kind: 'documentation', page: 'azure-rest-api-specs, issue 42963: remove minds case' },
      { kind: 'assumption', note: 'replace and remove act on the named principals only' },
    ],
    handle: updateAccessPolicies,
  }),
];

const deletedVaultOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...keyVault,
    id: 'Vaults_ListDeleted',
    method: 'GET',
    path: `${SUBSCRIPTION}/deletedVaults`,
    action: 'Microsoft.KeyVault/deletedVaults/read',
    evidence: [{ kind: 'openapi', operationId: 'Vaults_ListDeleted' }],
    handle: listDeletedVaults,
  }),
  defineOperation({
    ...keyVault,
    id: 'Vaults_GetDeleted',
    method: 'GET',
    path: `${SUBSCRIPTION}/locations/{location}/deletedVaults/{vaultName}`,
    action: 'Microsoft.KeyVault/locations/deletedVaults/read',
    evidence: [{ kind: 'openapi', operationId: 'Vaults_GetDeleted' }],
    handle: getDeletedVault,
  }),
  defineOperation({
    ...keyVault,
    id: 'Vaults_PurgeDeleted',
    method: 'POST',
    path: `${SUBSCRIPTION}/locations/{location}/deletedVaults/{vaultName}/purge`,
    action: 'Microsoft.KeyVault/locations/deletedVaults/purge/action',
    evidence: managed,
    handle: purgeDeletedVault,
  }),
  defineOperation({
    ...keyVault,
    id: 'KeyVault_GetOperationResult',
    method: 'GET',
    path: `${SUBSCRIPTION}/locations/{location}/operationResults/{operationId}`,
    action: 'Microsoft.KeyVault/locations/operationResults/read',
    evidence: managed,
    handle: getOperationResult,
  }),
];

/** Everything Microsoft.KeyVault answers. */
export const keyVaultOperations: readonly SandboxOperation[] = [
  ...vaultOperations,
  ...deletedVaultOperations,
  ...managedHsmOperations,
];
