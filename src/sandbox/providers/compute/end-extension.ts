// The end of installing, changing and removing the disk encryption extension. Recordings
// ade-enable.poll-sequence, ade-disable.poll-sequence; the failures are assumptions but for their code.

import type { SandboxIds } from '../../http/operation.js';
import { parseResourceId } from '../../world/resource-id.js';
import {
  findResource,
  removeResource,
  type ArmResource,
  type OperationRecord,
} from '../../world/resource.js';
import type { WorldState } from '../../world/state.js';
import { findVaultById } from '../key-vault/find-vault.js';
import { readKey } from '../key-vault-data/vault-objects.js';
import { decryptDisks, encryptDisks, type VolumeType } from './disk-encryption.js';
import {
  diskEncryptionSettingsSchema,
  succeededRuntime,
  type DiskEncryptionExtensionSettings,
  type ExtensionRuntime,
} from './disk-encryption-extension.js';
import { createDiskKey, parseObjectUrl } from './disk-key.js';
import { findVirtualMachine, updateRuntime, type VirtualMachine } from './virtual-machine.js';

/** Carries out what the extension was told, or fails it with the reason. */
export function endExtensionPut(
  state: WorldState,
  operation: OperationRecord,
  ids: SandboxIds,
): void {
  const extension = findResource(state, operation.resourceId);
  if (extension?.properties['pending'] !== operation.id) {
    return;
  }
  delete extension.properties['pending'];
  const machine = findVirtualMachine(state, machineIdOf(extension));
  const settings = diskEncryptionSettingsSchema.safeParse(extension.properties['settings']).data;
  if (machine === undefined || settings === undefined) {
    return;
  }
  const reason = whyItFails(state, machine, settings);
  if (reason === undefined) {
    const runtime = carryOut(state, machine, settings, { operation, ids });
    updateRuntime(machine, { changedMilliseconds: operation.endsMilliseconds });
    finish(extension, 'Succeeded', runtime);
  } else {
    fail(operation, extension, reason);
  }
}

/** Takes the extension away; the disks stay as they are. */
export function endExtensionDelete(state: WorldState, operation: OperationRecord): void {
  if (findResource(state, operation.resourceId)?.properties['pending'] === operation.id) {
    removeResource(state, operation.resourceId);
  }
}

function carryOut(
  state: WorldState,
  machine: VirtualMachine,
  settings: DiskEncryptionExtensionSettings,
  { operation, ids }: { readonly operation: OperationRecord; readonly ids: SandboxIds },
): ExtensionRuntime {
  const { osType } = machine.properties.storageProfile.osDisk;
  const volumeType = volumeTypeOf(settings);
  if (settings.EncryptionOperation === 'DisableEncryption') {
    decryptDisks(state, machine, volumeType);
    const version = succeededRuntime(osType, volumeType).handlerVersion;
    return {
      handlerVersion: version,
      outcome: 'succeeded',
      message: `[${version}] Disable Encryption completed successfully`,
    };
  }
  const kek = keyEncryptionKey(settings);
  const key = createDiskKey(state, ids, operation.endsMilliseconds, {
    machineName: machine.resource.name,
    osType,
    keyVaultId: settings.KeyVaultResourceId ?? '',
    kek,
  });
  encryptDisks(state, machine, key, { version: '1.1', volumeType });
  return succeededRuntime(osType, volumeType);
}

/** Documentation: Azure Disk Encryption prerequisites; az checks the same before it asks. */
function whyItFails(
  state: WorldState,
  machine: VirtualMachine,
  settings: DiskEncryptionExtensionSettings,
): string | undefined {
  const { osType } = machine.properties.storageProfile.osDisk;
  if (machine.properties.runtime.powerState !== 'running') {
    return 'the virtual machine is not running';
  }
  if (settings.EncryptionOperation === 'DisableEncryption') {
    return osType === 'Linux' && volumeTypeOf(settings) !== 'Data'
      ? 'encryption of a Linux OS disk cannot be disabled'
      : undefined;
  }
  return whyVaultDoesNotFit(state, machine, settings) ?? whyKeyDoesNotFit(state, settings);
}

function whyVaultDoesNotFit(
  state: WorldState,
  { resource }: VirtualMachine,
  settings: DiskEncryptionExtensionSettings,
): string | undefined {
  const vault = findVaultById(state, settings.KeyVaultResourceId ?? '');
  if (vault === undefined) {
    return 'the key vault does not exist';
  }
  if (vault.properties['enabledForDiskEncryption'] !== true) {
    return 'the key vault is not enabled for disk encryption';
  }
  const sameRegion = vault.location?.toLowerCase() === resource.location?.toLowerCase();
  const sameSubscription =
    parseResourceId(vault.id).subscriptionId?.toLowerCase() ===
    parseResourceId(resource.id).subscriptionId?.toLowerCase();
  return sameRegion && sameSubscription
    ? undefined
    : 'the key vault is not in the region and subscription of the virtual machine';
}

function whyKeyDoesNotFit(
  state: WorldState,
  settings: DiskEncryptionExtensionSettings,
): string | undefined {
  const kek = keyEncryptionKey(settings);
  if (kek === undefined) {
    return undefined;
  }
  const { vaultName, objectName: name, version } = parseObjectUrl(kek.keyUrl);
  return readKey(state, { vaultName, name, version })?.enabled === true
    ? undefined
    : `the key ${kek.keyUrl} is missing or disabled`;
}

function keyEncryptionKey(
  settings: DiskEncryptionExtensionSettings,
): { keyVaultId: string; keyUrl: string } | undefined {
  const keyUrl = settings.KeyEncryptionKeyURL ?? '';
  return keyUrl === ''
    ? undefined
    : { keyVaultId: settings.KekVaultResourceId ?? settings.KeyVaultResourceId ?? '', keyUrl };
}

const VOLUME_TYPES: Readonly<Record<string, VolumeType>> = { os: 'OS', data: 'Data' };

function volumeTypeOf({ VolumeType = '' }: DiskEncryptionExtensionSettings): VolumeType {
  return VOLUME_TYPES[VolumeType.toLowerCase()] ?? 'All';
}

function fail(operation: OperationRecord, extension: ArmResource, reason: string): void {
  const message = `VM has reported a failure when processing extension '${extension.name}'. Error message: '${reason}'.`;
  operation.outcome = { status: 'Failed', code: 'VMExtensionProvisioningError', message };
  finish(extension, 'Failed', { handlerVersion: '0.0.0.0', outcome: 'failed', message: reason });
}

function finish(
  extension: ArmResource,
  provisioningState: 'Succeeded' | 'Failed',
  runtime: ExtensionRuntime,
): void {
  extension.properties['provisioningState'] = provisioningState;
  extension.properties['runtime'] = runtime;
}

function machineIdOf(extension: ArmResource): string {
  return extension.id.split('/').slice(0, -2).join('/');
}
