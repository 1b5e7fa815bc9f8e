// The extension of Azure Disk Encryption: publisher, types and settings. Documentation: Azure Disk
// Encryption for Windows / for Linux (virtual machine extensions); recording ade-enable.

import { z } from 'zod';
import { listResources, type ArmResource } from '../../../kernel/resource.js';
import type { WorldState } from '../../../kernel/state.js';
import type { VolumeType } from '../disk-encryption/disk-encryption.js';
import { EXTENSION_TYPE, type VirtualMachine } from '../virtual-machines/state.js';

/** Publisher of both extensions. */
export const DISK_ENCRYPTION_PUBLISHER = 'Microsoft.Azure.Security';

/** By operating system: the type, and the handler version of either flavour. */
export const DISK_ENCRYPTION_EXTENSIONS = {
  Windows: { type: 'AzureDiskEncryption', singlePass: '2.2', doublePass: '1.1' },
  Linux: { type: 'AzureDiskEncryptionForLinux', singlePass: '1.1', doublePass: '0.1' },
} as const;

/** What the guest's handler last reported. */
export const extensionRuntimeSchema = z.object({
  handlerVersion: z.string(),
  outcome: z.enum(['succeeded', 'failed', 'transitioning']),
  message: z.string(),
  /** Message of the only substatus, if any. */
  substatus: z.string().optional(),
  /** Why Entra refused the app of the older flavour, while the request is carried out. */
  signInRefused: z.string().optional(),
});

export type ExtensionRuntime = z.infer<typeof extensionRuntimeSchema>;

/** The public settings that the sandbox acts on; both casings of volume types are in use. */
export const diskEncryptionSettingsSchema = z.strictObject({
  EncryptionOperation: z.enum([
    'EnableEncryption',
    'EnableEncryptionFormatAll',
    'DisableEncryption',
  ]),
  VolumeType: z.string().optional(),
  KeyVaultURL: z.string().optional(),
  KeyVaultResourceId: z.string().optional(),
  KeyEncryptionKeyURL: z.string().nullable().optional(),
  KekVaultResourceId: z.string().nullable().optional(),
  KeyEncryptionAlgorithm: z.string().optional(),
  SequenceVersion: z.string().optional(),
  AADClientID: z.string().optional(),
});

export type DiskEncryptionExtensionSettings = z.infer<typeof diskEncryptionSettingsSchema>;

/** The extensions of a machine, in id order. */
export function machineExtensions(state: WorldState, machine: VirtualMachine): ArmResource[] {
  return listResources(state, machine.resource.id, EXTENSION_TYPE);
}

/** Whether an extension is that of Azure Disk Encryption; its name says nothing. */
export function isDiskEncryption(properties: Readonly<Record<string, unknown>>): boolean {
  const { publisher, type } = properties;
  return (
    String(publisher).toLowerCase() === DISK_ENCRYPTION_PUBLISHER.toLowerCase() &&
    String(type).toLowerCase().startsWith('azurediskencryption')
  );
}

/**
 * What the guest reports after encryption: Windows its version in brackets (recording
 * vm-get-instanceview.ade-encrypted-windows), Linux a sentence and a substatus (source of the
 * Linux extension).
 */
export function succeededRuntime(
  osType: 'Windows' | 'Linux',
  volumeType: VolumeType,
  handlerVersion?: string,
): ExtensionRuntime {
  if (osType === 'Windows') {
    const version = handlerVersion === undefined ? '2.3.0.0' : `${handlerVersion}.0.0`;
    return { handlerVersion: version, outcome: 'succeeded', message: `[${version}] ` };
  }
  const os = volumeType === 'Data' ? 'NotEncrypted' : 'Encrypted';
  const data = volumeType === 'OS' ? 'NotEncrypted' : 'Encrypted';
  return {
    handlerVersion: handlerVersion === undefined ? '1.4.0.5' : `${handlerVersion}.0.0`,
    outcome: 'succeeded',
    message: LINUX_MESSAGES[volumeType],
    substatus: JSON.stringify({ data, os }),
  };
}

const LINUX_MESSAGES = {
  All: 'Encryption succeeded for all volumes',
  Data: 'Encryption succeeded for data volumes',
  OS: 'Encryption succeeded for OS volume',
} as const;
