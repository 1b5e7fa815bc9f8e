// Puts Azure Disk Encryption on a machine of a world that is being built.

import type { SandboxIds } from '../../../http/operation.js';
import { putResource } from '../../../kernel/resource.js';
import { parseResourceId } from '../../../kernel/resource-id.js';
import type { WorldState } from '../../../kernel/state.js';
import { encryptDisks, type VolumeType } from './disk-encryption.js';
import {
  DISK_ENCRYPTION_EXTENSIONS,
  DISK_ENCRYPTION_PUBLISHER,
  succeededRuntime,
  type DiskEncryptionExtensionSettings,
} from '../extensions/disk-encryption-extension.js';
import { createDiskKey, type CreatedDiskKey } from './disk-key.js';
import type { DiskKeySettings } from './settings.js';
import {
  EXTENSION_TYPE,
  type MachineDisk,
  type VirtualMachine,
} from '../virtual-machines/state.js';
import { createVolumeKey, hasVolumeKeys } from './volume-keys.js';

/** How a machine is encrypted. */
export interface DiskEncryptionSeed {
  /** When; milliseconds since the epoch. */
  readonly atMilliseconds: number;
  /** ARM id of the key vault that receives the disk's secret. */
  readonly keyVaultId: string;
  /** The key that wraps the secret; the URL names its version, which must exist already. */
  readonly kek?: { readonly keyVaultId: string; readonly keyUrl: string };
  /** `DoublePass` is the older flavour with an Entra app. */
  readonly mechanism?: 'SinglePass' | 'DoublePass';
  readonly volumeType?: VolumeType;
}

/**
 * Encrypts a machine: writes the secret into the key vault, locks the disks, installs the extension.
 * Returns where the key lies. Throws an Error when the key encryption key does not exist.
 */
export function seedDiskEncryption(
  state: WorldState,
  ids: SandboxIds,
  machine: VirtualMachine,
  seed: DiskEncryptionSeed,
): DiskKeySettings {
  const { osType } = machine.properties.storageProfile.osDisk;
  const volumeType = seed.volumeType ?? 'All';
  const doublePass = seed.mechanism === 'DoublePass';
  const place = {
    machineName: machine.resource.name,
    osType,
    keyVaultId: seed.keyVaultId,
    kek: seed.kek,
  };
  const key = createDiskKey(state, ids, seed.atMilliseconds, place);
  const keyOfDataDisk = (disk: MachineDisk): CreatedDiskKey =>
    createVolumeKey(state, disk, seed.atMilliseconds, place);
  encryptDisks(
    state,
    machine,
    { key, ...(hasVolumeKeys(machine, { doublePass }) ? { keyOfDataDisk } : {}) },
    { version: doublePass ? '1.0' : '1.1', volumeType },
  );
  const { type, singlePass, doublePass: older } = DISK_ENCRYPTION_EXTENSIONS[osType];
  putResource(state, {
    id: `${machine.resource.id}/extensions/${type}`,
    name: type,
    type: EXTENSION_TYPE,
    ...(machine.resource.location === undefined ? {} : { location: machine.resource.location }),
    properties: {
      autoUpgradeMinorVersion: true,
      provisioningState: 'Succeeded',
      publisher: DISK_ENCRYPTION_PUBLISHER,
      type,
      typeHandlerVersion: doublePass ? older : singlePass,
      settings: settingsOf(seed, volumeType, ids),
      runtime: succeededRuntime(osType, volumeType, doublePass ? older : undefined),
    },
  });
  return key.settings;
}

function settingsOf(
  seed: DiskEncryptionSeed,
  volumeType: VolumeType,
  ids: SandboxIds,
): DiskEncryptionExtensionSettings {
  const common = {
    KeyVaultURL: `https://${parseResourceId(seed.keyVaultId).names[0] ?? ''}.vault.azure.net`,
    VolumeType: volumeType.toUpperCase(),
    EncryptionOperation: 'EnableEncryption' as const,
    KeyEncryptionKeyURL: seed.kek?.keyUrl ?? null,
    KeyEncryptionAlgorithm: 'RSA-OAEP',
    SequenceVersion: ids.guid(),
  };
  return seed.mechanism === 'DoublePass'
    ? { ...common, AADClientID: ids.guid() }
    : {
        ...common,
        KeyVaultResourceId: seed.keyVaultId,
        KekVaultResourceId: seed.kek?.keyVaultId ?? '',
      };
}
