// How virtual machines, disks and extensions are kept: the ARM model as Azure shows it, and beside
// it under `runtime` what only the platform knows and shows elsewhere, such as the instance view.

import { z } from 'zod';
import { findResource, type ArmResource } from '../../world/resource.js';
import type { WorldState } from '../../world/state.js';

/** ARM types of this provider. */
export const VIRTUAL_MACHINE_TYPE = 'Microsoft.Compute/virtualMachines';
export const EXTENSION_TYPE = 'Microsoft.Compute/virtualMachines/extensions';
export const DISK_TYPE = 'Microsoft.Compute/disks';
export const DISK_ENCRYPTION_SET_TYPE = 'Microsoft.Compute/diskEncryptionSets';

const sourceVaultSchema = z.object({ id: z.string() });

/** Where the key of an encrypted disk lies; Azure's own member names. */
export const diskKeySettingsSchema = z.object({
  diskEncryptionKey: z.object({ sourceVault: sourceVaultSchema, secretUrl: z.string() }),
  keyEncryptionKey: z.object({ sourceVault: sourceVaultSchema, keyUrl: z.string() }).optional(),
});

export type DiskKeySettings = z.infer<typeof diskKeySettingsSchema>;

/** Azure Disk Encryption as a managed disk carries it. Version 1.0: with an Entra app, 1.1: without. */
export const encryptionSettingsCollectionSchema = z.object({
  enabled: z.boolean(),
  encryptionSettings: z.array(diskKeySettingsSchema).optional(),
  encryptionSettingsVersion: z.enum(['1.0', '1.1']).optional(),
});

export type EncryptionSettingsCollection = z.infer<typeof encryptionSettingsCollectionSchema>;

/** The platform's side of a virtual machine. */
export const machineRuntimeSchema = z.object({
  powerState: z.enum(['running', 'stopped', 'deallocated']),
  agentVersion: z.string(),
  agentReady: z.boolean(),
  computerName: z.string(),
  osName: z.string(),
  osVersion: z.string(),
  hyperVGeneration: z.enum(['V1', 'V2']),
  /** When its disks and its model last changed. */
  changedMilliseconds: z.number(),
  /** Encryption of disks that are no resources of their own, by disk name. */
  unmanagedEncryption: z.record(
    z.string(),
    z.object({ collection: encryptionSettingsCollectionSchema, lock: z.string() }),
  ),
});

export type MachineRuntime = z.infer<typeof machineRuntimeSchema>;

const diskReferenceSchema = z.looseObject({
  name: z.string(),
  lun: z.number().optional(),
  diskSizeGB: z.number().optional(),
  managedDisk: z.looseObject({ id: z.string() }).optional(),
});

const machinePropertiesSchema = z.looseObject({
  hardwareProfile: z.looseObject({ vmSize: z.string() }),
  storageProfile: z.looseObject({
    osDisk: diskReferenceSchema.extend({
      osType: z.enum(['Windows', 'Linux']),
      encryptionSettings: diskKeySettingsSchema
        .partial()
        .extend({ enabled: z.boolean() })
        .optional(),
    }),
    dataDisks: z.array(diskReferenceSchema),
  }),
  securityProfile: z.looseObject({ securityType: z.string().optional() }).optional(),
  provisioningState: z.string(),
  runtime: machineRuntimeSchema,
});

/** A virtual machine with the parts that the sandbox looks into; everything else is kept as it is. */
export interface VirtualMachine {
  readonly resource: ArmResource;
  readonly properties: z.infer<typeof machinePropertiesSchema>;
}

/** One disk of a machine; the OS disk has LUN -1, as in Azure Backup's lists. */
export interface MachineDisk {
  readonly name: string;
  readonly lun: number;
  readonly managedDiskId: string | undefined;
  readonly encryption: EncryptionSettingsCollection | undefined;
  /** Fingerprint of the key that opens the disk; undefined when it is not encrypted. */
  readonly lock: string | undefined;
}

const diskPropertiesSchema = z.looseObject({
  encryptionSettingsCollection: encryptionSettingsCollectionSchema.optional(),
  runtime: z.object({ lock: z.string() }).optional(),
});

/** The virtual machine with this id, undefined when there is none. */
export function findVirtualMachine(state: WorldState, id: string): VirtualMachine | undefined {
  const resource = findResource(state, id);
  if (resource?.type.toLowerCase() !== VIRTUAL_MACHINE_TYPE.toLowerCase()) {
    return undefined;
  }
  return { resource, properties: machinePropertiesSchema.parse(resource.properties) };
}

/** The disks of a machine, the OS disk first. */
export function machineDisks(state: WorldState, machine: VirtualMachine): MachineDisk[] {
  const { osDisk, dataDisks } = machine.properties.storageProfile;
  return [{ ...osDisk, lun: -1 }, ...dataDisks].map((disk) => {
    const managedDiskId = disk.managedDisk?.id;
    const unmanaged = machine.properties.runtime.unmanagedEncryption[disk.name];
    const managed = managedDiskId === undefined ? undefined : diskEncryption(state, managedDiskId);
    return {
      name: disk.name,
      lun: disk.lun ?? 0,
      managedDiskId,
      encryption: managed?.collection ?? unmanaged?.collection,
      lock: managed?.lock ?? unmanaged?.lock,
    };
  });
}

/** Changes what the platform knows of a machine. */
export function updateRuntime(machine: VirtualMachine, change: Partial<MachineRuntime>): void {
  Object.assign(machine.properties.runtime, change);
  machine.resource.properties['runtime'] = machine.properties.runtime;
}

function diskEncryption(state: WorldState, diskId: string) {
  const resource = findResource(state, diskId);
  if (resource === undefined) {
    return undefined;
  }
  const { encryptionSettingsCollection, runtime } = diskPropertiesSchema.parse(resource.properties);
  return { collection: encryptionSettingsCollection, lock: runtime?.lock };
}
