// What a request to Azure Disk Encryption's extension asks for: which flavour, which volumes, and where the
// key is to lie. Documentation: Azure Disk Encryption for Windows / for Linux (virtual machine extensions).

import type { WorldState } from '../../../kernel/state.js';
import { findVaultByName } from '../../key-vault/vaults/find-vault.js';
import { KEY_ALGORITHMS, type KeyAlgorithm } from '../../key-vault-data/keys/material.js';
import type { VolumeType } from './disk-encryption.js';
import {
  DISK_ENCRYPTION_EXTENSIONS,
  type DiskEncryptionExtensionSettings,
} from '../extensions/disk-encryption-extension.js';
import { parseObjectUrl } from './disk-key.js';

/** Where a key is to lie; ids are empty for vaults that are not there. */
export interface KeyPlace {
  readonly keyVaultId: string;
  readonly kek: { readonly keyVaultId: string; readonly keyUrl: string } | undefined;
  readonly algorithm: KeyAlgorithm | undefined;
}

/** Whether a handler's version is of the flavour with an Entra app; only the major part tells. */
export function isDoublePass(osType: 'Windows' | 'Linux', typeHandlerVersion: unknown): boolean {
  const { doublePass } = DISK_ENCRYPTION_EXTENSIONS[osType];
  return majorOf(String(typeHandlerVersion)) === majorOf(doublePass);
}

function majorOf(version: string): string | undefined {
  return version.split('.')[0];
}

const VOLUME_TYPES: Readonly<Record<string, VolumeType>> = { os: 'OS', data: 'Data' };

/** The volumes that a request means. */
export function volumeTypeOf({ VolumeType = '' }: DiskEncryptionExtensionSettings): VolumeType {
  return VOLUME_TYPES[VolumeType.toLowerCase()] ?? 'All';
}

/** Where the key is to lie: the newer flavour names its vaults by id, the older one only by URL. */
export function keyPlaceOf(
  state: WorldState,
  settings: DiskEncryptionExtensionSettings,
  doublePass: boolean,
): KeyPlace {
  const keyUrl = settings.KeyEncryptionKeyURL ?? '';
  const vaultOf = (id: string | null | undefined, url: string): string =>
    doublePass ? vaultIdAt(state, url) : (id ?? '');
  const algorithm = KEY_ALGORITHMS.find((known) => known === settings.KeyEncryptionAlgorithm);
  return {
    keyVaultId: vaultOf(settings.KeyVaultResourceId, settings.KeyVaultURL ?? ''),
    kek:
      keyUrl === ''
        ? undefined
        : {
            keyVaultId: vaultOf(settings.KekVaultResourceId ?? settings.KeyVaultResourceId, keyUrl),
            keyUrl,
          },
    algorithm,
  };
}

function vaultIdAt(state: WorldState, url: string): string {
  return URL.canParse(url) ? (findVaultByName(state, parseObjectUrl(url).vaultName)?.id ?? '') : '';
}
