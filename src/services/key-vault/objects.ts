// What keys and secrets have in common: versions with dates, and clients for each vault.

import type { KeyMaterial } from '../../domain/keys/key-material.js';
import type { DeletedObject, ObjectVersion, VaultObject } from '../../domain/keys/key-vault.js';
import { throwResponseErrorsPolicy } from '../arm/response-error.js';
import {
  clientOptionsFor,
  type SharedClientOptions,
  type Transport,
} from '../arm/transport/transport.js';
import { required } from '../arm/unexpected-response.js';
import { instantFrom, type WireDate } from '../arm/wire-time.js';

/** Properties as both SDKs give them. */
export interface WireObjectProperties {
  readonly version?: string;
  readonly enabled?: boolean;
  readonly notBefore?: WireDate;
  readonly expiresOn?: WireDate;
  readonly createdOn?: WireDate;
  readonly managed?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
  readonly contentType?: string;
}

/**
 * All versions of one object, newest last; undefined when there is none.
 * Throws `AZB_UNEXPECTED_RESPONSE` when a version has no id.
 */
export async function collectVersions(
  object: Omit<VaultObject, 'versions'>,
  pages: AsyncIterable<WireObjectProperties>,
): Promise<VaultObject | undefined> {
  const versions: ObjectVersion[] = [];
  for await (const properties of pages) {
    versions.push(versionFrom(properties, `${object.vaultUrl}/${object.kind}s/${object.name}`));
  }
  versions.sort((left, right) => (left.created ?? '').localeCompare(right.created ?? ''));
  return versions.length === 0 ? undefined : { ...object, versions };
}

function versionFrom(properties: WireObjectProperties, subject: string): ObjectVersion {
  const { enabled, managed, tags, contentType } = properties;
  return {
    version: required(properties.version, 'id', subject),
    enabled: required(enabled, 'attributes.enabled', subject),
    managed: managed === true,
    tags: textsOf(tags ?? {}),
    ...datesOf(properties),
    ...(contentType === undefined ? {} : { contentType }),
  };
}

/** Tags are texts; whatever else stands among them is none. */
function textsOf(tags: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
}

function datesOf(
  properties: WireObjectProperties,
): Pick<ObjectVersion, 'notBefore' | 'expires' | 'created'> {
  const notBefore = instantFrom(properties.notBefore);
  const expires = instantFrom(properties.expiresOn);
  const created = instantFrom(properties.createdOn);
  return {
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(expires === undefined ? {} : { expires }),
    ...(created === undefined ? {} : { created }),
  };
}

/** Deleted objects as both SDKs list them. */
export interface WireDeletedObject {
  readonly name: string;
  readonly properties: { readonly deletedOn?: WireDate; readonly scheduledPurgeDate?: WireDate };
}

/** All objects in the soft delete of a vault. */
export async function collectDeleted(
  pages: AsyncIterable<WireDeletedObject>,
): Promise<readonly DeletedObject[]> {
  const found: DeletedObject[] = [];
  for await (const { name, properties } of pages) {
    const deletedAt = instantFrom(properties.deletedOn);
    const purgedAt = instantFrom(properties.scheduledPurgeDate);
    found.push({
      name,
      ...(deletedAt === undefined ? {} : { deletedAt }),
      ...(purgedAt === undefined ? {} : { purgedAt }),
    });
  }
  return found;
}

/** The bytes of a backup: Azure Backup hands it out in plain base64, Key Vault's own form is base64url. */
export function backupBytes(backup: KeyMaterial): Uint8Array {
  // Node's decoder takes either alphabet, with and without padding.
  return Buffer.from(backup.reveal().trim(), 'base64');
}

/** Makes each vault's client when first asked for, and keeps it: its first request costs a challenge. */
export function perVault<Client>(make: (vaultUrl: string) => Client): (vaultUrl: string) => Client {
  const clients = new Map<string, Client>();
  return (vaultUrl) => {
    const key = vaultUrl.replace(/\/+$/u, '').toLowerCase();
    const client = clients.get(key) ?? make(vaultUrl);
    clients.set(key, client);
    return client;
  };
}

/** Options for the data plane's clients. */
export function dataPlaneOptions(transport: Transport): SharedClientOptions {
  const shared = clientOptionsFor('key-vault', transport);
  return {
    ...shared,
    additionalPolicies: [
      { policy: throwResponseErrorsPolicy, position: 'perCall' },
      ...shared.additionalPolicies,
    ],
  };
}
