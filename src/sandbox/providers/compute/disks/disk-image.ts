// Disks that are blobs: where their encryption settings are written, and what stands for their content.
// Documentation: Automate restore of encrypted VMs with unmanaged disks (metadata DiskEncryptionSettings).

import { z } from 'zod';
import type { WorldState } from '../../../kernel/state.js';
import { findBlob, type BlobName } from '../../storage-data/blobs.js';
import type { StoredBlob } from '../../storage-data/state.js';
import {
  diskKeySettingsSchema,
  type EncryptionSettingsCollection,
} from '../disk-encryption/settings.js';

/** What an encrypted image holds in place of its content. */
const LOCK_MARK = 'encrypted ';

/** Metadata are kept by lower-case name. */
const SETTINGS_NAME = 'diskencryptionsettings';

/** The encryption of a disk that is a blob. */
export interface DiskImage {
  readonly collection: EncryptionSettingsCollection | undefined;
  /** Fingerprint of the key that opens it; undefined when it is not encrypted. */
  readonly lock: string | undefined;
}

/** The content to be written for an encrypted disk; an unencrypted one's is empty. */
export function lockedImage(lock: string): Uint8Array {
  return new TextEncoder().encode(`${LOCK_MARK}${lock}`);
}

/** The image at an address; undefined when there is no such blob. */
export function diskImageAt(state: WorldState, uri: string): DiskImage | undefined {
  const name = blobOfUri(uri);
  const blob = name === undefined ? undefined : findBlob(state, name);
  return blob === undefined ? undefined : { collection: settingsOf(blob), lock: lockOf(blob) };
}

/** Writes the encryption of an image, undefined for none; false when there is no such blob. */
export function writeDiskImage(
  state: WorldState,
  uri: string,
  encryption: { readonly collection: EncryptionSettingsCollection; lock: string } | undefined,
): boolean {
  const name = blobOfUri(uri);
  const blob = name === undefined ? undefined : findBlob(state, name);
  if (blob === undefined) {
    return false;
  }
  const { [SETTINGS_NAME]: _, ...metadata } = blob.metadata;
  blob.content =
    encryption === undefined ? '' : Buffer.from(lockedImage(encryption.lock)).toString('base64');
  blob.metadata =
    encryption === undefined
      ? metadata
      : { ...metadata, [SETTINGS_NAME]: settingsText(encryption.collection) };
  return true;
}

function settingsText({ enabled, encryptionSettings }: EncryptionSettingsCollection): string {
  return JSON.stringify({ encryptionEnabled: enabled, encryptionSettings });
}

/** The blob that an address names; undefined when it names none. */
export function blobOfUri(uri: string): BlobName | undefined {
  if (!URL.canParse(uri)) {
    return undefined;
  }
  const { hostname, pathname } = new URL(uri);
  const [account = '', service] = hostname.toLowerCase().split('.');
  const [, container = '', name = ''] = /^\/([^/]+)\/(.+)$/u.exec(pathname) ?? [];
  return service === 'blob' && name !== ''
    ? { account, container, name: decodeURIComponent(name) }
    : undefined;
}

function lockOf(blob: StoredBlob): string | undefined {
  const text = Buffer.from(blob.content, 'base64').toString();
  return text.startsWith(LOCK_MARK) ? text.slice(LOCK_MARK.length) : undefined;
}

const metadataSchema = z.object({
  encryptionEnabled: z.boolean(),
  encryptionSettings: z.array(diskKeySettingsSchema).optional(),
});

/** Settings that cannot be read are none: the platform finds no key then. */
function settingsOf({ metadata }: StoredBlob): EncryptionSettingsCollection | undefined {
  const parsed = metadataSchema.safeParse(parseJson(metadata[SETTINGS_NAME])).data;
  return parsed === undefined
    ? undefined
    : {
        enabled: parsed.encryptionEnabled,
        encryptionSettings: parsed.encryptionSettings,
        encryptionSettingsVersion: '1.1',
      };
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}
