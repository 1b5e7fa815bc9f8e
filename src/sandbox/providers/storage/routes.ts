// Operations of Microsoft.Storage, and the one of its predecessor that az still asks.

import { defineOperation, type Evidence, type SandboxOperation } from '../../http/operation.js';
import {
  deleteAccount,
  getAccount,
  getClassicAccount,
  listAccounts,
  listKeys,
} from './handlers.js';

const SUBSCRIPTION = '/subscriptions/{subscriptionId}';
const GROUP = `${SUBSCRIPTION}/resourceGroups/{resourceGroupName}`;
const ACCOUNTS = '/providers/Microsoft.Storage/storageAccounts';

const recorded: [Evidence] = [
  { kind: 'recording', file: 'storage-account-get.classic-404-then-arm-200.json' },
];

const storage = {
  provider: 'storage',
  host: 'arm',
  apiVersions: ['2023-01-01', '2022-09-01', '2016-01-01'],
  fidelity: 'modelled',
} as const;

/** Everything that Resource Manager answers about storage accounts. */
export const storageOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...storage,
    id: 'StorageAccounts_GetProperties',
    method: 'GET',
    path: `${GROUP}${ACCOUNTS}/{accountName}`,
    action: 'Microsoft.Storage/storageAccounts/read',
    evidence: recorded,
    handle: getAccount,
  }),
  defineOperation({
    ...storage,
    id: 'StorageAccounts_ListByResourceGroup',
    method: 'GET',
    path: `${GROUP}${ACCOUNTS}`,
    action: 'Microsoft.Storage/storageAccounts/read',
    evidence: [{ kind: 'documentation', page: 'Storage Accounts - List By Resource Group' }],
    handle: listAccounts,
  }),
  defineOperation({
    ...storage,
    id: 'StorageAccounts_List',
    method: 'GET',
    path: `${SUBSCRIPTION}${ACCOUNTS}`,
    action: 'Microsoft.Storage/storageAccounts/read',
    evidence: [{ kind: 'documentation', page: 'Storage Accounts - List' }],
    handle: listAccounts,
  }),
  defineOperation({
    ...storage,
    id: 'StorageAccounts_ListKeys',
    method: 'POST',
    path: `${GROUP}${ACCOUNTS}/{accountName}/listKeys`,
    query: ['$expand'],
    action: 'Microsoft.Storage/storageAccounts/listKeys/action',
    evidence: [{ kind: 'documentation', page: 'Storage Accounts - List Keys' }],
    handle: listKeys,
  }),
  defineOperation({
    ...storage,
    id: 'StorageAccounts_Delete',
    method: 'DELETE',
    path: `${GROUP}${ACCOUNTS}/{accountName}`,
    action: 'Microsoft.Storage/storageAccounts/delete',
    evidence: [{ kind: 'documentation', page: 'Storage Accounts - Delete' }],
    handle: deleteAccount,
  }),
  defineOperation({
    ...storage,
    id: 'ClassicStorageAccounts_Get',
    apiVersions: ['2015-12-01'],
    method: 'GET',
    path: `${GROUP}/providers/Microsoft.ClassicStorage/storageAccounts/{accountName}`,
    action: 'Microsoft.ClassicStorage/storageAccounts/read',
    evidence: recorded,
    handle: getClassicAccount,
  }),
];
