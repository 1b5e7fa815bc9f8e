// How keys and secrets look on the wire. Recordings: kv-key-*, kv-secret-*.

import type { OperationRequest } from '../../http/operation.js';
import type { ArmResource } from '../../kernel/resource.js';
import { publicParts } from './keys/material.js';
import type { KeyVersion, SecretVersion, VaultKey, VaultSecret } from './state.js';

/** What a response about an object is made for. */
export interface ShapeContext {
  readonly vault: ArmResource;
  readonly apiVersion: string;
}

/** What the response to a request is made for. */
export function contextOf(
  { apiVersion }: Pick<OperationRequest, 'apiVersion'>,
  vault: ArmResource,
): ShapeContext {
  return { vault, apiVersion };
}

/** A key with its public part; the named version. */
export function keyBundle(context: ShapeContext, key: VaultKey, version: KeyVersion): object {
  return {
    key: {
      kid: objectUrl(context.vault, 'keys', key.name, version.version),
      kty: version.kty,
      key_ops: version.keyOps,
      ...publicParts(version),
    },
    attributes: { ...attributesOf(context, version), exportable: false },
    ...tagsOf(version),
    ...managedOf(key),
  };
}

/**
 * A key that has just been restored: the one response that does not say whether it may be exported.
 * Recording kv-key-backup-delete-purge-restore.
 */
export function restoredKeyBundle(
  context: ShapeContext,
  key: VaultKey,
  version: KeyVersion,
): object {
  return {
    ...keyBundle(context, key, version),
    attributes: attributesOf(context, version),
  };
}

/** A key in a list: of keys, without version; of versions, with it. */
export function keyItem(
  context: ShapeContext,
  key: VaultKey,
  version: KeyVersion,
  withVersion: boolean,
): object {
  const suffix = withVersion ? version.version : undefined;
  return {
    kid: objectUrl(context.vault, 'keys', key.name, suffix),
    attributes: { ...attributesOf(context, version), exportable: false },
    ...tagsOf(version),
    ...managedOf(key),
  };
}

/** A secret; with its value only where the operation hands values out. */
export function secretBundle(
  context: ShapeContext,
  secret: VaultSecret,
  version: SecretVersion,
  withValue: boolean,
): object {
  return {
    ...(withValue ? { value: version.value } : {}),
    ...secretItem(context, secret, version, true),
  };
}

/** A secret in a list: of secrets, without version; of versions, with it. */
export function secretItem(
  context: ShapeContext,
  secret: VaultSecret,
  version: SecretVersion,
  withVersion: boolean,
): object {
  const suffix = withVersion ? version.version : undefined;
  return {
    ...(version.contentType === undefined ? {} : { contentType: version.contentType }),
    id: objectUrl(context.vault, 'secrets', secret.name, suffix),
    attributes: attributesOf(context, version),
    ...tagsOf(version),
    ...managedOf(secret),
  };
}

/** What a deleted object has besides its own members. */
export function deletionMembers(
  vault: ArmResource,
  category: 'keys' | 'secrets',
  object: VaultKey | VaultSecret,
): object {
  return {
    recoveryId: `${vaultUrl(vault)}/deleted${category}/${object.name}`,
    deletedDate: object.deletion?.deletedSeconds,
    scheduledPurgeDate: object.deletion?.scheduledPurgeSeconds,
  };
}

/** Address of a vault's data plane, without trailing slash. */
export function vaultUrl(vault: ArmResource): string {
  return `https://${vault.name.toLowerCase()}.vault.azure.net`;
}

/** Days that deleted objects of a vault can be recovered. */
export function retentionDays(vault: ArmResource): number {
  const days = vault.properties['softDeleteRetentionInDays'];
  return typeof days === 'number' ? days : MAX_RETENTION_DAYS;
}

/** The default as well (Documentation: Azure Key Vault soft-delete overview). */
const MAX_RETENTION_DAYS = 90;

function objectUrl(
  vault: ArmResource,
  category: string,
  name: string,
  version: string | undefined,
): string {
  return [vaultUrl(vault), category, name, version].filter((part) => part !== undefined).join('/');
}

function attributesOf(
  { vault, apiVersion }: ShapeContext,
  version: KeyVersion | SecretVersion,
): object {
  const { enabled, notBeforeSeconds, expiresSeconds, createdSeconds, updatedSeconds } = version;
  return {
    enabled,
    ...(notBeforeSeconds === undefined ? {} : { nbf: notBeforeSeconds }),
    ...(expiresSeconds === undefined ? {} : { exp: expiresSeconds }),
    created: createdSeconds,
    updated: updatedSeconds,
    recoveryLevel: recoveryLevel(vault),
    // Answers of version 7.0 do not have it yet.
    ...(apiVersion === '7.0' ? {} : { recoverableDays: retentionDays(vault) }),
  };
}

/** OpenAPI: DeletionRecoveryLevel; "customized" means a retention of less than 90 days. */
function recoveryLevel(vault: ArmResource): string {
  const prefix = retentionDays(vault) < MAX_RETENTION_DAYS ? 'Customized' : '';
  const suffix = vault.properties['enablePurgeProtection'] === true ? '' : '+Purgeable';
  return `${prefix}Recoverable${suffix}`;
}

function tagsOf({ tags }: KeyVersion | SecretVersion): object {
  return Object.keys(tags).length === 0 ? {} : { tags };
}

function managedOf({ managed }: VaultKey | VaultSecret): object {
  return managed ? { managed: true } : {};
}
