// Encrypting a machine, or taking up the encryption that its disks have already: the key of the disks stays,
// and is written into the key vault anew only where it is to lie elsewhere or to be wrapped otherwise.

import type { SandboxIds } from '../../../http/operation.js';
import { resourceKey } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import { findVaultById } from '../../key-vault/vaults/find-vault.js';
import { vaultAccess } from '../../key-vault-data/access.js';
import { reachesService } from '../../network/egress.js';
import { readKey } from '../../key-vault-data/vault-objects.js';
import type { VaultPermission } from '../../key-vault-data/vault-permissions.js';
import { encryptDisks, machineEncryption } from './disk-encryption.js';
import type { DiskEncryptionExtensionSettings } from '../extensions/disk-encryption-extension.js';
import {
  createDiskKey,
  fetchDiskKey,
  parseObjectUrl,
  tryDiskKey,
  type CreatedDiskKey,
  type DiskKeyPlace,
} from './disk-key.js';
import type { DiskKeySettings } from './settings.js';
import { volumeTypeOf, type KeyPlace } from './request.js';
import { encryptionApp } from '../extensions/sign-in.js';
import { sharesPlace, whyKeyIsOutOfReach } from '../virtual-machines/start.js';
import {
  machineDisks,
  updateRuntime,
  type MachineDisk,
  type VirtualMachine,
} from '../virtual-machines/state.js';
import { createVolumeKey, hasVolumeKeys } from './volume-keys.js';

/** A request to encrypt a machine. */
export interface Encrypting {
  readonly state: WorldState;
  readonly machine: VirtualMachine;
  readonly settings: DiskEncryptionExtensionSettings;
  readonly place: KeyPlace;
  /** The flavour with an Entra app. */
  readonly doublePass: boolean;
  /** When it is done; milliseconds since the epoch. */
  readonly nowMilliseconds: number;
}

/** Why a machine cannot be encrypted as asked; undefined when it can. */
export function whyNotEncrypted(request: Encrypting): string | undefined {
  const { kek, keyVaultId } = request.place;
  return (
    whyVaultDoesNotFit(request, keyVaultId) ??
    (kek === undefined ? undefined : whyVaultDoesNotFit(request, kek.keyVaultId)) ??
    whyKeyDoesNotFit(request) ??
    whyOutOfReach(request) ??
    whyAppMayNot(request) ??
    whyEncryptionDoesNotFit(request)
  );
}

/** Encrypts the machine. To be called when nothing stands against it. */
export function enableEncryption(request: Encrypting, ids: SandboxIds): void {
  const { state, machine, settings, doublePass, nowMilliseconds } = request;
  const key = presentKey(request) ?? newKey(request, ids);
  const volumeType = volumeTypeOf(settings);
  const closedLuns: number[] = [];
  const keyOfDataDisk = (disk: MachineDisk): CreatedDiskKey | undefined => {
    const own = volumeKey(request, disk);
    closedLuns.push(...(own === undefined ? [disk.lun] : []));
    return own;
  };
  encryptDisks(
    state,
    machine,
    { key, ...(hasVolumeKeys(machine, request) ? { keyOfDataDisk } : {}) },
    { version: doublePass ? '1.0' : '1.1', volumeType },
  );
  updateRuntime(machine, {
    changedMilliseconds: nowMilliseconds,
    ...(volumeType === 'OS' ? {} : { dataDisksClosed: false, closedLuns }),
  });
}

/**
 * The key of a data disk, as it lies or put where it is to lie; undefined where the disk names one that cannot be had:
 * such a volume stays closed. One that names none is opened by the guest, as of machines with more than 16 disks, and
 * gets a new one.
 */
function volumeKey(request: Encrypting, disk: MachineDisk): CreatedDiskKey | undefined {
  const { state, machine, place, nowMilliseconds } = request;
  const { encryption, lock } = disk;
  const named = encryption?.enabled === true ? encryption.encryptionSettings?.[0] : undefined;
  const reachable =
    named === undefined ||
    whyKeyIsOutOfReach({ state, machine, nowMilliseconds }, named, lock) === undefined;
  if (!reachable) {
    return undefined;
  }
  if (named !== undefined && lock !== undefined && liesAt(named, place)) {
    return { settings: named, lock };
  }
  const fetched = named === undefined ? undefined : fetchDiskKey(state, named);
  return createVolumeKey(state, disk, nowMilliseconds, {
    ...diskKeyPlace(request),
    ...(fetched !== undefined && 'diskKey' in fetched ? { diskKey: fetched.diskKey } : {}),
  });
}

function diskKeyPlace({ machine, place }: Encrypting): DiskKeyPlace {
  return {
    machineName: machine.resource.name,
    osType: machine.properties.storageProfile.osDisk.osType,
    ...place,
  };
}

/** The key as it lies, when it is to lie there. */
function presentKey({ state, machine, place }: Encrypting): CreatedDiskKey | undefined {
  const present = machineEncryption(state, machine)?.settings;
  const lock = presentLock(state, machine);
  return present !== undefined && lock !== undefined && liesAt(present, place)
    ? { settings: present, lock }
    : undefined;
}

function newKey(request: Encrypting, ids: SandboxIds): CreatedDiskKey {
  const { state, machine, nowMilliseconds } = request;
  const present = machineEncryption(state, machine)?.settings;
  const fetched = present === undefined ? undefined : fetchDiskKey(state, present);
  return createDiskKey(state, ids, nowMilliseconds, {
    ...diskKeyPlace(request),
    ...(fetched !== undefined && 'diskKey' in fetched ? { diskKey: fetched.diskKey } : {}),
  });
}

function liesAt({ diskEncryptionKey, keyEncryptionKey }: DiskKeySettings, place: KeyPlace) {
  return (
    resourceKey(diskEncryptionKey.sourceVault.id) === resourceKey(place.keyVaultId) &&
    keyEncryptionKey?.keyUrl === place.kek?.keyUrl
  );
}

function presentLock(state: WorldState, machine: VirtualMachine): string | undefined {
  return machineDisks(state, machine).find(({ lock }) => lock !== undefined)?.lock;
}

/** Documentation: Azure Disk Encryption prerequisites; az checks the same before it asks. */
function whyVaultDoesNotFit(
  { state, machine }: Encrypting,
  keyVaultId: string,
): string | undefined {
  const vault = findVaultById(state, keyVaultId);
  if (vault === undefined) {
    return 'the key vault does not exist';
  }
  if (vault.properties['enabledForDiskEncryption'] !== true) {
    return 'the key vault is not enabled for disk encryption';
  }
  return sharesPlace(vault, machine.resource)
    ? undefined
    : 'the key vault is not in the region and subscription of the virtual machine';
}

function whyKeyDoesNotFit({ state, place: { kek } }: Encrypting): string | undefined {
  if (kek === undefined) {
    return undefined;
  }
  const { vaultName, objectName: name, version } = parseObjectUrl(kek.keyUrl);
  return readKey(state, { vaultName, name, version })?.enabled === true
    ? undefined
    : `the key ${kek.keyUrl} is missing or disabled`;
}

/** Documentation: Azure Disk Encryption for Linux VMs, networking requirements; the same of Windows. */
function whyOutOfReach({ state, machine }: Encrypting): string | undefined {
  const region = machine.resource.location ?? '';
  const closed = (['AzureActiveDirectory', 'AzureKeyVault', 'Storage'] as const).find(
    (tag) => !reachesService(state, machine.properties, { tag, region }),
  );
  return closed === undefined
    ? undefined
    : `the network of the virtual machine does not let it reach ${closed}`;
}

/** The app of the older flavour writes the secret and wraps it (Documentation: Azure Disk Encryption with Microsoft Entra ID). */
function whyAppMayNot(request: Encrypting): string | undefined {
  const { doublePass, place, settings } = request;
  if (!doublePass) {
    return undefined;
  }
  const wrap =
    place.kek === undefined ? true : appMay(request, place.kek.keyVaultId, 'keys/wrapKey');
  return wrap && appMay(request, place.keyVaultId, 'secrets/set')
    ? undefined
    : `the application ${settings.AADClientID} may not use the key vault`;
}

function appMay(
  { state, settings, nowMilliseconds }: Encrypting,
  vaultId: string,
  permission: VaultPermission,
): boolean {
  const principalObjectId = encryptionApp(state, settings.AADClientID)?.objectId ?? '';
  return vaultAccess(state, {
    vaultId,
    principalObjectId,
    permission,
    trustedService: true,
    nowMilliseconds,
  }).allowed;
}

/** The flavour of a machine stays what it is, and only who has the key of its disks can go on with it. */
function whyEncryptionDoesNotFit(request: Encrypting): string | undefined {
  const { state, machine, doublePass } = request;
  const present = machineEncryption(state, machine);
  const lock = presentLock(state, machine);
  if (present === undefined || lock === undefined) {
    return undefined;
  }
  if ((present.mechanism === 'DoublePass') !== doublePass) {
    return 'the virtual machine is encrypted with the other version of the extension';
  }
  const trial = tryDiskKey(state, present.settings, lock);
  return trial.opens ? undefined : trial.failure.message;
}
