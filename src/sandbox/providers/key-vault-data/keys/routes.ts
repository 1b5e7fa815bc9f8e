// The table of operations on keys.

import { z } from 'zod';
import { defineOperation, type SandboxOperation } from '../../../http/operation.js';
import {
  AT_ONCE,
  attributesSchema,
  backupSchema,
  dataPlane,
  recorded,
  specified,
  tagsSchema,
} from '../operation.js';
import { KEY_ALGORITHMS } from './material.js';
import { useKey, type KeyUse } from './use.js';
import {
  backupKeyOperation,
  createKey,
  deleteKey,
  getDeletedKey,
  getKey,
  listDeletedKeys,
  listKeyVersions,
  listKeys,
  purgeKey,
  recoverKey,
  restoreKey,
  updateKey,
} from './handlers.js';
import { PAGE_QUERY } from '../paging.js';

const BACKUP_RECORDING = 'kv-key-backup-delete-purge-restore';

const updateSchema = z.strictObject({
  key_ops: z.array(z.string()).optional(),
  attributes: attributesSchema,
  tags: tagsSchema,
});

const createSchema = updateSchema.extend({
  kty: z.enum(['RSA', 'RSA-HSM']),
  key_size: z.literal([2048, 3072, 4096]).optional(),
});

const liveOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...dataPlane,
    id: 'CreateKey',
    method: 'POST',
    path: '/keys/{name}/create',
    body: createSchema,
    evidence: recorded('kv-key-create.401-challenge-then-200'),
    fidelity: 'simplified',
    simplification: 'RSA keys only.',
    handle: createKey,
  }),
  defineOperation({
    ...dataPlane,
    id: 'GetKey',
    method: 'GET',
    path: '/keys/{name}/{version}',
    evidence: recorded('kv-key-get.200'),
    handle: getKey,
  }),
  defineOperation({
    ...dataPlane,
    id: 'GetKey_Latest',
    method: 'GET',
    path: '/keys/{name}',
    evidence: recorded('kv-key-get.200'),
    handle: getKey,
  }),
  defineOperation({
    ...dataPlane,
    id: 'UpdateKey',
    method: 'PATCH',
    path: '/keys/{name}/{version}',
    body: updateSchema,
    evidence: specified('UpdateKey'),
    handle: updateKey,
  }),
  defineOperation({
    ...dataPlane,
    id: 'UpdateKey_Latest',
    method: 'PATCH',
    path: '/keys/{name}',
    body: updateSchema,
    evidence: specified('UpdateKey'),
    handle: updateKey,
  }),
  defineOperation({
    ...dataPlane,
    id: 'GetKeys',
    method: 'GET',
    path: '/keys',
    query: PAGE_QUERY,
    evidence: recorded('kv-keys-list.200'),
    handle: listKeys,
  }),
  defineOperation({
    ...dataPlane,
    id: 'GetKeyVersions',
    method: 'GET',
    path: '/keys/{name}/versions',
    query: PAGE_QUERY,
    evidence: specified('GetKeyVersions'),
    handle: listKeyVersions,
  }),
  defineOperation({
    ...dataPlane,
    id: 'BackupKey',
    method: 'POST',
    path: '/keys/{name}/backup',
    evidence: recorded(BACKUP_RECORDING),
    handle: backupKeyOperation,
  }),
  defineOperation({
    ...dataPlane,
    id: 'RestoreKey',
    method: 'POST',
    path: '/keys/restore',
    body: backupSchema,
    evidence: recorded(BACKUP_RECORDING),
    handle: restoreKey,
  }),
];

const deletionOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...dataPlane,
    id: 'DeleteKey',
    method: 'DELETE',
    path: '/keys/{name}',
    evidence: recorded(BACKUP_RECORDING),
    fidelity: 'simplified',
    simplification: AT_ONCE,
    handle: deleteKey,
  }),
  defineOperation({
    ...dataPlane,
    id: 'GetDeletedKeys',
    method: 'GET',
    path: '/deletedkeys',
    query: PAGE_QUERY,
    evidence: specified('GetDeletedKeys'),
    handle: listDeletedKeys,
  }),
  defineOperation({
    ...dataPlane,
    id: 'GetDeletedKey',
    method: 'GET',
    path: '/deletedkeys/{name}',
    evidence: specified('GetDeletedKey'),
    handle: getDeletedKey,
  }),
  defineOperation({
    ...dataPlane,
    id: 'RecoverDeletedKey',
    method: 'POST',
    path: '/deletedkeys/{name}/recover',
    evidence: specified('RecoverDeletedKey'),
    fidelity: 'simplified',
    simplification: AT_ONCE,
    handle: recoverKey,
  }),
  defineOperation({
    ...dataPlane,
    id: 'PurgeDeletedKey',
    method: 'DELETE',
    path: '/deletedkeys/{name}',
    evidence: recorded(BACKUP_RECORDING),
    handle: purgeKey,
  }),
];

function useOperation(use: KeyUse): SandboxOperation {
  return defineOperation({
    ...dataPlane,
    id: use,
    method: 'POST',
    path: `/keys/{name}/{version}/${use.toLowerCase()}`,
    body: z.strictObject({ alg: z.enum(KEY_ALGORITHMS), value: z.base64url() }),
    evidence: recorded('kv-key-decrypt.200'),
    handle: useKey(use),
  });
}

/** Everything that can be done with keys. */
export const keyOperations: readonly SandboxOperation[] = [
  ...liveOperations,
  ...deletionOperations,
  useOperation('encrypt'),
  useOperation('decrypt'),
  useOperation('wrapKey'),
  useOperation('unwrapKey'),
];
