// Addresses of key vaults and of what lies in them: `https://{vault}.{suffix}/secrets|keys/{name}[/{version}]`.
// ADE writes them into disks, extensions and tags, sometimes with port 443, sometimes without a version.

import type { KeyVaultObjectRef } from '../encryption/encryption.js';
import type { ResourceId } from '../resource-id.js';

/** The collection that an object's URL names. */
export type KeyVaultCollection = 'secrets' | 'keys';

/** An object's URL taken apart. */
export interface KeyVaultUrl extends KeyVaultObjectRef {
  readonly collection: KeyVaultCollection;
}

const URL_PATTERN =
  /^https:\/\/(?<host>[^/:?#@\s]+)(?::443)?\/(?<collection>secrets|keys)\/(?<name>[^/?#\s]+)(?:\/(?<version>[^/?#\s]+))?\/?$/iu;

/**
 * Takes the URL of a secret or key apart. Undefined when the text is no such URL.
 * @param vaultId ARM id of the key vault, where the source of the URL names it
 */
export function parseKeyVaultUrl(url: string, vaultId?: ResourceId): KeyVaultUrl | undefined {
  const { host, collection, name, version } = URL_PATTERN.exec(url.trim())?.groups ?? {};
  if (host === undefined || collection === undefined || name === undefined) {
    return undefined;
  }
  return {
    url: url.trim(),
    collection: collection.toLowerCase() === 'keys' ? 'keys' : 'secrets',
    vaultUrl: `https://${host.toLowerCase()}`,
    name,
    ...(version === undefined ? {} : { version }),
    ...(vaultId === undefined || vaultId === '' ? {} : { vaultId }),
  };
}

/** True when two references name the same version of the same object; names compare without case. */
export function sameObject(left: KeyVaultObjectRef, right: KeyVaultObjectRef): boolean {
  return objectKey(left) === objectKey(right);
}

/** The form of a reference to use as a key in maps and sets. */
export function objectKey(ref: KeyVaultObjectRef): string {
  return [ref.vaultUrl, ref.name, ref.version ?? ''].join('/').toLowerCase();
}

/** The name of the key vault that answers at a URL: the first label of its host. */
export function vaultNameOf(vaultUrl: string): string {
  return vaultUrl.replace(/^https:\/\//iu, '').split(/[.:/]/u)[0] ?? vaultUrl;
}
