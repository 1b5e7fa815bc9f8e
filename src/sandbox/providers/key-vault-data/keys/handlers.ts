// Operations on keys, but for their use and for deleted ones.

import { notModelled } from '../../../http/not-modelled.js';
import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import type { ArmResource } from '../../../kernel/resource.js';
import { authorizeData } from '../authorize.js';
import { backupKey, openKeyBackup } from '../backup-blob.js';
import { cannotDecryptBackup, objectNotFound } from '../errors.js';
import {
  admitRestored,
  deleteSoftly,
  foundDeleted,
  foundVersion,
  newAttributes,
  objectName,
  purgeObject,
  recoverObject,
  refuseDeleted,
  updateVersion,
  type SentAttributes,
} from '../object-lifecycle.js';
import {
  contextOf,
  deletionMembers,
  keyBundle,
  keyItem,
  restoredKeyBundle,
} from '../object-shapes.js';
import { pageOf } from '../paging.js';
import type { KeyVersion, VaultKey } from '../state.js';
import { deletedObjects, liveObjects, objectsOf } from '../vault-objects.js';

/** What a key is created from. */
export interface CreateKeyBody {
  readonly kty: KeyVersion['kty'];
  readonly key_size?: number | undefined;
  readonly key_ops?: readonly string[] | undefined;
  readonly attributes?: SentAttributes | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** What an RSA key may do unless its maker says otherwise. Recording: kv-key-create. */
const ALL_OPERATIONS = ['encrypt', 'decrypt', 'sign', 'verify', 'wrapKey', 'unwrapKey'];

/** Bits of an RSA key unless its maker says otherwise (Documentation: About keys). */
const DEFAULT_SIZE = 2048;

/** A new version of a key, and the key itself if need be. Recording: kv-key-create. */
export function createKey(request: OperationRequest<CreateKeyBody>): OperationResponse {
  const name = objectName(request);
  const vault = authorizeData(request, 'keys/create', name);
  const { body, clock, ids } = request;
  if (body.kty === 'RSA-HSM' && !isPremium(vault)) {
    return notModelled('HSM keys in a standard key vault');
  }
  const keys = keysOf(request, vault);
  const existing = keys[name.toLowerCase()];
  refuseDeleted('Key', existing);
  const version: KeyVersion = {
    version: ids.hex(32),
    kty: body.kty,
    sizeBits: body.key_size ?? DEFAULT_SIZE,
    keyOps: [...(body.key_ops ?? ALL_OPERATIONS)],
    tags: { ...body.tags },
    ...newAttributes(body.attributes, clock.now()),
  };
  const key = existing ?? { name, managed: false, versions: [] };
  key.versions.push(version);
  keys[name.toLowerCase()] = key;
  return respond(request, vault, { object: key, version });
}

/** A key with its public part; disabled ones too. Recording: kv-key-get. */
export function getKey(request: OperationRequest): OperationResponse {
  const vault = authorizeData(request, 'keys/get', objectName(request));
  return respond(request, vault, findKey(request, vault));
}

/** Changes attributes, tags or operations of a version. */
export function updateKey(
  request: OperationRequest<Partial<Omit<CreateKeyBody, 'kty' | 'key_size'>>>,
): OperationResponse {
  const vault = authorizeData(request, 'keys/update', objectName(request));
  const found = findKey(request, vault);
  updateVersion(found.version, request.body, request.clock.now());
  found.version.keyOps = [...(request.body.key_ops ?? found.version.keyOps)];
  return respond(request, vault, found);
}

/** The keys of a vault, each with its newest version's attributes. Recording: kv-keys-list. */
export function listKeys(request: OperationRequest): OperationResponse {
  const vault = authorizeData(request, 'keys/list');
  return pageOf(request, vault, liveObjects(keysOf(request, vault)), ({ object, version }) =>
    keyItem(contextOf(request, vault), object, version, false),
  );
}

/** The versions of a key, oldest first. */
export function listKeyVersions(request: OperationRequest): OperationResponse {
  const vault = authorizeData(request, 'keys/list', objectName(request));
  const key = keysOf(request, vault)[objectName(request).toLowerCase()];
  const versions = key?.deletion === undefined ? (key?.versions ?? []) : [];
  return pageOf(request, vault, versions, (version) =>
    key === undefined ? {} : keyItem(contextOf(request, vault), key, version, true),
  );
}

/** Deletes a key softly. Recording: kv-key-backup-delete-purge-restore. */
export function deleteKey(request: OperationRequest): OperationResponse {
  const vault = authorizeData(request, 'keys/delete', objectName(request));
  const { object } = findKey(request, vault);
  deleteSoftly(object, vault, request.clock.now());
  return deletedResponse(request, vault, object);
}

/** Seals all versions of a key into a backup. */
export function backupKeyOperation(request: OperationRequest): OperationResponse {
  const name = objectName(request);
  const vault = authorizeData(request, 'keys/backup', name);
  keysOf(request, vault);
  const value = backupKey(request.state, { vaultName: vault.name, name });
  return value === undefined ? objectNotFound('Key', name) : { status: 200, body: { value } };
}

/** Brings a key back from a backup with all its versions. */
export function restoreKey(
  request: OperationRequest<{ readonly value: string }>,
): OperationResponse {
  const vault = authorizeData(request, 'keys/restore');
  const key = openKeyBackup(request.state, vault, request.body.value);
  const newest = key?.versions.at(-1);
  if (key === undefined || newest === undefined) {
    return cannotDecryptBackup();
  }
  admitRestored('Key', keysOf(request, vault), key);
  return { status: 200, body: restoredKeyBundle(contextOf(request, vault), key, newest) };
}

/** The deleted keys of a vault. */
export function listDeletedKeys(request: OperationRequest): OperationResponse {
  const vault = authorizeData(request, 'keys/list');
  return pageOf(request, vault, deletedObjects(keysOf(request, vault)), ({ object, version }) => ({
    ...deletionMembers(vault, 'keys', object),
    ...keyItem(contextOf(request, vault), object, version, false),
  }));
}

/** A deleted key. */
export function getDeletedKey(request: OperationRequest): OperationResponse {
  const name = objectName(request);
  const vault = authorizeData(request, 'keys/get', name);
  const key = foundDeleted('Key', name, keysOf(request, vault)[name.toLowerCase()]);
  return deletedResponse(request, vault, key);
}

/** Takes the deletion of a key back. */
export function recoverKey(request: OperationRequest): OperationResponse {
  const name = objectName(request);
  const vault = authorizeData(request, 'keys/recover', name);
  recoverObject('Key', name, keysOf(request, vault)[name.toLowerCase()]);
  return respond(request, vault, findKey(request, vault));
}

/** Removes a deleted key for good. */
export function purgeKey(request: OperationRequest): OperationResponse {
  const name = objectName(request);
  const vault = authorizeData(request, 'keys/purge', name);
  return purgeObject(vault, keysOf(request, vault), 'Key', name);
}

/** The key and version that a request names; throws NotFound when either is missing. */
export function findKey(request: OperationRequest, vault: ArmResource) {
  const key = keysOf(request, vault)[objectName(request).toLowerCase()];
  return foundVersion<KeyVersion, VaultKey>(request, 'Key', key);
}

function keysOf({ state, clock }: OperationRequest, vault: ArmResource): Record<string, VaultKey> {
  return objectsOf(state, vault.name, clock.now()).keys;
}

function isPremium(vault: ArmResource): boolean {
  return JSON.stringify(vault.properties['sku'] ?? {})
    .toLowerCase()
    .includes('"premium"');
}

function respond(
  request: OperationRequest,
  vault: ArmResource,
  { object, version }: { readonly object: VaultKey; readonly version: KeyVersion },
): OperationResponse {
  return { status: 200, body: keyBundle(contextOf(request, vault), object, version) };
}

function deletedResponse(
  request: OperationRequest,
  vault: ArmResource,
  key: VaultKey,
): OperationResponse {
  const newest = key.versions.at(-1);
  const bundle = newest === undefined ? {} : keyBundle(contextOf(request, vault), key, newest);
  return { status: 200, body: { ...deletionMembers(vault, 'keys', key), ...bundle } };
}
