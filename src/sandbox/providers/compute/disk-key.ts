// The keys of disks under Azure Disk Encryption: made once, kept as a real secret in a key vault
// (wrapped when there is a key encryption key), and tried against the lock that the disk keeps.

import { createHash } from 'node:crypto';
import type { SandboxIds } from '../../http/operation.js';
import { unixSeconds } from '../../world/instant.js';
import { parseResourceId } from '../../world/resource-id.js';
import type { WorldState } from '../../world/state.js';
import { encryptWith } from '../key-vault-data/key-material.js';
import type { SecretVersion } from '../key-vault-data/state.js';
import { unwrapWithKey } from '../key-vault-data/unwrap.js';
import { readKey, readSecret, type ObjectName } from '../key-vault-data/vault-objects.js';
import type { DiskKeySettings } from './virtual-machine.js';

/** Where a new disk key goes. */
export interface DiskKeyPlace {
  readonly machineName: string;
  readonly osType: 'Windows' | 'Linux';
  /** ARM id of the key vault that receives the secret. */
  readonly keyVaultId: string;
  /** The key that wraps it, if any; the URL names the version. */
  readonly kek?: { readonly keyVaultId: string; readonly keyUrl: string } | undefined;
}

/** A new disk key: where it lies, and the lock that only it opens. */
export interface CreatedDiskKey {
  readonly settings: DiskKeySettings;
  readonly lock: string;
}

/** Whether a disk's key opens it; `reason` completes "the key cannot be used: …". */
export type DiskKeyTrial = { readonly opens: true } | { readonly opens: false; reason: string };

const DISK_KEY_BYTES = 64;
/** What Azure Disk Encryption uses unless it is told otherwise. */
const WRAP_ALGORITHM = 'RSA-OAEP';

/**
 * Makes a disk key and puts it into the key vault as Azure Disk Encryption does: name, tags and
 * content type per "Azure Disk Encryption: offline unlock" and "Restore Key Vault key and secret".
 * Throws an Error when the key encryption key does not exist.
 */
export function createDiskKey(
  state: WorldState,
  ids: SandboxIds,
  nowMilliseconds: number,
  place: DiskKeyPlace,
): CreatedDiskKey {
  const diskKey = Buffer.from(ids.hex(DISK_KEY_BYTES * 2), 'hex');
  const value =
    place.kek === undefined ? diskKey.toString('base64') : wrap(state, place.kek, diskKey);
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

/** Fetches and unwraps the key of a disk as the platform does before it starts a machine. */
export function tryDiskKey(
  state: WorldState,
  settings: DiskKeySettings,
  lock: string,
): DiskKeyTrial {
  const { secretUrl } = settings.diskEncryptionKey;
  const secret = readSecret(state, objectOf(secretUrl));
  if (secret?.enabled !== true) {
    return { opens: false, reason: `the secret ${secretUrl} is missing or disabled` };
  }
  const keyUrl = settings.keyEncryptionKey?.keyUrl;
  const diskKey =
    keyUrl === undefined
      ? Buffer.from(secret.value, 'base64')
      : unwrapWithKey(state, objectOf(keyUrl), { algorithm: WRAP_ALGORITHM, value: secret.value });
  if (diskKey === undefined) {
    return { opens: false, reason: `the key ${keyUrl} is missing, disabled or another one` };
  }
  return lockOf(diskKey) === lock
    ? { opens: true }
    : { opens: false, reason: `the secret ${secretUrl} does not open the disk` };
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
          DiskEncryptionKeyEncryptionAlgorithm: 'RSA-OAEP',
          DiskEncryptionKeyEncryptionKeyURL: place.kek.keyUrl,
        }),
    DiskEncryptionKeyFileName: windows ? `${name}.BEK` : 'LinuxPassPhraseFileName',
    MachineName: place.machineName,
    ...(windows ? { VolumeLabel: 'Windows', VolumeLetter: 'C:\\' } : {}),
  };
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

function wrap(state: WorldState, { keyUrl }: { keyUrl: string }, diskKey: Buffer): string {
  const key = readKey(state, objectOf(keyUrl));
  if (key === undefined) {
    throw new Error(`there is no key ${keyUrl}`);
  }
  return encryptWith(key, WRAP_ALGORITHM, diskKey).toString('base64url');
}

function objectOf(url: string): ObjectName {
  const { vaultName, objectName, version } = parseObjectUrl(url);
  return { vaultName, name: objectName, version };
}
