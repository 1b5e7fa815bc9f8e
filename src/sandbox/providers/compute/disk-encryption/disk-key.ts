// The keys of disks under Azure Disk Encryption: made once, kept as a real secret in a key vault
// (wrapped when there is a key encryption key), and tried against the lock that the disk keeps.

import { createHash } from 'node:crypto';
import type { SandboxIds } from '../../../http/operation.js';
import { unixSeconds } from '../../../kernel/time/instant.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import type { WorldState } from '../../../kernel/state.js';
import {
  encryptWith,
  KEY_ALGORITHMS,
  type KeyAlgorithm,
} from '../../key-vault-data/keys/material.js';
import type { SecretVersion } from '../../key-vault-data/state.js';
import { unwrapWithKey } from '../../key-vault-data/keys/unwrap.js';
import { readKey, readSecret, type ObjectName } from '../../key-vault-data/vault-objects.js';
import { keyNotFetched, tagsMissing, unwrapFailed } from './disk-key-errors.js';
import type { DiskKeySettings } from './settings.js';

/** Where a new disk key goes. */
export interface DiskKeyPlace {
  readonly machineName: string;
  readonly osType: 'Windows' | 'Linux';
  /** ARM id of the key vault that receives the secret. */
  readonly keyVaultId: string;
  /** The key that wraps it, if any; the URL names the version. */
  readonly kek?: { readonly keyVaultId: string; readonly keyUrl: string } | undefined;
  /** How it is wrapped; what Azure Disk Encryption uses unless it is told otherwise when absent. */
  readonly algorithm?: KeyAlgorithm | undefined;
  /** The key that the disks have already; a new one when absent. */
  readonly diskKey?: Buffer | undefined;
  /** Of Windows, such as `F:\`; that of the OS where it is absent. */
  readonly volumeLetter?: string;
}

/** A new disk key: where it lies, and the lock that only it opens. */
export interface CreatedDiskKey {
  readonly settings: DiskKeySettings;
  readonly lock: string;
}

/** The key of a disk, or why the platform does not get at it. */
export type FetchedDiskKey =
  | { readonly diskKey: Buffer }
  | { readonly failure: { readonly code: string; readonly message: string } };

/** Whether a disk's key opens it, or why not. */
export type DiskKeyTrial =
  | { readonly opens: true }
  | {
      readonly opens: false;
      readonly failure: { readonly code: string; readonly message: string };
    };

const DISK_KEY_BYTES = 64;
const USUAL_ALGORITHM = 'RSA-OAEP';

/**
 * Makes a disk key, or takes the one that is given, and puts it into the key vault as Azure Disk Encryption does: name, tags and
 * content type per "Azure Disk Encryption: offline unlock" and "Restore Key Vault key and secret".
 * Throws an Error when the key encryption key does not exist.
 */
export function createDiskKey(
  state: WorldState,
  ids: SandboxIds,
  nowMilliseconds: number,
  place: DiskKeyPlace,
): CreatedDiskKey {
  const diskKey = place.diskKey ?? Buffer.from(ids.hex(DISK_KEY_BYTES * 2), 'hex');
  const value =
    place.kek === undefined
      ? diskKey.toString('base64')
      : wrap(state, place.kek, diskKey, place.algorithm);
  const guid = ids.guid();
  const name = place.osType === 'Windows' ? guid.toUpperCase() : guid;
  const version: SecretVersion = {
    version: ids.hex(32),
    value,
    contentType: place.kek === undefined ? 'BEK' : 'Wrapped BEK',
    tags: secretTags(place, name),
    enabled: true,
    createdSeconds: unixSeconds(nowMilliseconds),
    updatedSeconds: unixSeconds(nowMilliseconds),
  };
  const vaultName = keyVaultName(place.keyVaultId);
  putSecret(state, vaultName, name, version);
  const secretUrl = `https://${vaultName}.vault.azure.net/secrets/${name}/${version.version}`;
  return { settings: settingsOf(place, secretUrl), lock: lockOf(diskKey) };
}

/**
 * Fetches and unwraps a key as the platform does before it starts a machine. Whether the platform may read the vaults
 * at all is not asked here.
 */
export function fetchDiskKey(
  state: WorldState,
  { diskEncryptionKey, keyEncryptionKey }: DiskKeySettings,
): FetchedDiskKey {
  const { secretUrl } = diskEncryptionKey;
  const secret = secretAt(state, secretUrl);
  if (secret?.enabled !== true) {
    return { failure: keyNotFetched(`the secret ${secretUrl} is missing or disabled`) };
  }
  const missing = TAGS[keyEncryptionKey === undefined ? 'plain' : 'wrapped'].filter(
    (tag) => secret.tags[tag] === undefined,
  );
  if (missing.length > 0) {
    return { failure: tagsMissing(secretUrl, missing) };
  }
  return keyEncryptionKey === undefined
    ? { diskKey: Buffer.from(secret.value, 'base64') }
    : unwrap(state, secretUrl, secret, keyEncryptionKey.keyUrl);
}

/** Fetches the key that the settings name, and tries it against the lock of a disk. */
export function tryDiskKey(
  state: WorldState,
  settings: DiskKeySettings,
  lock: string,
): DiskKeyTrial {
  const fetched = fetchDiskKey(state, settings);
  if ('failure' in fetched) {
    return { opens: false, failure: fetched.failure };
  }
  const { secretUrl } = settings.diskEncryptionKey;
  return lockOf(fetched.diskKey) === lock
    ? { opens: true }
    : { opens: false, failure: keyNotFetched(`the secret ${secretUrl} does not open the disk`) };
}

/** What the platform puts on its secrets and needs to find there again; which of them is an assumption. */
const TAGS = {
  plain: ['DiskEncryptionKeyFileName'],
  wrapped: ['DiskEncryptionKeyFileName', 'DiskEncryptionKeyEncryptionAlgorithm'],
} as const;

function secretAt(state: WorldState, url: string): SecretVersion | undefined {
  const name = versionedObject(url);
  return name === undefined ? undefined : readSecret(state, name);
}

/** Secrets and keys outside their dates still serve (About secrets, About keys: date-time controlled operations). */
function unwrap(
  state: WorldState,
  secretUrl: string,
  { value, tags }: SecretVersion,
  keyUrl: string,
): FetchedDiskKey {
  const name = versionedObject(keyUrl);
  const key = name === undefined ? undefined : readKey(state, name);
  if (name === undefined || key?.enabled !== true) {
    return { failure: keyNotFetched(`the key ${keyUrl} is missing or disabled`) };
  }
  const tag = tags['DiskEncryptionKeyEncryptionAlgorithm'];
  const algorithm = KEY_ALGORITHMS.find((known) => known === tag);
  const diskKey =
    algorithm === undefined || !key.keyOps.includes('unwrapKey')
      ? undefined
      : unwrapWithKey(state, name, { algorithm, value });
  return diskKey === undefined ? { failure: unwrapFailed(secretUrl, keyUrl) } : { diskKey };
}

/** Settings of disks name the version; without one, or malformed, they name nothing. */
function versionedObject(url: string): ObjectName | undefined {
  const name = URL.canParse(url) ? objectOf(url) : undefined;
  return name?.version === undefined ? undefined : name;
}

/** The parts of a key or secret URL; names as written, the vault's in lower case. */
export function parseObjectUrl(url: string): {
  vaultName: string;
  objectName: string;
  version: string | undefined;
} {
  const { hostname, pathname } = new URL(url);
  const [, , objectName = '', version] = pathname.split('/');
  return {
    vaultName: hostname.split('.')[0] ?? '',
    objectName,
    version: version === '' ? undefined : version,
  };
}

function settingsOf(place: DiskKeyPlace, secretUrl: string): DiskKeySettings {
  const diskEncryptionKey = { sourceVault: { id: place.keyVaultId }, secretUrl };
  return place.kek === undefined
    ? { diskEncryptionKey }
    : {
        diskEncryptionKey,
        keyEncryptionKey: { sourceVault: { id: place.kek.keyVaultId }, keyUrl: place.kek.keyUrl },
      };
}

function secretTags(place: DiskKeyPlace, name: string): Record<string, string> {
  const windows = place.osType === 'Windows';
  return {
    ...(place.kek === undefined
      ? {}
      : {
          DiskEncryptionKeyEncryptionAlgorithm: place.algorithm ?? USUAL_ALGORITHM,
          DiskEncryptionKeyEncryptionKeyURL: place.kek.keyUrl,
        }),
    DiskEncryptionKeyFileName: windows ? `${name}.BEK` : 'LinuxPassPhraseFileName',
    MachineName: place.machineName,
    ...(windows ? volumeTags(place) : {}),
  };
}

function volumeTags({ volumeLetter }: DiskKeyPlace): Record<string, string> {
  return volumeLetter === undefined
    ? { VolumeLabel: 'Windows', VolumeLetter: 'C:\\' }
    : { VolumeLabel: 'Data', VolumeLetter: volumeLetter };
}

function putSecret(state: WorldState, vaultName: string, name: string, version: SecretVersion) {
  const vault = (state.keyVaultData[vaultName] ??= { keys: {}, secrets: {} });
  vault.secrets[name.toLowerCase()] = { name, managed: false, versions: [version] };
}

function keyVaultName(keyVaultId: string): string {
  return (parseResourceId(keyVaultId).names[0] ?? '').toLowerCase();
}

function lockOf(diskKey: Buffer): string {
  return createHash('sha256').update(diskKey).digest('hex');
}

function wrap(
  state: WorldState,
  { keyUrl }: { keyUrl: string },
  diskKey: Buffer,
  algorithm: KeyAlgorithm = USUAL_ALGORITHM,
): string {
  const key = readKey(state, objectOf(keyUrl));
  if (key === undefined) {
    throw new Error(`there is no key ${keyUrl}`);
  }
  return encryptWith(key, algorithm, diskKey).toString('base64url');
}

function objectOf(url: string): ObjectName {
  const { vaultName, objectName, version } = parseObjectUrl(url);
  return { vaultName, name: objectName, version };
}
