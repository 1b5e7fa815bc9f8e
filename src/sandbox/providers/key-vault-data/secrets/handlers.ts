// Operations on secrets.

import type { OperationRequest, OperationResponse } from '../../../http/operation.js';
import type { ArmResource } from '../../../kernel/resource.js';
import { authorizeData } from '../authorize.js';
import { backupSecret, openSecretBackup } from '../backup-blob.js';
import { cannotDecryptBackup, objectDisabled, objectNotFound } from '../errors.js';
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
import { contextOf, deletionMembers, secretBundle, secretItem } from '../object-shapes.js';
import { pageOf } from '../paging.js';
import type { SecretVersion, VaultSecret } from '../state.js';
import { deletedObjects, liveObjects, objectsOf } from '../vault-objects.js';

/** What may be set on a secret. */
export interface SecretBody {
  readonly value: string;
  readonly contentType?: string | undefined;
  readonly attributes?: SentAttributes | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** A new version of a secret, and the secret itself if need be. Recording: kv-secret-set. */
export function setSecret(request: OperationRequest<SecretBody>): OperationResponse {
  const name = objectName(request);
  const vault = authorizeData(request, 'secrets/set', name);
  const secrets = secretsOf(request, vault);
  const existing = secrets[name.toLowerCase()];
  refuseDeleted('Secret', existing);
  const { body, clock, ids } = request;
  const version: SecretVersion = {
    version: ids.hex(32),
    value: body.value,
    ...(body.contentType === undefined ? {} : { contentType: body.contentType }),
    tags: { ...body.tags },
    ...newAttributes(body.attributes, clock.now()),
  };
  const secret = existing ?? { name, managed: false, versions: [] };
  secret.versions.push(version);
  secrets[name.toLowerCase()] = secret;
  return respond(request, vault, { object: secret, version }, 'with-value');
}

/** A secret with its value; disabled ones are not handed out. Recording: kv-secret-get. */
export function getSecret(request: OperationRequest): OperationResponse {
  const vault = authorizeData(request, 'secrets/get', objectName(request));
  const { object, version } = findSecret(request, vault);
  return version.enabled
    ? respond(request, vault, { object, version }, 'with-value')
    : objectDisabled('Secret', 'get');
}

/** Changes attributes, tags or content type of a version. Recording: kv-secret-update.disable. */
export function updateSecret(
  request: OperationRequest<Partial<Omit<SecretBody, 'value'>>>,
): OperationResponse {
  const vault = authorizeData(request, 'secrets/update', objectName(request));
  const { object, version } = findSecret(request, vault);
  updateVersion(version, request.body, request.clock.now());
  if (request.body.contentType !== undefined) {
    version.contentType = request.body.contentType;
  }
  return respond(request, vault, { object, version }, 'without-value');
}

/** The secrets of a vault, each with its newest version's attributes. Recording: kv-secrets-list. */
export function listSecrets(request: OperationRequest): OperationResponse {
  const vault = authorizeData(request, 'secrets/list');
  return pageOf(request, vault, liveObjects(secretsOf(request, vault)), ({ object, version }) =>
    secretItem(contextOf(request, vault), object, version, false),
  );
}

/** The versions of a secret, oldest first. Recording: kv-secret-versions. */
export function listSecretVersions(request: OperationRequest): OperationResponse {
  const vault = authorizeData(request, 'secrets/list', objectName(request));
  const secret = secretsOf(request, vault)[objectName(request).toLowerCase()];
  const versions = secret?.deletion === undefined ? (secret?.versions ?? []) : [];
  return pageOf(request, vault, versions, (version) =>
    secret === undefined ? {} : secretItem(contextOf(request, vault), secret, version, true),
  );
}

/** Deletes a secret softly. Recording: kv-secret-backup-delete-purge-restore. */
export function deleteSecret(request: OperationRequest): OperationResponse {
  const vault = authorizeData(request, 'secrets/delete', objectName(request));
  const { object } = findSecret(request, vault);
  deleteSoftly(object, vault, request.clock.now());
  return deletedBundle(request, vault, object);
}

/** Seals all versions of a secret into a backup. */
export function backupSecretOperation(request: OperationRequest): OperationResponse {
  const name = objectName(request);
  const vault = authorizeData(request, 'secrets/backup', name);
  secretsOf(request, vault);
  const value = backupSecret(request.state, { vaultName: vault.name, name });
  return value === undefined ? objectNotFound('Secret', name) : { status: 200, body: { value } };
}

/** Brings a secret back from a backup with all its versions. */
export function restoreSecret(
  request: OperationRequest<{ readonly value: string }>,
): OperationResponse {
  const vault = authorizeData(request, 'secrets/restore');
  const secret = openSecretBackup(request.state, vault, request.body.value);
  const newest = secret?.versions.at(-1);
  if (secret === undefined || newest === undefined) {
    return cannotDecryptBackup();
  }
  admitRestored('Secret', secretsOf(request, vault), secret);
  return respond(request, vault, { object: secret, version: newest }, 'without-value');
}

/** The deleted secrets of a vault. */
export function listDeletedSecrets(request: OperationRequest): OperationResponse {
  const vault = authorizeData(request, 'secrets/list');
  return pageOf(
    request,
    vault,
    deletedObjects(secretsOf(request, vault)),
    ({ object, version }) => ({
      ...deletionMembers(vault, 'secrets', object),
      ...secretItem(contextOf(request, vault), object, version, false),
    }),
  );
}

/** A deleted secret, without its value. */
export function getDeletedSecret(request: OperationRequest): OperationResponse {
  const name = objectName(request);
  const vault = authorizeData(request, 'secrets/readMetadata', name);
  const secret = foundDeleted('Secret', name, secretsOf(request, vault)[name.toLowerCase()]);
  return deletedBundle(request, vault, secret);
}

/** Takes the deletion of a secret back. */
export function recoverSecret(request: OperationRequest): OperationResponse {
  const name = objectName(request);
  const vault = authorizeData(request, 'secrets/recover', name);
  recoverObject('Secret', name, secretsOf(request, vault)[name.toLowerCase()]);
  const { object, version } = findSecret(request, vault);
  return respond(request, vault, { object, version }, 'without-value');
}

/** Removes a deleted secret for good. */
export function purgeSecret(request: OperationRequest): OperationResponse {
  const name = objectName(request);
  const vault = authorizeData(request, 'secrets/purge', name);
  return purgeObject(vault, secretsOf(request, vault), 'Secret', name);
}

function secretsOf(
  { state, clock }: OperationRequest,
  vault: ArmResource,
): Record<string, VaultSecret> {
  return objectsOf(state, vault.name, clock.now()).secrets;
}

function findSecret(request: OperationRequest, vault: ArmResource) {
  const secret = secretsOf(request, vault)[objectName(request).toLowerCase()];
  return foundVersion<SecretVersion, VaultSecret>(request, 'Secret', secret);
}

function respond(
  request: OperationRequest,
  vault: ArmResource,
  found: { readonly object: VaultSecret; readonly version: SecretVersion },
  part: 'with-value' | 'without-value',
): OperationResponse {
  const { object, version } = found;
  const body = secretBundle(contextOf(request, vault), object, version, part === 'with-value');
  return { status: 200, body };
}

function deletedBundle(
  request: OperationRequest,
  vault: ArmResource,
  secret: VaultSecret,
): OperationResponse {
  const newest = secret.versions.at(-1);
  const item =
    newest === undefined ? {} : secretBundle(contextOf(request, vault), secret, newest, false);
  return { status: 200, body: { ...deletionMembers(vault, 'secrets', secret), ...item } };
}
