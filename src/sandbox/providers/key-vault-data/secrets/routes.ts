// The table of operations on secrets.

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
import { PAGE_QUERY } from '../paging.js';
import {
  backupSecretOperation,
  deleteSecret,
  getDeletedSecret,
  getSecret,
  listDeletedSecrets,
  listSecretVersions,
  listSecrets,
  purgeSecret,
  recoverSecret,
  restoreSecret,
  setSecret,
  updateSecret,
} from './handlers.js';

const BACKUP_RECORDING = 'kv-secret-backup-delete-purge-restore';

const updateSchema = z.strictObject({
  contentType: z.string().optional(),
  attributes: attributesSchema,
  tags: tagsSchema,
});

const liveOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...dataPlane,
    id: 'SetSecret',
    method: 'PUT',
    path: '/secrets/{name}',
    body: updateSchema.extend({ value: z.string() }),
    evidence: recorded('kv-secret-set.401-challenge-then-200'),
    handle: setSecret,
  }),
  defineOperation({
    ...dataPlane,
    id: 'GetSecret',
    method: 'GET',
    path: '/secrets/{name}/{version}',
    evidence: recorded('kv-secret-get.latest-and-version'),
    handle: getSecret,
  }),
  defineOperation({
    ...dataPlane,
    id: 'GetSecret_Latest',
    method: 'GET',
    path: '/secrets/{name}',
    evidence: recorded('kv-secret-get.latest-and-version'),
    handle: getSecret,
  }),
  defineOperation({
    ...dataPlane,
    id: 'UpdateSecret',
    method: 'PATCH',
    path: '/secrets/{name}/{version}',
    body: updateSchema,
    evidence: recorded('kv-secret-update.disable'),
    handle: updateSecret,
  }),
  defineOperation({
    ...dataPlane,
    id: 'UpdateSecret_Latest',
    method: 'PATCH',
    path: '/secrets/{name}',
    body: updateSchema,
    evidence: recorded('kv-secret-update.disable'),
    handle: updateSecret,
  }),
  defineOperation({
    ...dataPlane,
    id: 'GetSecrets',
    method: 'GET',
    path: '/secrets',
    query: PAGE_QUERY,
    evidence: recorded('kv-secrets-list.paged'),
    handle: listSecrets,
  }),
  defineOperation({
    ...dataPlane,
    id: 'GetSecretVersions',
    method: 'GET',
    path: '/secrets/{name}/versions',
    query: PAGE_QUERY,
    evidence: recorded('kv-secret-versions.200'),
    handle: listSecretVersions,
  }),
  defineOperation({
    ...dataPlane,
    id: 'BackupSecret',
    method: 'POST',
    path: '/secrets/{name}/backup',
    evidence: recorded(BACKUP_RECORDING),
    handle: backupSecretOperation,
  }),
  defineOperation({
    ...dataPlane,
    id: 'RestoreSecret',
    method: 'POST',
    path: '/secrets/restore',
    body: backupSchema,
    evidence: recorded(BACKUP_RECORDING),
    handle: restoreSecret,
  }),
];

const deletionOperations: readonly SandboxOperation[] = [
  defineOperation({
    ...dataPlane,
    id: 'DeleteSecret',
    method: 'DELETE',
    path: '/secrets/{name}',
    evidence: recorded(BACKUP_RECORDING),
    fidelity: 'simplified',
    simplification: AT_ONCE,
    handle: deleteSecret,
  }),
  defineOperation({
    ...dataPlane,
    id: 'GetDeletedSecrets',
    method: 'GET',
    path: '/deletedsecrets',
    query: PAGE_QUERY,
    evidence: specified('GetDeletedSecrets'),
    handle: listDeletedSecrets,
  }),
  defineOperation({
    ...dataPlane,
    id: 'GetDeletedSecret',
    method: 'GET',
    path: '/deletedsecrets/{name}',
    evidence: specified('GetDeletedSecret'),
    handle: getDeletedSecret,
  }),
  defineOperation({
    ...dataPlane,
    id: 'RecoverDeletedSecret',
    method: 'POST',
    path: '/deletedsecrets/{name}/recover',
    evidence: specified('RecoverDeletedSecret'),
    fidelity: 'simplified',
    simplification: AT_ONCE,
    handle: recoverSecret,
  }),
  defineOperation({
    ...dataPlane,
    id: 'PurgeDeletedSecret',
    method: 'DELETE',
    path: '/deletedsecrets/{name}',
    evidence: recorded(BACKUP_RECORDING),
    handle: purgeSecret,
  }),
];

/** Everything that can be done with secrets. */
export const secretOperations: readonly SandboxOperation[] = [
  ...liveOperations,
  ...deletionOperations,
];
