// Azure Disk Encryption as it shows on a machine's disks: what is set when a machine is encrypted
// or decrypted, and what others (Azure Backup, the instance view) read from it.

import { findResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { writeDiskImage } from '../disks/disk-image.js';
import type { CreatedDiskKey } from './disk-key.js';
import type { DiskKeySettings, EncryptionSettingsCollection } from './settings.js';
import {
  machineDisks,
  updateRuntime,
  type MachineDisk,
  type VirtualMachine,
} from '../virtual-machines/state.js';

/** Where the key of an encrypted machine lies, and which flavour of encryption it has. */
export interface MachineEncryption {
  readonly mechanism: 'SinglePass' | 'DoublePass';
  readonly settings: DiskKeySettings;
}

/** Which disks are meant; Azure compares these words without case. */
export type VolumeType = 'OS' | 'Data' | 'All';

/** The encryption of a machine, undefined when no disk of it is encrypted. */
export function machineEncryption(
  state: WorldState,
  machine: VirtualMachine,
): MachineEncryption | undefined {
  for (const { encryption } of machineDisks(state, machine)) {
    const settings = encryption?.encryptionSettings?.[0];
    if (encryption?.enabled === true && settings !== undefined) {
      const doublePass = encryption.encryptionSettingsVersion === '1.0';
      return { mechanism: doublePass ? 'DoublePass' : 'SinglePass', settings };
    }
  }
  return undefined;
}

/** The keys that lock the disks of a machine. */
export interface MachineKeys {
  /** That of the OS disk, and of all disks that have none of their own. */
  readonly key: CreatedDiskKey;
  /** That of a data disk which has its own; undefined where such a disk is to stay as it is. */
  readonly keyOfDataDisk?: (disk: MachineDisk) => CreatedDiskKey | undefined;
}

/** Locks the disks of a machine. Version 1.0 is the flavour with an Entra app. */
export function encryptDisks(
  state: WorldState,
  machine: VirtualMachine,
  { key, keyOfDataDisk = () => key }: MachineKeys,
  how: { readonly version: '1.0' | '1.1'; readonly volumeType: VolumeType },
): void {
  for (const disk of chosenDisks(state, machine, how.volumeType)) {
    const own = disk.lun === -1 ? key : keyOfDataDisk(disk);
    if (own !== undefined) {
      const collection: EncryptionSettingsCollection = {
        enabled: true,
        encryptionSettings: [own.settings],
        encryptionSettingsVersion: how.version,
      };
      setDiskEncryption(state, machine, disk, { collection, lock: own.lock });
    }
  }
  if (how.version === '1.0') {
    const { osDisk } = machine.properties.storageProfile;
    setOsDiskModel(machine, { ...osDisk, encryptionSettings: { enabled: true, ...key.settings } });
  }
}

/** Opens the disks of a machine for good. */
export function decryptDisks(
  state: WorldState,
  machine: VirtualMachine,
  volumeType: VolumeType,
): void {
  for (const disk of chosenDisks(state, machine, volumeType)) {
    setDiskEncryption(state, machine, disk, undefined);
  }
  const { encryptionSettings, ...osDisk } = machine.properties.storageProfile.osDisk;
  if (volumeType !== 'Data' && encryptionSettings !== undefined) {
    setOsDiskModel(machine, osDisk);
  }
}

function chosenDisks(
  state: WorldState,
  machine: VirtualMachine,
  volumeType: VolumeType,
): MachineDisk[] {
  const wanted = { OS: [true, false], Data: [false, true], All: [true, true] }[volumeType];
  return machineDisks(state, machine).filter(({ lun }) => wanted[lun === -1 ? 0 : 1]);
}

function setDiskEncryption(
  state: WorldState,
  machine: VirtualMachine,
  disk: MachineDisk,
  encryption: { collection: EncryptionSettingsCollection; lock: string } | undefined,
): void {
  const resource =
    disk.managedDiskId === undefined ? undefined : findResource(state, disk.managedDiskId);
  if (resource === undefined && writeDiskImage(state, disk.vhdUri ?? '', encryption)) {
    return;
  }
  if (resource === undefined) {
    const { [disk.name]: _, ...others } = machine.properties.runtime.unmanagedEncryption;
    const own = encryption === undefined ? {} : { [disk.name]: encryption };
    updateRuntime(machine, { unmanagedEncryption: { ...others, ...own } });
    return;
  }
  const { encryptionSettingsCollection: _, runtime: _lock, ...rest } = resource.properties;
  resource.properties =
    encryption === undefined
      ? rest
      : {
          ...rest,
          encryptionSettingsCollection: encryption.collection,
          runtime: { lock: encryption.lock },
        };
}

function setOsDiskModel(machine: VirtualMachine, osDisk: Record<string, unknown>): void {
  machine.resource.properties['storageProfile'] = {
    ...machine.properties.storageProfile,
    osDisk,
  };
}
